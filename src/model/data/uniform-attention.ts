// The baseline of attention measures.

import type { AttentionProbe } from './dataset.ts';

/** Mean attention over all pairs for uniform attention over the visible positions. */
export function uniformAttention(probes: readonly AttentionProbe[]): number {
  const shares = probes.flatMap(({ pairs }) => pairs.map(({ query }) => 1 / (query + 1)));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
