// Attention with a KV cache: attention of new positions to all previous ones, for incremental decoding.

import { invariant } from '../../errors.ts';
import type { Constants, Pass, Split, Tensors } from '../../op.ts';
import { defineOp, splitRows, workgroupCount } from '../../op.ts';
import { f32, i32 } from '../../shape.ts';
import { checkKeyHeads, MASKED_SCORE } from '../attention/head-products.ts';
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
function append(t: Tensors, { B, T, S, kv_width, kv_row, k_start, v_start }: Constants): void {
  for (let row = 0; row < B * T; row++) {
    const b = Math.floor(row / T);
    const to = (b * S + t.past[b] + (row % T)) * kv_width;
    for (let c = 0; c < kv_width; c++) {
      t.keys[to + c] = t.k[row * kv_row + k_start + c];
      t.values[to + c] = t.v[row * kv_row + v_start + c];
    }
  }
}

/** scores[b, h, t, s] = scale · q[b, t, h]·keys[b, s, g], head g of h's group; −1e30 where s > past[b] + t. */
function computeScores({ q, past, keys, scores }: Tensors, k: Constants): void {
  const { B, T, S, H, KV, D, q_row, scale } = k;
  scores.fill(MASKED_SCORE);
  for (let row = 0; row < B * H * T; row++) {
    const [b, h, t] = [Math.floor(row / (H * T)), Math.floor(row / T) % H, row % T];
    const query = (b * T + t) * q_row + h * D;
    for (let s = 0; s <= past[b] + t; s++) {
      const key = ((b * S + s) * KV + Math.floor(h / (H / KV))) * D;
      let sum = 0;
      for (let d = 0; d < D; d++) sum += q[query + d] * keys[key + d];
      scores[row * S + s] = scale * sum;
    }
  }
}

/** z[b, t, h] = Σ_s pattern[b, h, t, s] values[b, s, g], head g of h's group, over s ≤ past[b] + t. */
function mix({ past, pattern, values, z }: Tensors, { B, T, S, H, KV, D }: Constants): void {
  for (let i = 0; i < B * T * H * D; i++) {
    const [b, t, h] = [Math.floor(i / (T * H * D)), Math.floor(i / (H * D)) % T, Math.floor(i / D) % H];
    const row = (b * H + h) * T + t;
    const column = Math.floor(h / (H / KV)) * D + (i % D);
    let sum = 0;
    for (let s = 0; s <= past[b] + t; s++)
      sum += pattern[row * S + s] * values[(b * S + s) * KV * D + column];
    z[i] = sum;
  }
}

/** The scores as a matrix: one row per new position and head. */
const softmaxDims = ({ B, H, T, S }: Constants) => ({ R: B * H * T, N: S });
/** One query of one head. */
const splitQueries: Split = { items: ({ B, H, T }) => B * H * T };
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
  wasm: { export: 'softmax_forward', args: ['scores', 'pattern', 'N'], split: splitRows },
  reference: ({ scores, pattern }, k) => softmaxPass.reference({ x: scores, p: pattern }, k),
  flops: (k) => softmaxPass.flops({ ...k, ...softmaxDims(k) }),
};

/** The passes for queries, keys and values in tensors of their own, or side by side in one. */
function attentionPasses(q: string, k: string, v: string): [Pass, ...Pass[]] {
  return [
    {
      name: 'append',
      reads: [k, v, 'past'],
      writes: ['keys', 'values'],
      bind: { k, v },
      variants: [
        {
          name: 'element-per-thread',
          wgsl: appendWgsl,
          workgroups: ({ B, T, kv_width }) => workgroupCount(B * T * kv_width, 64),
        },
      ],
      wasm: {
        export: 'cached_attention_append',
        args: [k, v, 'past', 'keys', 'values', 'B', 'T', 'S', 'kv_width', 'kv_row', 'k_start', 'v_start'],
      },
      reference: (t, constants) => append({ ...t, k: t[k], v: t[v] }, constants),
      flops: () => 0,
    },
    {
      name: 'scores',
      reads: [q, 'past', 'keys'],
      writes: ['scores'],
      bind: { q },
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
        args: [q, 'past', 'keys', 'scores', 'T', 'S', 'H', 'KV', 'D', 'q_row', 'scale'],
        split: splitQueries,
      },
      reference: (t, constants) => computeScores({ ...t, q: t[q] }, constants),
      flops: ({ B, T, S, H, D }) => 2 * B * T * S * H * D,
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
          workgroups: ({ B, T, H, D }) => workgroupCount(B * T * H * D, 64),
        },
      ],
      wasm: {
        export: 'cached_attention_mix',
        args: ['past', 'pattern', 'values', 'z', 'T', 'S', 'H', 'KV', 'D'],
        split: splitQueries,
      },
      reference: mix,
      flops: ({ B, T, S, H, D }) => 2 * B * T * S * H * D,
    },
  ];
}

