// The head and query with the clearest attention for a prompt, selected by default.

import type { Tensor } from '../../../workers/rpc/api/lab-api.ts';

/** 0-based. */
export interface SalientHead {
  readonly layer: number;
  readonly head: number;
  readonly token: number;
}

/** Softmax depends on differences only, so a large weight can have a score far below 0; the video shows large scores. */
const LARGE_SCORE = 1;

/**
 * The head and query with the largest weight on one other token, preferably with a large score. The first token is
 * excluded, since it is an attention sink.
 *
 * @param patterns `hook_pattern` [H, T, T] of each layer
 * @param scores `hook_attn_scores` of the same shape of each layer
 */
export function findSalientHead(
  patterns: readonly Tensor[],
  scores: readonly Tensor[],
): SalientHead | undefined {
  let best: (SalientHead & { readonly weight: number; readonly large: boolean }) | undefined;
  for (const [layer, { data, shape }] of patterns.entries()) {
    const [H, T] = shape;
    for (let head = 0; head < H; head++)
      for (let token = 2; token < T; token++)
        for (let key = 1; key < token; key++) {
          const at = (head * T + token) * T + key;
          const [weight, isLarge] = [data[at], scores[layer].data[at] >= LARGE_SCORE];
          const isBetter = best?.large === isLarge ? weight > best.weight : isLarge || !best;
          if (isBetter) best = { layer, head, token, weight, large: isLarge };
        }
  }
  return best && { layer: best.layer, head: best.head, token: best.token };
}
