// Token embeddings of a run, and the axes on which they are plotted.

import { modelViews } from '../../model/architecture/architecture.ts';
import { readViews, viewNumbers } from '../../model/architecture/views/views.ts';
import { wordCount } from '../../model/tokenizers/words-and-bytes.ts';
import type { Run } from '../../model/training/run.ts';
import type { Embedding } from './embedding.ts';
import { type PrincipalAxes, principalAxes } from './principal-axes.ts';

export async function loadEmbedding(run: Run): Promise<Embedding> {
  const { embedding } = modelViews(run.plan.config);
  const vectors = viewNumbers(await readViews(run.weights, [embedding]), embedding);
  return { vectors, V: embedding.rows, C: embedding.columns };
}

/** Without bytes that spell other words: they mean nothing by themselves, and lie so far away that they would be all of the first axis. */
export function plottedEmbedding({ plan }: Run, { vectors, C }: Embedding): Embedding {
  const V = wordCount(plan.dataset.tokenizer);
  return { vectors: vectors.subarray(0, V * C), V, C };
}

/** The axes of the previous request: the next ones keep their signs and order. */
const previousAxes = new WeakMap<Run, PrincipalAxes>();

export function alignedAxes(run: Run, embedding: Embedding): PrincipalAxes {
  const axes = principalAxes(plottedEmbedding(run, embedding), previousAxes.get(run));
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
