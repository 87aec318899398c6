// The multilayer perceptron of a block with its residual connection: the activation function and the sum are epilogues of the
// products. GPU plans use it where nobody reads its neurons.

import type { Constants, Pass, Tensors } from '../../op.ts';
import { defineOp } from '../../op.ts';
import { f32 } from '../../shape.ts';
import { gelu } from '../gelu/gelu.ts';
import { withEpilogue } from '../linear/epilogue.ts';
import { backwardBiasPass, linear } from '../linear/linear.ts';
import { matmulConstants, matmulVariants } from '../linear/matmul.ts';
import { backwardResidualPass, residualVariants } from '../linear-residual/linear-residual.ts';
import { relu } from '../relu/relu.ts';
import activationWgsl from './epilogue-activation.wgsl?raw';
import activationBackwardWgsl from './epilogue-activation-backward.wgsl?raw';

const [product] = linear.forward;
const [, weightGradient] = linear.backward;

/** The passes of the activation function, for the references. */
const activation = ({ relu: isRelu }: Constants) => (isRelu ? relu : gelu);

/** pre = x W_in + b_in, post = activation(pre) */
function hidden({ x, w_in, b_in, pre, post }: Tensors, k: Constants): void {
  const { R, K, M } = k;
  product.reference({ x, weight: w_in, bias: b_in, y: pre }, { R, K, N: M, transposed: 0 });
  activation(k).forward[0].reference({ x: pre, y: post }, { N: R * M });
}

/** y = post W_out + b_out + residual */
function output({ post, w_out, b_out, residual, y }: Tensors, { R, M, N }: Constants): void {
  product.reference({ x: post, weight: w_out, bias: b_out, y }, { R, K: M, N, transposed: 0 });
  if (residual) for (let i = 0; i < y.length; i++) y[i] += residual[i];
}

/** d_pre = (d_y W_outᵀ) activation'(pre) */
function backwardPre({ w_out, d_y, pre, pre_gradient }: Tensors, k: Constants): void {
  const { R, M, N } = k;
  const d_post = new Float64Array(R * M);
  for (let r = 0; r < R; r++)
    for (let m = 0; m < M; m++)
      for (let n = 0; n < N; n++) d_post[r * M + m] += d_y[r * N + n] * w_out[m * N + n];
  pre_gradient.fill(0);
  const tensors = { x: pre, d_y: d_post as unknown as Float32Array, d_x: pre_gradient };
  activation(k).backward[0].reference(tensors, { N: R * M });
}

/** d_x = d_pre W_inᵀ */
function backwardX({ w_in, pre_gradient, d_x }: Tensors, { R, K, M }: Constants): void {
  const tensors = { weight: w_in, d_y: pre_gradient, d_x };
  linear.backward[0].reference(tensors, { R, K, N: M, transposed: 0 });
}

const hiddenPass: Pass = {
  name: 'hidden',
  reads: ['x', 'w_in', 'b_in'],
  writes: ['pre', 'post'],
  bind: { a: 'x', b: 'w_in', bias: 'b_in', c: 'post' },
  constants: ({ R, K, M, has_b_in }) => ({
    has_bias: has_b_in,
    ...matmulConstants({
      rows: R,
      columns: M,
      inner: K,
      a: { row: K, column: 1 },
      b: { row: M, column: 1 },
    }),
  }),
  variants: withEpilogue(matmulVariants, activationWgsl),
  reference: hidden,
  flops: ({ R, K, M }) => (2 * K + 10) * R * M,
};

const outputPass: Pass = {
  name: 'output',
  reads: ['post', 'w_out', 'b_out', 'residual'],
  writes: ['y'],
  bind: { a: 'post', b: 'w_out', bias: 'b_out', c: 'y' },
  constants: ({ R, M, N, has_b_out }) => ({
    has_bias: has_b_out,
    ...matmulConstants({
      rows: R,
      columns: N,
      inner: M,
      a: { row: M, column: 1 },
      b: { row: N, column: 1 },
    }),
  }),
  variants: residualVariants,
  reference: output,
  flops: ({ R, M, N }) => 2 * R * M * N,
};