/** Random lengths that leave room for the new positions. */
const randomPast = ({ B, T, S }: Constants, random: () => number) => ({
  past: Int32Array.from({ length: B }, () => Math.floor(random() * (S - T + 1))),
});

const checkCacheLength = ({ T, S }: Constants) =>
  invariant(T <= S, 'cached-attention', `${T} positions do not fit into a cache of ${S}`);

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
  derive: ({ C, H }) => ({
    ...{ D: C / H, KV: H, q_row: 3 * C },
    ...{ kv_width: C, kv_row: 3 * C, k_start: C, v_start: 2 * C },
  }),
  check: (k) => {
    const { C, three_C, H } = k;
    invariant(
      three_C === 3 * C,
      'cached-attention',
      `expected qkv with ${3 * C} columns for a cache with ${C}, got ${three_C}`,
    );
    invariant(C % H === 0, 'cached-attention', `the width ${C} is not divisible by ${H} heads`);
    checkCacheLength(k);
  },
  forward: attentionPasses('qkv', 'qkv', 'qkv'),
  backward: 'none',
  caseInputs: randomPast,
  cases: [
    { dims: { B: 1, T: 1, S: 1, C: 1, three_C: 3 }, attributes: { H: 1, scale: 1 } },
    { dims: { B: 3, T: 1, S: 64, C: 12, three_C: 36 }, attributes: { H: 4, scale: 0.5 } },
    { dims: { B: 2, T: 5, S: 63, C: 10, three_C: 30 }, attributes: { H: 2, scale: 0.5 } },
    { dims: { B: 1, T: 64, S: 65, C: 8, three_C: 24 }, attributes: { H: 2, scale: 0.35 } },
    { dims: { B: 2, T: 1, S: 65, C: 65, three_C: 195 }, attributes: { H: 1, scale: 0.125 } },
  ],
});

/**
 * `cachedAttention` with queries (B, T, H, D) and keys and values (B, T, KV, D) in tensors of their own, so that they can be
 * normalized and rotated before, and a cache (B, S, KV, D) → z (B, T, H, D). H / KV heads of queries share a head of keys and
 * values. Attribute `scale`, usually 1/√D.
 */
export const cachedGroupedAttention = defineOp({
  name: 'cached-grouped-attention',
  inputs: {
    q: f32('B', 'T', 'H', 'D'),
    k: f32('B', 'T', 'KV', 'D'),
    v: f32('B', 'T', 'KV', 'D'),
    past: i32('B'),
    keys: f32('B', 'S', 'KV', 'D'),
    values: f32('B', 'S', 'KV', 'D'),
  },
  outputs: { z: f32('B', 'T', 'H', 'D') },
  scratch: { scores: f32('B', 'H', 'T', 'S'), pattern: f32('B', 'H', 'T', 'S') },
  derive: ({ H, KV, D }) => ({ q_row: H * D, kv_width: KV * D, kv_row: KV * D, k_start: 0, v_start: 0 }),
  check: (k) => {
    checkKeyHeads('cached-grouped-attention', k);
    checkCacheLength(k);
  },
  forward: attentionPasses('q', 'k', 'v'),
  backward: 'none',
  caseInputs: randomPast,
  cases: [
    { dims: { B: 1, T: 1, S: 1, H: 1, KV: 1, D: 1 }, attributes: { scale: 1 } },
    { dims: { B: 3, T: 1, S: 64, H: 4, KV: 2, D: 3 }, attributes: { scale: 0.5 } },
    { dims: { B: 2, T: 5, S: 63, H: 2, KV: 2, D: 5 }, attributes: { scale: 0.5 } },
    { dims: { B: 1, T: 64, S: 65, H: 6, KV: 2, D: 4 }, attributes: { scale: 0.35 } },
    { dims: { B: 2, T: 1, S: 65, H: 3, KV: 1, D: 65 }, attributes: { scale: 0.125 } },
  ],
});
