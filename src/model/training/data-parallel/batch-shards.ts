// A batch in shares of equal rows: each may be computed by a thread of its own, and all together are the batch again.

import type { Batch } from '../../data/dataset.ts';

/** More would pay little: the steps of a network of this size are over in milliseconds, and weights go to every thread. */
const MAX_SHARDS = 4;

/** Into how many equal shares a batch of B rows is cut for so many threads. */
export function shardCountFor(B: number, threads: number): number {
  for (let shards = Math.min(MAX_SHARDS, threads); shards > 1; shards--) if (B % shards === 0) return shards;
  return 1;
}

/** The rows of a batch, in order, in shares of equal size. */
export function splitBatch({ tokens, targets }: Batch, shards: number): Batch[] {
  const length = tokens.length / shards;
  return Array.from({ length: shards }, (_, i) => ({
    tokens: tokens.slice(i * length, (i + 1) * length),
    targets: targets.slice(i * length, (i + 1) * length),
  }));
}

/** What each share counts in the batch's mean, which is over targets: those that are ignored, the negative ones, do not count. */
export function shardWeights(shards: readonly Batch[]): number[] {
  const counts = shards.map(({ targets }) => targets.reduce((sum, target) => sum + Number(target >= 0), 0));
  const all = counts.reduce((sum, count) => sum + count);
  return counts.map((count) => count / Math.max(all, 1));
}

/** A share's mean loss, and the gradient of that mean, flat. */
export interface ShardResult {
  readonly loss: number;
  readonly gradients: Float32Array<ArrayBuffer>;
}

/** The whole batch's from its shares', added up in their order; the first share's gradients become the sum. */
export function reduceGradients(results: readonly ShardResult[], weights: readonly number[]): ShardResult {
  const [{ gradients }, ...others] = results;
  for (let i = 0; i < gradients.length; i++) gradients[i] *= weights[0];
  others.forEach((other, share) => {
    const weight = weights[share + 1];
    for (let i = 0; i < gradients.length; i++) gradients[i] += weight * other.gradients[i];
  });
  return { loss: results.reduce((sum, { loss }, share) => sum + weights[share] * loss, 0), gradients };
}

/** How records of a run say into how many shares its batches were cut, among the kernels' variants. */
const SHARDS_KEY = 'batch';

export function recordShardCount(
  variants: Readonly<Record<string, string>>,
  shards: number,
): Record<string, string> {
  return shards > 1 ? { ...variants, [SHARDS_KEY]: `${shards} shares` } : variants;
}

/** What was recorded of a run that cut batches of B; undefined if nothing, or nothing that divides them. */
export function recordedShardCount(
  variants: Readonly<Record<string, string>> | undefined,
  B: number,
): number | undefined {
  const shards = Number.parseInt(variants?.[SHARDS_KEY] ?? '', 10);
  return shards > 1 && B % shards === 0 ? shards : undefined;
}
