// Running many prompts: side by side in batches, each as far as the context reaches.

import type { ActivationName } from './activations.ts';
import type { ModelConfig } from './config.ts';
import { paddedLength, visibleTokens } from './context.ts';
import type { Change, Inspector, Values } from './inspector.ts';

/** Rows run at once: enough to fill the engine, few enough to stop between. */
const ROWS = 64;
/** And positions: long rows are large ones, whose memory stands beside the training's. */
const POSITIONS = 2048;

/** Where a prompt's values lie in what was read. */
export interface Place {
  /** Which prompt, in the order given. */
  readonly index: number;
  readonly row: number;
  /** Length of the rows, padding included. */
  readonly T: number;
  /** How many of the prompt's tokens fitted the context: its last ones. */
  readonly length: number;
  readonly values: (name: ActivationName) => Values;
}

/** What is changed in every batch, B rows of T. */
export type ChangesOf = (B: number, T: number) => ReadonlyMap<ActivationName, Change>;

/** Runs the prompts in order and yields, after each batch, where the values of its prompts lie. */
export async function* inBatches(
  inspector: Inspector,
  config: ModelConfig,
  prompts: readonly (readonly number[])[],
  names: readonly ActivationName[],
  changesOf?: ChangesOf,
): AsyncGenerator<Place[], void, undefined> {
  if (prompts.length === 0) return;
  const rows = prompts.map((tokens) => visibleTokens(tokens, config));
  const T = paddedLength(Math.max(...rows.map(({ length }) => length)), config.T);
  const B = Math.min(ROWS, Math.ceil(POSITIONS / T), rows.length);
  const changes = changesOf?.(B, T);
  for (let start = 0; start < rows.length; start += B) {
    const batch = rows.slice(start, start + B);
    const tokens = new Int32Array(B * T);
    batch.forEach((row, r) => {
      tokens.set(row, r * T);
    });
    const { activations } = await inspector.look({ B, T, tokens, names, changes });
    const values = (name: ActivationName) => activations.get(name) as Values;
    yield batch.map(({ length }, row) => ({ index: start + row, row, T, length, values }));
  }
}

/** The vector of width `width` at a place's last token. */
export function lastOf({ row, T, length, values }: Place, name: ActivationName, width: number): Float32Array {
  const at = row * T + length - 1;
  return values(name).data.subarray(at * width, (at + 1) * width);
}
