// The head and query with the clearest attention for a prompt: what a model shows that has no head for a role.

import type { Tensor } from '../../../rpc/api/lab-api.ts';

/** 0-based. */
interface SalientHead {
  readonly layer: number;
  readonly head: number;
  readonly token: number;
}

/**
 * The head and query with the largest weight on one other token. A weight compares a score with the others of its column alone,
 * as softmax does: scores that are all negative may be as clear as any. The first token is excluded, since it is an attention sink.
 *
 * @param patterns `hook_pattern` [H, T, T] of each layer
 */
export function findSalientHead(patterns: readonly Tensor[]): SalientHead | undefined {
  let best: (SalientHead & { readonly weight: number }) | undefined;
  for (const [layer, { data, shape }] of patterns.entries()) {
    const [H, T] = shape;
    for (let head = 0; head < H; head++)
      for (let token = 2; token < T; token++)
        for (let key = 1; key < token; key++) {
          const weight = data[(head * T + token) * T + key];
          if (weight > (best?.weight ?? 0)) best = { layer, head, token, weight };
        }
  }
  return best && { layer: best.layer, head: best.head, token: best.token };
}
