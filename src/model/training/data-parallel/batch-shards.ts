// Splits a batch into shards of equal size and reduces their gradients.

import type { Batch } from '../../data/dataset.ts';
import type { TrainingBatch } from '../next-token-task.ts';

/** With more shards, copying the weights to every thread costs more than the smaller shards save. */
const MAX_SHARDS = 4;

/** Number of equal shards of a batch of B rows for `threads` threads. */
export function shardCountFor(B: number, threads: number): number {
  for (let shards = Math.min(MAX_SHARDS, threads); shards > 1; shards--) if (B % shards === 0) return shards;
  return 1;
}

/** The rows of a batch in order, in shards of equal size. */
export function splitBatch({ tokens, targets, dropout }: TrainingBatch, shards: number): TrainingBatch[] {
  const length = tokens.length / shards;
  return Array.from({ length: shards }, (_, i) => ({
    tokens: tokens.slice(i * length, (i + 1) * length),
    targets: targets.slice(i * length, (i + 1) * length),
    ...(dropout && { dropout: { ...dropout, shard: i } }),
  }));
}

/** Weight of each shard in the mean over the batch: its share of the targets that are not ignored. */
export function shardWeights(shards: readonly Batch[]): number[] {
  const counts = shards.map(({ targets }) => targets.reduce((sum, target) => sum + Number(target >= 0), 0));
  const total = counts.reduce((sum, count) => sum + count);
  return counts.map((count) => count / Math.max(total, 1));
}

/** Mean loss of a shard and its flat gradient. */
export interface ShardResult {
  readonly loss: number;
  readonly gradients: Float32Array<ArrayBuffer>;
}

/**
 * `sum`, if there is one, and the weighted shards in their order, which fixes the rounding. Accumulates in place into the
 * gradients of `sum` or of the first shard.
 */
export function reduceGradients(
  results: readonly ShardResult[],
  weights: readonly number[],
  sum?: ShardResult,
): ShardResult {
  return results.reduce<ShardResult | undefined>((previous, { loss, gradients }, i) => {
    const weight = weights[i];
    const total = previous?.gradients ?? gradients;
    if (previous) for (let j = 0; j < total.length; j++) total[j] += weight * gradients[j];
    else for (let j = 0; j < total.length; j++) total[j] *= weight;
    return { loss: (previous?.loss ?? 0) + weight * loss, gradients: total };
  }, sum) as ShardResult;
}

/** Key of the shard count among the kernel variants that a model file stores. */
const SHARDS_KEY = 'batch';

export function recordShardCount(
  variants: Readonly<Record<string, string>>,
  shards: number,
): Record<string, string> {
  return shards > 1 ? { ...variants, [SHARDS_KEY]: `${shards} shares` } : variants;
}

/** The stored shard count; undefined if there is none, or if it does not divide B. */
export function recordedShardCount(
  variants: Readonly<Record<string, string>> | undefined,
  B: number,
): number | undefined {
  const shards = Number.parseInt(variants?.[SHARDS_KEY] ?? '', 10);
  return shards > 1 && B % shards === 0 ? shards : undefined;
}
