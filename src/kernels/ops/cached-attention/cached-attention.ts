// Attention with a KV cache: attention of new positions to all previous ones, for incremental decoding.

import { invariant } from '../../errors.ts';
import type { Constants, Pass, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32, i32 } from '../../shape.ts';
import { MASKED_SCORE } from '../attention/head-products.ts';
import { softmax } from '../softmax/softmax.ts';
import appendWgsl from './cached-attention-append.wgsl?raw';
import mixWgsl from './cached-attention-mix.wgsl?raw';
import scoresWgsl from './cached-attention-scores.wgsl?raw';

/** @throws KernelError unless T new positions fit into every row of a cache of S. Kernels do not check bounds. */
export function checkPastLengths(past: ArrayLike<number>, { T, S }: { T: number; S: number }): void {
  for (let b = 0; b < past.length; b++) {
    invariant(
      past[b] >= 0 && past[b] + T <= S,
      'cached-attention',
      `row ${b} of the cache holds ${past[b]} of ${S} positions; ${T} more do not fit`,
    );
  }
}

/** keys[b, past[b] + t] = k[b, t], and values likewise. */
function append({ qkv, past, keys, values }: Tensors, { B, T, S, C }: Constants): void {
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      const from = (b * T + t) * 3 * C;
      const to = (b * S + past[b] + t) * C;
      for (let c = 0; c < C; c++) {
        keys[to + c] = qkv[from + C + c];
        values[to + c] = qkv[from + 2 * C + c];
      }
    }
  }
}

/** scores[b, h, t, s] = scale · q[b, t, h]·keys[b, s, h]; −1e30 where s > past[b] + t. */
function computeScores({ qkv, past, keys, scores }: Tensors, { B, T, S, C, H, D, scale }: Constants): void {
  scores.fill(MASKED_SCORE);
  for (let row = 0; row < B * H * T; row++) {
    const [b, h, t] = [Math.floor(row / (H * T)), Math.floor(row / T) % H, row % T];
    for (let s = 0; s <= past[b] + t; s++) {
      let sum = 0;
      for (let d = 0; d < D; d++) {
        sum += qkv[(b * T + t) * 3 * C + h * D + d] * keys[(b * S + s) * C + h * D + d];
      }
      scores[row * S + s] = scale * sum;
    }
  }
}

/** z[b, t, h] = Σ_s pattern[b, h, t, s] values[b, s, h] over s ≤ past[b] + t. */
function mix({ past, pattern, values, z }: Tensors, { B, T, S, C, H, D }: Constants): void {
  for (let i = 0; i < B * T * C; i++) {
    const [b, t, c] = [Math.floor(i / (T * C)), Math.floor(i / C) % T, i % C];
    const row = (b * H + Math.floor(c / D)) * T + t;
    let sum = 0;
    for (let s = 0; s <= past[b] + t; s++) sum += pattern[row * S + s] * values[(b * S + s) * C + c];
    z[i] = sum;
  }
}

/** The scores as a matrix: one row per new position and head. */
const softmaxDims = ({ B, H, T, S }: Constants) => ({ R: B * H * T, N: S });
const [softmaxPass] = softmax.forward;

/** Runs the kernels of softmax. Masked positions get exactly 0. */
const patternPass: Pass = {
  ...softmaxPass,
  name: 'pattern',
  reads: ['scores'],
  writes: ['pattern'],
  bind: { x: 'scores', p: 'pattern' },
  constants: softmaxDims,
  variants: softmaxPass.variants,
  wasm: { export: 'softmax_forward', args: ['scores', 'pattern', 'R', 'N'] },
  reference: ({ scores, pattern }, k) => softmaxPass.reference({ x: scores, p: pattern }, k),
  flops: (k) => softmaxPass.flops({ ...k, ...softmaxDims(k) }),
};

