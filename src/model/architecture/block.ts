// One block of the transformer: attention, then an MLP, each adding to the residual stream.

import type { Tensor } from '../../kernels/graph/graph.ts';
import { attention } from './attention.ts';
import type { ModelConfig } from './config.ts';
import { mlp } from './mlp.ts';
import type { Recorder } from './recorder.ts';

/** What the heads of a layer add to the stream: (B, T, C) → (B, T, C). */
export type AttentionFn = (m: Recorder, layer: number, x: Tensor, H: number) => Tensor;

/** x + attend(norm(x)), then x + mlp(norm(x)); (B, T, C) → (B, T, C). */
export function block(
  m: Recorder,
  layer: number,
  x: Tensor,
  { H, mlpWidth, activation }: ModelConfig,
  attentionFn: AttentionFn = attention,
): Tensor {
  const at = `blocks.${layer}`;
  const weights = `transformer.h.${layer}`;
  const norm = (which: 1 | 2, x: Tensor) => m.layerNorm(`${at}.ln${which}`, x, `${weights}.ln_${which}`);

  x = m.add(`${at}.hook_resid_mid`, x, attentionFn(m, layer, norm(1, x), H));
  if (mlpWidth === 0) return m.hook(`${at}.hook_resid_post`, x);
  return m.add(`${at}.hook_resid_post`, x, mlp(m, layer, norm(2, x), activation));
}
