// The multilayer perceptron of a block: every neuron asks a question of the stream and adds its answer (chapter 7).

import type { Tensor } from '../../kernels/graph/graph.ts';
import { gelu } from '../../kernels/ops/gelu/gelu.ts';
import { relu } from '../../kernels/ops/relu/relu.ts';
import type { ModelConfig } from './config.ts';
import type { Recorder } from './recorder.ts';

const ACTIVATIONS = { gelu, relu } as const;

/** (B, T, C) → (B, T, C) through `mlpWidth` neurons. */
export function mlp(m: Recorder, layer: number, x: Tensor, activation: ModelConfig['activation']): Tensor {
  const at = `blocks.${layer}`;
  const pre = m.linear(`${at}.mlp.hook_pre`, x, `transformer.h.${layer}.mlp.c_fc`); // (B, T, M)
  const shaped = { shapes: { y: pre.shape } };
  const post = m.step(`${at}.mlp.hook_post`, ACTIVATIONS[activation], { x: pre }, shaped); // (B, T, M)
  return m.linear(`${at}.hook_mlp_out`, post, `transformer.h.${layer}.mlp.c_proj`);
}