const backwardPrePass: Pass = {
  name: 'backward_pre',
  reads: ['w_out', 'd_y', 'pre'],
  writes: ['pre_gradient'],
  bind: { a: 'd_y', b: 'w_out', c: 'pre_gradient' },
  constants: ({ R, M, N }) =>
    matmulConstants({
      rows: R,
      columns: M,
      inner: N,
      a: { row: N, column: 1 },
      b: { row: 1, column: N },
    }),
  variants: withEpilogue(matmulVariants, activationBackwardWgsl),
  reference: backwardPre,
  flops: ({ R, M, N }) => (2 * N + 18) * R * M,
};

const backwardXPass: Pass = {
  name: 'backward_x',
  reads: ['w_in', 'pre_gradient'],
  writes: ['d_x'],
  bind: { a: 'pre_gradient', b: 'w_in', c: 'd_x' },
  constants: ({ R, K, M }) =>
    matmulConstants({
      rows: R,
      columns: K,
      inner: M,
      a: { row: M, column: 1 },
      b: { row: 1, column: M },
    }),
  variants: matmulVariants,
  reference: backwardX,
  flops: ({ R, K, M }) => 2 * R * K * M,
};

/** The gradients of weight and bias of one of the two layers, from `input` (R, inputs) to the gradient `d` (R, outputs). */
function parameterPasses(
  layer: 'in' | 'out',
  input: string,
  d: string,
  sizes: (k: Constants) => { K: number; N: number },
): [Pass, Pass] {
  const [weight, bias] = [`d_w_${layer}`, `d_b_${layer}`];
  const constants = (k: Constants) => ({ R: k.R, ...sizes(k), transposed: 0 });
  return [
    {
      ...weightGradient,
      name: `backward_w_${layer}`,
      reads: [input, d],
      writes: [weight],
      bind: { a: input, b: d, c: weight },
      constants: (k) => weightGradient.constants?.(constants(k)) ?? {},
      wasm: undefined,
      reference: (t, k) =>
        weightGradient.reference({ x: t[input], d_y: t[d], d_weight: t[weight] }, constants(k)),
      flops: (k) => weightGradient.flops(constants(k)),
    },
    {
      ...backwardBiasPass,
      name: `backward_b_${layer}`,
      reads: [d],
      writes: [bias],
      bind: { d_y: d, d_bias: bias },
      constants,
      wasm: undefined,
      reference: (t, k) => backwardBiasPass.reference({ d_y: t[d], d_bias: t[bias] }, constants(k)),
      flops: (k) => backwardBiasPass.flops(constants(k)),
    },
  ];
}

/**
 * x (R, K), w_in (K, M), b_in (M), w_out (M, N), b_out (N), residual (R, N) → y (R, N) = activation(x W_in + b_in) W_out + b_out +
 * residual; biases and residual are optional. Attribute `relu`: the activation is ReLU, else GELU.
 */
export const mlp = defineOp({
  name: 'mlp',
  inputs: {
    x: f32('R', 'K'),
    w_in: f32('K', 'M'),
    b_in: f32('M'),
    w_out: f32('M', 'N'),
    b_out: f32('N'),
    residual: f32('R', 'N'),
  },
  optional: ['b_in', 'b_out', 'residual'],
  outputs: { y: f32('R', 'N') },
  scratch: { pre: f32('R', 'M'), post: f32('R', 'M'), pre_gradient: f32('R', 'M') },
  forward: [hiddenPass, outputPass],
  backward: [
    ...parameterPasses('out', 'post', 'd_y', ({ M, N }) => ({ K: M, N })),
    backwardPrePass,
    ...parameterPasses('in', 'x', 'pre_gradient', ({ K, M }) => ({ K, N: M })),
    backwardXPass,
    backwardResidualPass,
  ],
  cases: [
    { dims: { R: 3, K: 5, M: 9, N: 7 }, attributes: { relu: false } },
    { dims: { R: 2, K: 3, M: 65, N: 3 }, attributes: { relu: true }, without: ['b_in', 'b_out'] },
    { dims: { R: 63, K: 33, M: 64, N: 65 }, attributes: { relu: false } },
    { dims: { R: 68, K: 36, M: 68, N: 36 }, attributes: { relu: false } },
  ],
});
