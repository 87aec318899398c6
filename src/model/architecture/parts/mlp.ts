// The multilayer perceptron of a block: one hidden layer of M neurons, with or without gate.

import type { Tensor } from '../../../kernels/graph/graph.ts';
import { gelu } from '../../../kernels/ops/gelu/gelu.ts';
import { geluErf } from '../../../kernels/ops/gelu-erf/gelu-erf.ts';
import { relu } from '../../../kernels/ops/relu/relu.ts';
import { silu } from '../../../kernels/ops/silu/silu.ts';
import { swiglu } from '../../../kernels/ops/swiglu/swiglu.ts';
import type { ModelConfig } from '../config.ts';
import type { Recorder } from '../recorder.ts';
import type { BlockNames } from './weight-names.ts';

const ACTIVATIONS = { gelu, relu, 'gelu-erf': geluErf, silu } as const;

/**
 * activation(x W_in + b_in) W_out + b_out, or (silu(x W_gate) · (x W_in)) W_out with a gate: (B, T, C) → (B, T, M) → (B, T, C).
 * As in TransformerLens, `hook_pre` is the input of the activation function.
 */
export function mlp(
  recorder: Recorder,
  layer: number,
  x: Tensor,
  activation: ModelConfig['activation'],
  { gate: gateName, input, output }: BlockNames['mlp'],
): Tensor {
  const hooks = `blocks.${layer}`;
  const pre = recorder.linear(
    `${hooks}.mlp.hook_pre`,
    x,
    activation === 'swiglu' ? (gateName as string) : input,
  ); // (B, T, M)
  const sameShape = { shapes: { y: pre.shape } };
  const name = `${hooks}.mlp.hook_post`; // (B, T, M)
  if (activation !== 'swiglu') {
    const post = recorder.step(name, ACTIVATIONS[activation], { x: pre }, sameShape);
    return recorder.linear(`${hooks}.hook_mlp_out`, post, output);
  }
  const linear = recorder.linear(`${hooks}.mlp.hook_pre_linear`, x, input); // (B, T, M)
  const post = recorder.step(name, swiglu, { gate: pre, x: linear }, sameShape);
  return recorder.linear(`${hooks}.hook_mlp_out`, post, output);
}
