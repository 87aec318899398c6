// Runs many prompts in padded batches.

import { elementCount } from '../../kernels/shape.ts';
import { batchRows } from '../../shared/batch-rows.ts';
import { type ActivationName, activationShape } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { lastTokensInContext, paddedLength } from '../architecture/context-window.ts';
import type { AffineIntervention, Inspector, NDArray } from './inspector.ts';

/** Rows of T tokens in a batch that reads these activations. */
export function rowsAtOnce(config: ModelConfig, T: number, names: readonly ActivationName[]): number {
  const width = [...new Set([...names, 'logits' as const])].reduce(
    (sum, name) => sum + elementCount(activationShape(name, config, 1, T)),
    0,
  );
  return batchRows(T, width);
}

/** The location of a prompt's activations in a batch. */
export interface BatchRow {
  /** Index of the prompt. */
  readonly promptIndex: number;
  readonly row: number;
  /** Length of the rows, including padding. */
  readonly T: number;
  /** Length of the prompt, truncated on the left to the context. */
  readonly length: number;
  readonly values: (name: ActivationName) => NDArray;
}

/** The interventions for a batch of B rows of T tokens. */
export type InterventionFactory = (B: number, T: number) => ReadonlyMap<ActivationName, AffineIntervention>;

/** Runs the prompts in order; yields the locations of their activations after each batch. */
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
  const B = Math.min(rowsAtOnce(config, T, names), rows.length);
  const interventions = interventionsFor?.(B, T);
  for (let start = 0; start < rows.length; start += B) {
    const batch = rows.slice(start, start + B);
    const tokens = new Int32Array(B * T);
    batch.forEach((row, r) => {
      tokens.set(row, r * T);
    });
    const { activations } = await inspector.run({ B, T, tokens, names, isPartial: true, interventions });
    const values = (name: ActivationName) => activations.get(name) as NDArray;
    yield batch.map(({ length }, row) => ({ promptIndex: start + row, row, T, length, values }));
  }
}

/** The logits (V) after each prompt, in order. Those of its other tokens are not computed. */
export async function* lastLogitsInBatches(
  inspector: Inspector,
  config: ModelConfig,
  prompts: readonly (readonly number[])[],
  interventionsFor?: InterventionFactory,
): AsyncGenerator<Float32Array<ArrayBuffer>[], void, undefined> {
  const { L, C, V } = config;
  const stream: ActivationName = `blocks.${L - 1}.hook_resid_post`;
  for await (const batch of inspectInBatches(inspector, config, prompts, [stream], interventionsFor)) {
    const data = new Float32Array(batch.length * C);
    for (const [i, place] of batch.entries()) data.set(lastTokenVector(place, stream, C), i * C);
    const logits = await inspector.unembed({ shape: [batch.length, 1, C], data });
    yield batch.map((_, i) => logits.data.subarray(i * V, (i + 1) * V));
  }
}

/** The vector of a (B, T, width) activation at the prompt's last token. */
export function lastTokenVector(
  { row, T, length, values }: BatchRow,
  name: ActivationName,
  width: number,
): Float32Array {
  const at = row * T + length - 1;
  return values(name).data.subarray(at * width, (at + 1) * width);
}
