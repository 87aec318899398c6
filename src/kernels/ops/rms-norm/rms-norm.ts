// Root mean square normalization over the last axis: layer normalization without centring and without bias. The forward pass
// keeps `scale` and `xhat` for the backward passes. The gradient of the gain is a sum over all rows, computed in two passes:
// partial sums, then their sum.

import type { Constants, Pass, Tensors } from '../../op.ts';
import { defineOp, splitElements, splitRows, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import { backwardBiasPass } from '../linear/linear.ts';
import { withSubgroups } from '../subgroup-reductions.ts';
import backwardPartsWgsl from './rms-norm-backward-parts.wgsl?raw';
import backwardXWgsl from './rms-norm-backward-x-scalar.wgsl?raw';
import backwardXVec4Wgsl from './rms-norm-backward-x-vec4.wgsl?raw';
import backwardXWorkgroupWgsl from './rms-norm-backward-x-workgroup.wgsl?raw';
import forwardWgsl from './rms-norm-forward-scalar.wgsl?raw';
import forwardVec4Wgsl from './rms-norm-forward-vec4.wgsl?raw';
import forwardWorkgroupWgsl from './rms-norm-forward-workgroup.wgsl?raw';

/** Rows per partial sum of d_gain. */
const ROWS_PER_PART = 32;

/** One row per thread, or per workgroup on hardware, where reads are then coalesced. */
const rowVariants = (vec4: string, scalar: string, workgroup: string): Pass['variants'] => [
  {
    name: 'row-per-thread-vec4',
    wgsl: vec4,
    workgroups: ({ R }) => workgroupCount(R, 16),
    supports: ({ C }) => C % 4 === 0,
  },
  { name: 'row-per-thread', wgsl: scalar, workgroups: ({ R }) => workgroupCount(R, 64) },
  ...withSubgroups({
    name: 'row-per-workgroup',
    wgsl: workgroup,
    workgroups: ({ R }) => workgroupCount(R, 1),
    preferredOn: 'hardware',
  }),
];

/** Per row: scale = √(mean(x²) + epsilon), xhat = x / scale, y = xhat · gain */
function forward({ x, gain, y, scale, xhat }: Tensors, { R, C, epsilon }: Constants): void {
  for (let r = 0; r < R; r++) {
    const row = r * C;
    let meanSquare = 0;
    for (let c = 0; c < C; c++) meanSquare += x[row + c] ** 2 / C;
    const rootMeanSquare = Math.sqrt(meanSquare + epsilon);
    scale[r] = rootMeanSquare;
    for (let c = 0; c < C; c++) {
      const normalized = x[row + c] / rootMeanSquare;
      xhat[row + c] = normalized;
      y[row + c] = normalized * gain[c];
    }
  }
}

/** d_x = (d_xhat − xhat · mean(d_xhat · xhat)) / scale with d_xhat = d_y · gain; the mean is the gradient through the scale. */
function backwardX({ gain, scale, xhat, d_y, before_d_x, d_x }: Tensors, { R, C }: Constants): void {
  for (let r = 0; r < R; r++) {
    const row = r * C;
    let projection = 0;
    for (let c = 0; c < C; c++) projection += (d_y[row + c] * gain[c] * xhat[row + c]) / C;
    for (let c = 0; c < C; c++)
      d_x[row + c] +=
        (before_d_x?.[row + c] ?? 0) + (d_y[row + c] * gain[c] - xhat[row + c] * projection) / scale[r];
  }
}

/** gain_parts[p] = Σ d_y · xhat over the rows of part p */
function backwardParts({ xhat, d_y, gain_parts }: Tensors, k: Constants): void {
  const { R, C, parts, rows_per_part } = k;
  for (let p = 0; p < parts; p++) {
    const end = Math.min(R, (p + 1) * rows_per_part);
    for (let c = 0; c < C; c++) {
      let sum = 0;
      for (let r = p * rows_per_part; r < end; r++) sum += d_y[r * C + c] * xhat[r * C + c];
      gain_parts[p * C + c] = sum;
    }
  }
}

/** d_gain = Σ_p gain_parts[p], a sum of rows like the gradient of a bias. */
const backwardSumPass: Pass = {
  ...backwardBiasPass,
  name: 'backward_sum',
  reads: ['gain_parts'],
  writes: ['d_gain'],
  bind: { d_y: 'gain_parts', d_bias: 'd_gain' },
  constants: ({ parts, C }) => ({ R: parts, N: C }),
  wasm: { export: 'linear_backward_bias', args: ['gain_parts', 'd_gain', 'R', 'N'], split: splitElements },
  reference: ({ gain_parts, d_gain }, k) =>
    backwardBiasPass.reference({ d_y: gain_parts, d_bias: d_gain }, k),
};

/**
 * x (R, C), gain (C) → y (R, C), scale (R, 1), xhat (R, C). Attribute `epsilon`. With x (B, T, H, D) and gain (D) it normalizes
 * each head, as QK-norm does. Zhang & Sennrich 2019, "Root mean square layer normalization".
 */
export const rmsNorm = defineOp({
  name: 'rms-norm',
  inputs: { x: f32('R', 'C'), gain: f32('C') },
  outputs: { y: f32('R', 'C'), scale: f32('R', 1), xhat: f32('R', 'C') },
  scratch: { gain_parts: f32('parts', 'C') },
  derive: ({ R }) => ({ rows_per_part: ROWS_PER_PART, parts: Math.ceil(R / ROWS_PER_PART) }),
  forward: [
    {
      name: 'forward',
      reads: ['x', 'gain'],
      writes: ['y', 'scale', 'xhat'],
      variants: rowVariants(forwardVec4Wgsl, forwardWgsl, forwardWorkgroupWgsl),
      wasm: {
        export: 'rms_norm_forward',
        args: ['x', 'gain', 'y', 'scale', 'xhat', 'C', 'epsilon'],
        split: splitRows,
      },
      reference: forward,
      flops: ({ R, C }) => 4 * R * C,
    },
  ],
  backward: [
    {
      name: 'backward_x',
      reads: ['gain', 'scale', 'xhat', 'd_y', 'before_d_x'],
      writes: ['d_x'],
      variants: rowVariants(backwardXVec4Wgsl, backwardXWgsl, backwardXWorkgroupWgsl),
      wasm: {
        export: 'rms_norm_backward_x',
        args: ['gain', 'scale', 'xhat', 'd_y', 'before_d_x', 'd_x', 'C', 'accumulate_d_x'],
        split: splitRows,
      },
      reference: backwardX,
      flops: ({ R, C }) => 7 * R * C,
    },
    {
      name: 'backward_parts',
      reads: ['xhat', 'd_y'],
      writes: ['gain_parts'],
      batch: ['xhat', 'd_y', 'gain_parts'],
      variants: [
        {
          name: 'part-column-per-thread',
          wgsl: backwardPartsWgsl,
          workgroups: ({ parts, C }) => workgroupCount(parts * C, 64),
        },
      ],
      wasm: {
        export: 'rms_norm_backward_parts',
        args: ['xhat', 'd_y', 'gain_parts', 'R', 'C', 'rows_per_part'],
        split: { items: ({ parts }) => parts },
      },
      reference: backwardParts,
      flops: ({ R, C }) => 2 * R * C,
    },
    backwardSumPass,
  ],
  cases: [
    { dims: { R: 1, C: 1 }, attributes: { epsilon: 0.5 } }, // with a small epsilon the gradient of a single entry cancels
    { dims: { R: 3, C: 63 }, attributes: { epsilon: 1e-6 } },
    { dims: { R: 65, C: 64 }, attributes: { epsilon: 1e-5 } },
    { dims: { R: 64, C: 65 }, attributes: { epsilon: 1e-5 } },
    { dims: { R: 130, C: 7 }, attributes: { epsilon: 1e-2 } },
    { dims: { R: 67, C: 68 }, attributes: { epsilon: 1e-5 } },
  ],
});
