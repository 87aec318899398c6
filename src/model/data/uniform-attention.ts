// What a head that looks nowhere in particular would score.

import type { AttentionProbe } from './dataset.ts';

/** Mean attention over all pairs if every query spread its attention evenly over what it can see. */
export function uniformAttention(probes: readonly AttentionProbe[]): number {
  const shares = probes.flatMap(({ pairs }) => pairs.map(({ query }) => 1 / (query + 1)));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
