// How far the attention of a layer reaches: how much of it goes to other tokens, and how many places back.

import type { Tensor } from '../../../workers/lab-api.ts';

export interface Reach {
  /** Share of the attention that does not stay with the token itself; of tokens that have others before them. */
  readonly away: number;
  /** Mean number of tokens it looks back. */
  readonly back: number;
}

/** Over all heads and queries but the first of a `hook_pattern` (H, T, T). */
export function reachOf({ shape: [H, T], data }: Tensor): Reach {
  let [away, back] = [0, 0];
  data.forEach((weight, i) => {
    const [query, key] = [Math.floor(i / T) % T, i % T];
    if (query === 0) return;
    if (key !== query) away += weight;
    back += weight * (query - key);
  });
  const queries = Math.max(1, H * (T - 1));
  return { away: away / queries, back: back / queries };
}
