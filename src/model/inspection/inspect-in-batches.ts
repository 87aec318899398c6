// Running many prompts: side by side in batches, each as far as the context reaches.

import type { ActivationName } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { lastTokensInContext, paddedLength } from '../architecture/context-window.ts';
import type { AffineIntervention, Inspector, NDArray } from './inspector.ts';

/** Rows run at once: enough to fill the engine, few enough to stop between. */
const MAX_ROWS = 64;
/** And positions: long rows are large ones, whose memory stands beside the training's. */
const MAX_POSITIONS = 2048;

/** Where a prompt's values lie in what was read. */
export interface BatchRow {
  /** Which prompt, in the order given. */
  readonly promptIndex: number;
  readonly row: number;
  /** Length of the rows, padding included. */
  readonly T: number;
  /** How many of the prompt's tokens fitted the context: its last ones. */
  readonly length: number;
  readonly values: (name: ActivationName) => NDArray;
}

/** What is changed in every batch, B rows of T. */
export type InterventionFactory = (B: number, T: number) => ReadonlyMap<ActivationName, AffineIntervention>;

/** Runs the prompts in order and yields, after each batch, where the values of its prompts lie. */
export async function* inspectInBatches(
  inspector: Inspector,
  config: ModelConfig,
  prompts: readonly (readonly number[])[],
  names: readonly ActivationName[],
  interventionsFor?: InterventionFactory,
): AsyncGenerator<BatchRow[], void, undefined> {
  if (prompts.length === 0) return;
  const rows = prompts.map((tokens) => lastTokensInContext(tokens, config));
  const T = paddedLength(Math.max(...rows.map(({ length }) => length)), config.T);
  const B = Math.min(MAX_ROWS, Math.ceil(MAX_POSITIONS / T), rows.length);
  const interventions = interventionsFor?.(B, T);
  for (let start = 0; start < rows.length; start += B) {
    const batch = rows.slice(start, start + B);
    const tokens = new Int32Array(B * T);
    batch.forEach((row, r) => {
      tokens.set(row, r * T);
    });
    const { activations } = await inspector.run({ B, T, tokens, names, interventions });
    const values = (name: ActivationName) => activations.get(name) as NDArray;
    yield batch.map(({ length }, row) => ({ promptIndex: start + row, row, T, length, values }));
  }
}

/** The vector of width `width` at a place's last token. */
export function lastTokenVector(
  { row, T, length, values }: BatchRow,
  name: ActivationName,
  width: number,
): Float32Array {
  const at = row * T + length - 1;
  return values(name).data.subarray(at * width, (at + 1) * width);
}
