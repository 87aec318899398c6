// A batch in shares of equal rows: each may be computed by a thread of its own, and all together are the batch again.

import type { Batch } from '../data/dataset.ts';

/** More would pay little: the steps of a network of this size are over in milliseconds, and weights go to every thread. */
const MOST_SHARES = 4;

/** Into how many equal shares a batch of B rows is cut for so many threads. */
export function sharesFor(B: number, threads: number): number {
  for (let shares = Math.min(MOST_SHARES, threads); shares > 1; shares--) if (B % shares === 0) return shares;
  return 1;
}

/** The rows of a batch, in order, in shares of equal size. */
export function cutBatch({ tokens, targets }: Batch, shares: number): Batch[] {
  const length = tokens.length / shares;
  return Array.from({ length: shares }, (_, i) => ({
    tokens: tokens.slice(i * length, (i + 1) * length),
    targets: targets.slice(i * length, (i + 1) * length),
  }));
}

/** What each share counts in the batch's mean, which is over targets: those that are ignored, the negative ones, do not count. */
export function weightsOf(shares: readonly Batch[]): number[] {
  const counts = shares.map(({ targets }) => targets.reduce((sum, target) => sum + Number(target >= 0), 0));
  const all = counts.reduce((sum, count) => sum + count);
  return counts.map((count) => count / Math.max(all, 1));
}

/** A share's mean loss, and the gradient of that mean, flat. */
export interface ShareResult {
  readonly loss: number;
  readonly gradients: Float32Array<ArrayBuffer>;
}

/** The whole batch's from its shares', added up in their order; the first share's gradients become the sum. */
export function combine(results: readonly ShareResult[], weights: readonly number[]): ShareResult {
  const [{ gradients }, ...others] = results;
  for (let i = 0; i < gradients.length; i++) gradients[i] *= weights[0];
  others.forEach((other, share) => {
    const weight = weights[share + 1];
    for (let i = 0; i < gradients.length; i++) gradients[i] += weight * other.gradients[i];
  });
  return { loss: results.reduce((sum, { loss }, share) => sum + weights[share] * loss, 0), gradients };
}

/** How records of a run say into how many shares its batches were cut, among the kernels' variants. */
const RECORDED = 'batch';

export function recordShares(
  variants: Readonly<Record<string, string>>,
  shares: number,
): Record<string, string> {
  return shares > 1 ? { ...variants, [RECORDED]: `${shares} shares` } : variants;
}

/** What was recorded of a run that cut batches of B; undefined if nothing, or nothing that divides them. */
export function recordedShares(
  variants: Readonly<Record<string, string>> | undefined,
  B: number,
): number | undefined {
  const shares = Number.parseInt(variants?.[RECORDED] ?? '', 10);
  return shares > 1 && B % shares === 0 ? shares : undefined;
}
