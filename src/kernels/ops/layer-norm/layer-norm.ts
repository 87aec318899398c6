// Layer normalization over the last axis. The forward pass keeps `scale` and `xhat`, so that the backward passes need neither x
// nor its mean. Gradients of gain and bias are sums over all rows, computed in two passes: partial sums, then their sum.

import type { Constants, Pass, Tensors } from '../../op.ts';
import { defineOp, splitElements, splitRows, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import { backwardBiasPass } from '../linear/linear.ts';
import { withSubgroups } from '../subgroup-reductions.ts';
import backwardPartsWgsl from './layer-norm-backward-parts-scalar.wgsl?raw';
import backwardPartsVec4Wgsl from './layer-norm-backward-parts-vec4.wgsl?raw';
import backwardXWgsl from './layer-norm-backward-x-scalar.wgsl?raw';
import backwardXVec4Wgsl from './layer-norm-backward-x-vec4.wgsl?raw';
import backwardXWorkgroupWgsl from './layer-norm-backward-x-workgroup.wgsl?raw';
import forwardWgsl from './layer-norm-forward-scalar.wgsl?raw';
import forwardVec4Wgsl from './layer-norm-forward-vec4.wgsl?raw';
import forwardWorkgroupWgsl from './layer-norm-forward-workgroup.wgsl?raw';

/** Rows per partial sum of d_gain and d_bias. */
const ROWS_PER_PART = 32;

const supportsVec4 = ({ C }: Constants) => C % 4 === 0;

/** Per row: scale = √(var + epsilon), xhat = (x − mean) / scale, y = xhat · gain + bias; var divides by C. */
function forward({ x, gain, bias, y, scale, xhat }: Tensors, { R, C, epsilon }: Constants): void {
  for (let r = 0; r < R; r++) {
    const row = r * C;
    let mean = 0;
    for (let c = 0; c < C; c++) mean += x[row + c] / C;
    let variance = 0;
    for (let c = 0; c < C; c++) variance += (x[row + c] - mean) ** 2 / C;
    const deviation = Math.sqrt(variance + epsilon);
    scale[r] = deviation;
    for (let c = 0; c < C; c++) {
      const normalized = (x[row + c] - mean) / deviation;
      xhat[row + c] = normalized;
      y[row + c] = normalized * gain[c] + bias[c];
    }
  }
}

const forwardPass: Pass = {
  name: 'forward',
  reads: ['x', 'gain', 'bias'],
  writes: ['y', 'scale', 'xhat'],
  variants: [
    {
      name: 'row-per-thread-vec4',
      formerNames: ['row-a-thread-in-fours'],
      wgsl: forwardVec4Wgsl,
      workgroups: ({ R }) => workgroupCount(R, 16),
      supports: supportsVec4,
    },
    {
      name: 'row-per-thread',
      formerNames: ['row-a-thread'],
      wgsl: forwardWgsl,
      workgroups: ({ R }) => workgroupCount(R, 64),
    },
    ...withSubgroups({
      name: 'row-per-workgroup',
      formerNames: ['row-a-workgroup'],
      wgsl: forwardWorkgroupWgsl,
      workgroups: ({ R }) => workgroupCount(R, 1),
      preferredOn: 'hardware',
    }),
  ],
  wasm: {
    export: 'layer_norm_forward',
    args: ['x', 'gain', 'bias', 'y', 'scale', 'xhat', 'C', 'epsilon'],
    split: splitRows,
  },
  reference: forward,
  flops: ({ R, C }) => 8 * R * C,
};

/**
 * d_x = (d_xhat − mean(d_xhat) − xhat · mean(d_xhat · xhat)) / scale with d_xhat = d_y · gain. The two means are the gradients
 * through the row's mean and through its scale.
 */
function backwardX({ gain, scale, xhat, d_y, before_d_x, d_x }: Tensors, { R, C }: Constants): void {
  for (let r = 0; r < R; r++) {
    const row = r * C;
    let mean = 0;
    let projection = 0;
    for (let c = 0; c < C; c++) {
      const d_xhat = d_y[row + c] * gain[c];
      mean += d_xhat / C;
      projection += (d_xhat * xhat[row + c]) / C;
    }
    for (let c = 0; c < C; c++) {
      const d_xhat = d_y[row + c] * gain[c];
      d_x[row + c] += (before_d_x?.[row + c] ?? 0) + (d_xhat - mean - xhat[row + c] * projection) / scale[r];
    }
  }
}

const backwardXPass: Pass = {
  name: 'backward_x',
  reads: ['gain', 'scale', 'xhat', 'd_y', 'before_d_x'],
  writes: ['d_x'],
  variants: [
    {
      name: 'row-per-thread-vec4',
      formerNames: ['row-a-thread-in-fours'],
      wgsl: backwardXVec4Wgsl,
      workgroups: ({ R }) => workgroupCount(R, 16),
      supports: supportsVec4,
    },
    {
      name: 'row-per-thread',
      formerNames: ['row-a-thread'],
      wgsl: backwardXWgsl,
      workgroups: ({ R }) => workgroupCount(R, 64),
    },
    ...withSubgroups({
      name: 'row-per-workgroup',
      formerNames: ['row-a-workgroup'],
      wgsl: backwardXWorkgroupWgsl,
      workgroups: ({ R }) => workgroupCount(R, 1),
      preferredOn: 'hardware',
    }),
  ],
  wasm: {
    export: 'layer_norm_backward_x',
    args: ['gain', 'scale', 'xhat', 'd_y', 'before_d_x', 'd_x', 'C', 'accumulate_d_x'],
    split: splitRows,
  },
  reference: backwardX,
  flops: ({ R, C }) => 9 * R * C,
};

/** gain_parts[p] = Σ d_y · xhat and bias_parts[p] = Σ d_y over the rows of part p */
function backwardParts(t: Tensors, { R, C, parts, rows_per_part }: Constants): void {
  const { xhat, d_y, gain_parts, bias_parts } = t;
  for (let p = 0; p < parts; p++) {
    const end = Math.min(R, (p + 1) * rows_per_part);
    for (let c = 0; c < C; c++) {
      let gain = 0;
      let bias = 0;
      for (let r = p * rows_per_part; r < end; r++) {
        gain += d_y[r * C + c] * xhat[r * C + c];
        bias += d_y[r * C + c];
      }
      gain_parts[p * C + c] = gain;
      bias_parts[p * C + c] = bias;
    }
  }
}

const backwardPartsPass: Pass = {
  name: 'backward_parts',
  reads: ['xhat', 'd_y'],
  writes: ['gain_parts', 'bias_parts'],
  batch: ['xhat', 'd_y', 'gain_parts', 'bias_parts'],
  variants: [
    {
      name: 'part-column-per-thread-vec4',
      formerNames: ['four-columns-of-a-part-a-thread'],
      wgsl: backwardPartsVec4Wgsl,
      workgroups: ({ parts, C }) => workgroupCount((parts * C) / 4, 16),
      supports: supportsVec4,
    },
    {
      name: 'part-column-per-thread',
      formerNames: ['column-of-a-part-a-thread'],
      wgsl: backwardPartsWgsl,
      workgroups: ({ parts, C }) => workgroupCount(parts * C, 64),
    },
  ],
  wasm: {
    export: 'layer_norm_backward_parts',
    args: ['xhat', 'd_y', 'gain_parts', 'bias_parts', 'R', 'C', 'rows_per_part'],
    split: { items: ({ parts }) => parts },
  },
  reference: backwardParts,
  flops: ({ R, C }) => 3 * R * C,
};

/** d_gain = Σ_p gain_parts[p] or d_bias = Σ_p bias_parts[p], a sum of rows like the gradient of a linear layer's bias. */
const backwardSumPass = (parameter: 'gain' | 'bias'): Pass => {
  const [parts, gradient] = [`${parameter}_parts`, `d_${parameter}`];
  return {
    ...backwardBiasPass,
    name: `backward_${parameter}`,
    reads: [parts],
    writes: [gradient],
    bind: { d_y: parts, d_bias: gradient },
    constants: (k) => ({ R: k.parts, N: k.C }),
    wasm: { export: 'linear_backward_bias', args: [parts, gradient, 'R', 'N'], split: splitElements },
    reference: (t, k) => backwardBiasPass.reference({ d_y: t[parts], d_bias: t[gradient] }, k),
  };
};

/**
 * x (R, C), gain (C), bias (C) → y (R, C), scale (R, 1), xhat (R, C). Attribute `epsilon`. Ba, Kiros & Hinton 2016, "Layer
 * normalization".
 */
export const layerNorm = defineOp({
  name: 'layer-norm',
  inputs: { x: f32('R', 'C'), gain: f32('C'), bias: f32('C') },
  outputs: { y: f32('R', 'C'), scale: f32('R', 1), xhat: f32('R', 'C') },
  scratch: { gain_parts: f32('parts', 'C'), bias_parts: f32('parts', 'C') },
  derive: ({ R }) => ({ rows_per_part: ROWS_PER_PART, parts: Math.ceil(R / ROWS_PER_PART) }),
  forward: [forwardPass],
  backward: [backwardXPass, backwardPartsPass, backwardSumPass('gain'), backwardSumPass('bias')],
  cases: [
    { dims: { R: 1, C: 1 }, attributes: { epsilon: 1e-5 } },
    { dims: { R: 3, C: 63 }, attributes: { epsilon: 1e-5 } },
    { dims: { R: 65, C: 64 }, attributes: { epsilon: 1e-5 } },
    { dims: { R: 64, C: 65 }, attributes: { epsilon: 1e-5 } },
    { dims: { R: 130, C: 7 }, attributes: { epsilon: 1e-3 } },
    { dims: { R: 67, C: 68 }, attributes: { epsilon: 1e-5 } },
  ],
});
