// Token embeddings of a run, and the axes on which they are plotted.

import type { Run } from '../../model/training/run.ts';
import type { Embedding } from './embedding.ts';
import { type PrincipalAxes, principalAxes } from './principal-axes.ts';

export async function loadEmbedding(run: Run): Promise<Embedding> {
  const name = 'transformer.wte.weight';
  const vectors = (await run.weights.get([name])).get(name) as Float32Array;
  const { V, C } = run.plan.config;
  return { vectors, V, C };
}

/** Of the previous request: the next axes keep their signs and order. */
const previousAxes = new WeakMap<Run, PrincipalAxes>();

export function alignedAxes(run: Run, embedding: Embedding): PrincipalAxes {
  const axes = principalAxes(embedding, previousAxes.get(run));
  previousAxes.set(run, axes);
  return axes;
}

/** More points in one plot could be neither distinguished nor labelled. */
const MAX_POINTS = 10_000;

/** Throws if the vocabulary is too large for a plot of all tokens. */
export function assertPlottable({ plan: { config } }: Run): void {
  if (config.V <= MAX_POINTS) return;
  throw new Error(
    `This model has ${config.V} tokens, and a plot of all embeddings is limited to ${MAX_POINTS}; nearest tokens and analogies work with all of them.`,
  );
}
