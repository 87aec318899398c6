// How far the attention of a layer reaches: how much of it goes to other tokens, and how many places back.

import type { Tensor } from '../../../workers/rpc/api/lab-api.ts';

export interface AttentionDistance {
  /** Share of the attention that does not stay with the token itself; of tokens that have others before them. */
  readonly offDiagonal: number;
  /** Mean number of tokens it looks back. */
  readonly meanDistance: number;
}

/** Over all heads and queries but the first of a `hook_pattern` (H, T, T). */
export function attentionDistance({ shape: [H, T], data }: Tensor): AttentionDistance {
  let [offDiagonal, meanDistance] = [0, 0];
  data.forEach((weight, i) => {
    const [query, key] = [Math.floor(i / T) % T, i % T];
    if (query === 0) return;
    if (key !== query) offDiagonal += weight;
    meanDistance += weight * (query - key);
  });
  const queries = Math.max(1, H * (T - 1));
  return { offDiagonal: offDiagonal / queries, meanDistance: meanDistance / queries };
}
