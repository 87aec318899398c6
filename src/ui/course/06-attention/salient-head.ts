// Where a prompt's attention is clearest: what the stage points at until the visitor does.

import type { Tensor } from '../../../workers/rpc/api/lab-api.ts';

/** Counted from 0. */
export interface SalientHead {
  readonly layer: number;
  readonly head: number;
  readonly token: number;
}

/** Softmax sees differences only, so a weight near 1 may come of a score far below 0; the video tells of large ones. */
const LARGE_SCORE = 1;

/**
 * The query that gives most of its attention to one other token, and its head; where there are any, one whose score is
 * large. The first token does not count: heads that have nothing to say look there.
 *
 * @param patterns a `hook_pattern` [H, T, T] for each layer
 * @param scores a `hook_attn_scores` of the same shape for each layer
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
