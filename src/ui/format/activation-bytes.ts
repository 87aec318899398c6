// Memory of a run of the model beside its weights, said before a long computation starts.

import type { ModelConfig } from '../../workers/rpc/api/lab-api.ts';

/** Bytes of all activations at `positions` positions of rows of T, without gradients; an upper estimate. */
export function activationBytes({ L, H, C, V, mlpWidth }: ModelConfig, T: number, positions: number): number {
  return 4 * positions * (3 * V + L * (13 * C + 3 * mlpWidth + 3 * H * T));
}
