// Runs many rows of tokens, of different lengths, through a model a batch at a time, and reads named activations.

import type { ActivationName } from './activations.ts';
import type { ModelConfig } from './config.ts';
import { paddedLength, visibleTokens } from './context.ts';
import type { Change, Inspector, Values } from './inspector.ts';

/** Rows run at once: enough to fill the engine, few enough to stop between. */
const ROWS = 64;

/** Where a row's values lie in what was read. */
export interface Place {
  readonly row: number;
  /** Length of the rows, padding included. */
  readonly T: number;
  /** How many of its tokens fitted the context: the last ones. */
  readonly length: number;
  readonly values: (name: ActivationName) => Values;
}

export interface Manner {
  /** What is changed in every run, for batches of this shape. */
  readonly changes?: (B: number, T: number) => ReadonlyMap<ActivationName, Change>;
  /** Called after each batch with the share done; may wait for others, and ends the work by throwing. */
  readonly between?: (share: number) => Promise<void>;
}

/** Runs rows of different lengths in batches and hands each to `visit` with the values read, in the order given. */
export async function eachRow<Row extends { readonly tokens: readonly number[] }>(
  inspector: Inspector,
  config: ModelConfig,
  rows: readonly Row[],
  names: readonly ActivationName[],
  visit: (row: Row, place: Place) => void,
  { changes, between }: Manner = {},
): Promise<void> {
  const visible = rows.map(({ tokens }) => visibleTokens(tokens, config));
  const T = paddedLength(Math.max(...visible.map(({ length }) => length)), config.T);
  const B = Math.min(ROWS, rows.length);
  const changed = changes?.(B, T);
  for (let start = 0; start < rows.length; start += B) {
    const batch = visible.slice(start, start + B);
    const tokens = new Int32Array(B * T);
    batch.forEach((ids, r) => {
      tokens.set(ids, r * T);
    });
    const { activations } = await inspector.look({ B, T, tokens, names, changes: changed });
    batch.forEach(({ length }, row) => {
      visit(rows[start + row], { row, T, length, values: (name) => activations.get(name) as Values });
    });
    await between?.(Math.min(1, (start + B) / rows.length));
  }
}
