// A linear layer added to the residual stream: the product and the sum in one pass. GPU plans use it for the output of attention.

import type { Pass } from '../../op.ts';
import { defineOp } from '../../op.ts';
import { f32 } from '../../shape.ts';
import { add } from '../add/add.ts';
import { withEpilogue } from '../linear/epilogue.ts';
import epilogue from '../linear/epilogue-residual.wgsl?raw';
import { forwardPass, linear } from '../linear/linear.ts';
import { matmulVariants } from '../linear/matmul.ts';

/** Product kernels that add `residual`. */
export const residualVariants = withEpilogue(matmulVariants, epilogue);

/** d_residual = d_y */
export const backwardResidualPass: Pass = {
  ...add.backward[0],
  name: 'backward_residual',
  writes: ['d_residual'],
  bind: { d_term: 'd_residual' },
  constants: ({ R, N }) => ({ size: R * N, repeats: 1 }),
  wasm: undefined,
  reference: ({ d_y, d_residual }, { R, N }) =>
    add.backward[0].reference({ d_y, d_a: d_residual }, { N: R * N }),
};

/** x (R, K), weight (K, N), bias (N), residual (R, N), both optional → y (R, N) = x W + b + residual. */
export const linearResidual = defineOp({
  name: 'linear-residual',
  inputs: { x: f32('R', 'K'), weight: f32('K', 'N'), bias: f32('N'), residual: f32('R', 'N') },
  optional: ['bias', 'residual'],
  outputs: { y: f32('R', 'N') },
  derive: () => ({ transposed: 0 }),
  forward: [
    {
      ...forwardPass,
      reads: ['x', 'weight', 'bias', 'residual'],
      variants: residualVariants,
      wasm: undefined,
      reference: (t, k) => {
        forwardPass.reference(t, k);
        if (t.residual) for (let i = 0; i < t.y.length; i++) t.y[i] += t.residual[i];
      },
    },
  ],
  backward: [...linear.backward, backwardResidualPass],
  cases: [
    { dims: { R: 3, K: 5, N: 7 }, without: ['bias'] },
    { dims: { R: 63, K: 64, N: 65 } },
    { dims: { R: 68, K: 68, N: 36 } },
  ],
});
