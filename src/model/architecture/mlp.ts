// The multilayer perceptron of a block: one hidden layer of M neurons.

import type { Tensor } from '../../kernels/graph/graph.ts';
import { gelu } from '../../kernels/ops/gelu/gelu.ts';
import { relu } from '../../kernels/ops/relu/relu.ts';
import type { ModelConfig } from './config.ts';
import type { Recorder } from './recorder.ts';

const ACTIVATIONS = { gelu, relu } as const;

/** Names of the weights, without `.weight` and `.bias`. */
export interface MlpWeights {
  readonly input: string;
  readonly output: string;
}

/** activation(x W_in + b_in) W_out + b_out: (B, T, C) → (B, T, M) → (B, T, C). */
export function mlp(
  recorder: Recorder,
  layer: number,
  x: Tensor,
  activation: ModelConfig['activation'],
  weights: MlpWeights,
): Tensor {
  const hooks = `blocks.${layer}`;
  const pre = recorder.linear(`${hooks}.mlp.hook_pre`, x, weights.input); // (B, T, M)
  const sameShape = { shapes: { y: pre.shape } };
  const post = recorder.step(`${hooks}.mlp.hook_post`, ACTIVATIONS[activation], { x: pre }, sameShape); // (B, T, M)
  return recorder.linear(`${hooks}.hook_mlp_out`, post, weights.output);
}
