// Muon: momentum, orthogonalized by a Newton–Schulz iteration. Updates one matrix.

import { invariant } from '../../errors.ts';
import type { Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32, scalars } from '../../shape.ts';
import momentumWgsl from './muon-momentum.wgsl?raw';
import normalizeWgsl from './muon-normalize.wgsl?raw';
import updateWgsl from './muon-update.wgsl?raw';
import { newtonSchulzPasses } from './newton-schulz.ts';

/** Index of an entry of the matrix in x, which holds the blocks of columns one after another. */
function indexInBlocks(row: number, column: number, { K, width }: Constants): number {
  return Math.floor(column / width) * K * width + row * width + (column % width);
}

/** With g = gradient · factor: momentum ← μ momentum + (1 − μ) g, x0 = μ momentum + (1 − μ) g (Nesterov). */
function updateMomentum(t: Tensors, k: Constants): void {
  const { momentum, gradient, x0, column_squares } = t;
  const { K, N } = k;
  if (t.factor[0] === 0) return;
  const mu = t.step[1];
  for (let column = 0; column < N; column++) {
    let squares = 0;
    for (let row = 0; row < K; row++) {
      const i = row * N + column;
      const g = gradient[i] * t.factor[0];
      const mean = mu * momentum[i] + (1 - mu) * g;
      const update = mu * mean + (1 - mu) * g;
      momentum[i] = mean;
      x0[indexInBlocks(row, column, k)] = update;
      squares += update ** 2;
    }
    column_squares[column] = squares;
  }
}

/** Each block of x0 divided by its Frobenius norm + 1e-7, which bounds its singular values by 1. */
function normalize({ column_squares, x0 }: Tensors, k: Constants): void {
  const { K, N, width } = k;
  for (let first = 0; first < N; first += width) {
    let squares = 0;
    for (let column = first; column < first + width; column++) squares += column_squares[column];
    const norm = Math.sqrt(squares) + 1e-7;
    for (let i = first * K; i < (first + width) * K; i++) x0[i] /= norm;
  }
}

/** w ← w (1 − lr · weight_decay) − lr · scale · x1 */
function updateWeight({ x1, factor, step, weight }: Tensors, k: Constants): void {
  const { K, N, scale } = k;
  if (factor[0] === 0) return;
  const [learningRate, , weightDecay] = step;
  for (let row = 0; row < K; row++) {
    for (let column = 0; column < N; column++) {
      const i = row * N + column;
      const change = learningRate * scale * x1[indexInBlocks(row, column, k)];
      weight[i] = weight[i] * (1 - learningRate * weightDecay) - change;
    }
  }
}

const matrixSizes = ['K', 'N', 'width'];

/**
 * Updates weight and momentum (K, N) in place from gradient (K, N), factor (1) of `clipGradients`, and `step`. Attributes:
 * `blocks`, the number of matrices side by side in the columns, each orthogonalized by itself: 3 for a fused projection of
 * queries, keys and values, else 1; `scale` of the update, usually √max(1, outputs / inputs). Factor 0 skips the update. Jordan
 * 2024, "Muon: an optimizer for hidden layers in neural networks".
 */
export const muon = defineOp({
  name: 'muon',
  inputs: {
    weight: f32('K', 'N'),
    gradient: f32('K', 'N'),
    momentum: f32('K', 'N'),
    factor: f32(1),
    step: scalars('learning_rate', 'momentum', 'weight_decay'),
  },
  outputs: {},
  scratch: {
    x0: f32('blocks', 'K', 'width'),
    x1: f32('blocks', 'K', 'width'),
    column_squares: f32('N'),
    gram: f32('blocks', 'short', 'short'),
    polynomial: f32('blocks', 'short', 'short'),
  },
  derive: ({ K, N, blocks }) => {
    const width = Math.floor(N / blocks);
    return { width, short: Math.min(K, width) };
  },
  check: ({ N, blocks }) =>
    invariant(N % blocks === 0, 'muon', `${N} columns cannot be split into ${blocks} equal blocks`),
  forward: [
    {
      name: 'momentum',
      reads: ['gradient', 'factor', 'step'],
      writes: ['momentum', 'x0', 'column_squares'],
      variants: [
        { name: 'column-per-thread', wgsl: momentumWgsl, workgroups: ({ N }) => workgroupCount(N, 64) },
      ],
      wasm: {
        export: 'muon_momentum',
        args: ['gradient', 'factor', 'step', 'momentum', 'x0', 'column_squares', ...matrixSizes],
      },
      reference: updateMomentum,
      flops: ({ K, N }) => 9 * K * N,
    },
    {
      name: 'normalize',
      reads: ['column_squares'],
      writes: ['x0'],
      variants: [
        { name: 'column-per-thread', wgsl: normalizeWgsl, workgroups: ({ N }) => workgroupCount(N, 64) },
      ],
      wasm: { export: 'muon_normalize', args: ['column_squares', 'x0', ...matrixSizes] },
      reference: normalize,
      flops: ({ K, N, width }) => (K + width) * N,
    },
    ...newtonSchulzPasses,
    {
      name: 'update',
      reads: ['x1', 'factor', 'step'],
      writes: ['weight'],
      variants: [
        { name: 'column-per-thread', wgsl: updateWgsl, workgroups: ({ N }) => workgroupCount(N, 64) },
      ],
      wasm: { export: 'muon_update', args: ['x1', 'factor', 'step', 'weight', ...matrixSizes, 'scale'] },
      reference: updateWeight,
      flops: ({ K, N }) => 3 * K * N,
    },
  ],
  backward: 'none',
  // A learning rate of 1, so that errors of the update are not hidden by the weights.
  caseInputs: (_, random) => ({ factor: Float32Array.of(random()), step: Float32Array.of(1, 0.95, 0.1) }),
  cases: [
    { dims: { K: 1, N: 1 }, attributes: { blocks: 1, scale: 1 } },
    { dims: { K: 5, N: 21 }, attributes: { blocks: 3, scale: 1 } },
    { dims: { K: 64, N: 63 }, attributes: { blocks: 1, scale: 0.5 } },
    { dims: { K: 33, N: 99 }, attributes: { blocks: 3, scale: 1 } },
    { dims: { K: 68, N: 36 }, attributes: { blocks: 1, scale: 1 } },
    { dims: { K: 17, N: 65 }, attributes: { blocks: 1, scale: 2 } },
    { dims: { K: 35, N: 64 }, attributes: { blocks: 2, scale: 1.5 } },
  ],
});