/**
 * qkv (B, T, 3C) of T new positions after past (B) previous ones in each row → z (B, T, C). keys and values (B, S, C) are the
 * cache: the op writes the new keys and values to the positions past … past + T − 1. Each position attends to all positions up
 * to its own; the content of later positions of the cache has no effect. Attributes: `H` heads; `scale`, usually 1/√(C/H).
 * Inference only. Pope et al. 2022, "Efficiently scaling transformer inference".
 */
export const cachedAttention = defineOp({
  name: 'cached-attention',
  inputs: {
    qkv: f32('B', 'T', 'three_C'),
    past: i32('B'),
    keys: f32('B', 'S', 'C'),
    values: f32('B', 'S', 'C'),
  },
  outputs: { z: f32('B', 'T', 'C') },
  scratch: { scores: f32('B', 'H', 'T', 'S'), pattern: f32('B', 'H', 'T', 'S') },
  derive: ({ C, H }) => ({ D: C / H }),
  check: ({ T, S, C, three_C, H }) => {
    invariant(
      three_C === 3 * C,
      'cached-attention',
      `expected qkv with ${3 * C} columns for a cache with ${C}, got ${three_C}`,
    );
    invariant(C % H === 0, 'cached-attention', `the width ${C} is not divisible by ${H} heads`);
    invariant(T <= S, 'cached-attention', `${T} positions do not fit into a cache of ${S}`);
  },
  forward: [
    {
      name: 'append',
      reads: ['qkv', 'past'],
      writes: ['keys', 'values'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: appendWgsl,
          workgroups: ({ B, T, C }) => workgroupCount(B * T * C, 64),
        },
      ],
      wasm: {
        export: 'cached_attention_append',
        args: ['qkv', 'past', 'keys', 'values', 'B', 'T', 'S', 'C'],
      },
      reference: append,
      flops: () => 0,
    },
    {
      name: 'scores',
      reads: ['qkv', 'past', 'keys'],
      writes: ['scores'],
      constants: () => ({ masked: MASKED_SCORE }),
      variants: [
        {
          name: 'element-per-thread',
          wgsl: scoresWgsl,
          workgroups: ({ B, H, T, S }) => workgroupCount(B * H * T * S, 64),
        },
      ],
      wasm: {
        export: 'cached_attention_scores',
        args: ['qkv', 'past', 'keys', 'scores', 'B', 'T', 'S', 'C', 'H', 'scale'],
      },
      reference: computeScores,
      flops: ({ B, T, S, C }) => 2 * B * T * S * C,
    },
    patternPass,
    {
      name: 'mix',
      reads: ['past', 'pattern', 'values'],
      writes: ['z'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: mixWgsl,
          workgroups: ({ B, T, C }) => workgroupCount(B * T * C, 64),
        },
      ],
      wasm: {
        export: 'cached_attention_mix',
        args: ['past', 'pattern', 'values', 'z', 'B', 'T', 'S', 'C', 'H'],
      },
      reference: mix,
      flops: ({ B, T, S, C }) => 2 * B * T * S * C,
    },
  ],
  backward: 'none',
  caseInputs: ({ B, T, S }, random) => ({
    past: Int32Array.from({ length: B }, () => Math.floor(random() * (S - T + 1))),
  }),
  cases: [
    { dims: { B: 1, T: 1, S: 1, C: 1, three_C: 3 }, attributes: { H: 1, scale: 1 } },
    { dims: { B: 3, T: 1, S: 64, C: 12, three_C: 36 }, attributes: { H: 4, scale: 0.5 } },
    { dims: { B: 2, T: 5, S: 63, C: 10, three_C: 30 }, attributes: { H: 2, scale: 0.5 } },
    { dims: { B: 1, T: 64, S: 65, C: 8, three_C: 24 }, attributes: { H: 2, scale: 0.35 } },
    { dims: { B: 2, T: 1, S: 65, C: 65, three_C: 195 }, attributes: { H: 1, scale: 0.125 } },
  ],
});
