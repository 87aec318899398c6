// One block of a pre-norm transformer: attention, then an MLP, each added to the residual stream.

import type { Tensor } from '../../kernels/graph/graph.ts';
import type { AttentionFn, AttentionWeights } from './attention.ts';
import type { ModelConfig } from './config.ts';
import { type MlpWeights, mlp } from './mlp.ts';
import type { Recorder } from './recorder.ts';

/** Names of a block's weights, without `.weight` and `.bias`. */
export interface BlockWeights {
  /** Before the attention and before the MLP. */
  readonly norms: readonly [string, string];
  readonly attention: AttentionWeights;
  readonly mlp: MlpWeights;
}

/** x + attention(ln1(x)), then x + mlp(ln2(x)): (B, T, C) → (B, T, C). */
export function block(
  recorder: Recorder,
  layer: number,
  x: Tensor,
  { H, mlpWidth, activation }: ModelConfig,
  weights: BlockWeights,
  attention: AttentionFn,
): Tensor {
  const hooks = `blocks.${layer}`;
  const ln1 = (x: Tensor) => recorder.layerNorm(`${hooks}.ln1`, x, weights.norms[0]);
  const ln2 = (x: Tensor) => recorder.layerNorm(`${hooks}.ln2`, x, weights.norms[1]);

  x = recorder.add(`${hooks}.hook_resid_mid`, x, attention(recorder, layer, ln1(x), H, weights.attention));
  if (mlpWidth === 0) return recorder.hook(`${hooks}.hook_resid_post`, x);
  return recorder.add(`${hooks}.hook_resid_post`, x, mlp(recorder, layer, ln2(x), activation, weights.mlp));
}
