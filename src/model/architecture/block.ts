// One block of a pre-norm transformer: attention, then an MLP, each added to the residual stream.

import type { Tensor } from '../../kernels/graph/graph.ts';
import { attention } from './attention.ts';
import type { ModelConfig } from './config.ts';
import { mlp } from './mlp.ts';
import type { Recorder } from './recorder.ts';

/** The attention layer of a block without the residual connection: (B, T, C) → (B, T, C). */
export type AttentionFn = (recorder: Recorder, layer: number, x: Tensor, H: number) => Tensor;

/** x + attention(ln1(x)), then x + mlp(ln2(x)): (B, T, C) → (B, T, C). */
export function block(
  recorder: Recorder,
  layer: number,
  x: Tensor,
  { H, mlpWidth, activation }: ModelConfig,
  attentionFn: AttentionFn = attention,
): Tensor {
  const hooks = `blocks.${layer}`;
  const weights = `transformer.h.${layer}`;
  const ln1 = (x: Tensor) => recorder.layerNorm(`${hooks}.ln1`, x, `${weights}.ln_1`);
  const ln2 = (x: Tensor) => recorder.layerNorm(`${hooks}.ln2`, x, `${weights}.ln_2`);

  x = recorder.add(`${hooks}.hook_resid_mid`, x, attentionFn(recorder, layer, ln1(x), H));
  if (mlpWidth === 0) return recorder.hook(`${hooks}.hook_resid_post`, x);
  return recorder.add(`${hooks}.hook_resid_post`, x, mlp(recorder, layer, ln2(x), activation));
}
