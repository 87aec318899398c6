// Causal attention in one pass, forward and backward, without the scores and the pattern in memory. GPU plans use it where nobody
// reads these.

import { invariant } from '../../errors.ts';
import type { Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardRowWgsl from './flash-attention-backward-row.wgsl?raw';
import backwardTileWgsl from './flash-attention-backward-tile-32x32.wgsl?raw';
import forwardRowWgsl from './flash-attention-forward-row.wgsl?raw';
import forwardTileWgsl from './flash-attention-forward-tile-32x32.wgsl?raw';

/** Largest head of the tiled kernels. */
export const MAX_TILE_HEAD = 128;

interface Row {
  /** 0 … B·H·T − 1. */
  readonly index: number;
  /** Offset of the vector in z. */
  readonly z: number;
  /** Offset of the query in qkv, whose keys and values follow H·D and 2·H·D words later. */
  readonly query: number;
  /** Offsets of the queries of the positions up to this one. */
  readonly visible: readonly number[];
}

/** The loop of the references: every query of every head. */
function forEachQuery({ B, T, H, D }: Constants, visit: (row: Row) => void): void {
  const C = H * D;
  for (let head = 0; head < B * H; head++) {
    const b = Math.floor(head / H);
    const start = (head % H) * D;
    const queries = Array.from({ length: T }, (_, t) => (b * T + t) * 3 * C + start);
    queries.forEach((query, t) => {
      const z = (b * T + t) * C + start;
      visit({ index: head * T + t, z, query, visible: queries.slice(0, t + 1) });
    });
  }
}

/** scale · q·k for the visible keys of a query. */
function scoresOf({ qkv }: Tensors, { query, visible }: Row, { H, D, scale }: Constants): number[] {
  return visible.map((key) => {
    let dot = 0;
    for (let d = 0; d < D; d++) dot += qkv[query + d] * qkv[key + H * D + d];
    return scale * dot;
  });
}

/** z[t] = Σ_s softmax(scale · q[t]·k[s]) v[s] over s ≤ t; log_sum[t] = log Σ_s exp(scale · q[t]·k[s]) */
function forward(t: Tensors, k: Constants): void {
  const { qkv, z, log_sum } = t;
  const { H, D } = k;
  forEachQuery(k, (row) => {
    const scores = scoresOf(t, row, k);
    const max = Math.max(...scores);
    const logSum = max + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - max), 0));
    log_sum[row.index] = logSum;
    for (let d = 0; d < D; d++) {
      z[row.z + d] = row.visible.reduce(
        (sum, key, s) => sum + Math.exp(scores[s] - logSum) * qkv[key + 2 * H * D + d],
        0,
      );
    }
  });
}

/** With p the pattern: d_score = p (d_z·v − d_z·z), d_q = scale Σ d_score k, d_k = scale Σ d_score q, d_v = Σ p d_z */
function backward(t: Tensors, k: Constants): void {
  const { qkv, z, log_sum, d_z, d_qkv } = t;
  const { H, D, scale } = k;
  const sums = new Float64Array(d_qkv.length);
  forEachQuery(k, (row) => {
    let queryDot = 0;
    for (let d = 0; d < D; d++) queryDot += d_z[row.z + d] * z[row.z + d];
    scoresOf(t, row, k).forEach((score, s) => {
      const [key, value] = [row.visible[s] + H * D, row.visible[s] + 2 * H * D];
      const p = Math.exp(score - log_sum[row.index]);
      let d_pattern = 0;
      for (let d = 0; d < D; d++) d_pattern += d_z[row.z + d] * qkv[value + d];
      const d_score = scale * p * (d_pattern - queryDot);
      for (let d = 0; d < D; d++) {
        sums[row.query + d] += d_score * qkv[key + d];
        sums[key + d] += d_score * qkv[row.query + d];
        sums[value + d] += p * d_z[row.z + d];
      }
    });
  });
  sums.forEach((sum, i) => {
    d_qkv[i] += sum;
  });
}

/** Operations of one product over all pairs of a query and a visible key. */
const pairFlops = ({ B, H, T, D }: Constants) => B * H * D * T * (T + 1);
const supportsTiles = ({ D }: Constants) => D <= MAX_TILE_HEAD;
const tileCount = ({ B, H, T }: Constants) => B * H * Math.ceil(T / 32);

/**
 * qkv (B, T, 3·H·D): all queries, all keys, all values → z (B, T, H, D); log_sum (B, H, T) is kept for the backward pass. `H` is
 * given; attribute `scale`, usually 1/√D. Dao et al. 2022, "FlashAttention".
 */
export const flashAttention = defineOp({
  name: 'flash-attention',
  inputs: { qkv: f32('B', 'T', 'W') },
  outputs: { z: f32('B', 'T', 'H', 'D') },
  scratch: { log_sum: f32('B', 'H', 'T') },
  derive: ({ W, H }) => ({ D: Math.floor(W / 3 / H) }),
  check: ({ W, H }) =>
    invariant(
      W % (3 * H) === 0,
      'flash-attention',
      `rows of ${W} are not queries, keys and values of ${H} heads`,
    ),
  forward: [
    {
      name: 'forward',
      reads: ['qkv'],
      writes: ['z', 'log_sum'],
      variants: [
        {
          name: 'row-per-thread',
          wgsl: forwardRowWgsl,
          workgroups: ({ B, H, T }) => workgroupCount(B * H * T, 16),
        },
        {
          name: 'tile-32x32',
          wgsl: forwardTileWgsl,
          workgroups: (k) => workgroupCount(tileCount(k), 1),
          preferredOn: 'hardware',
          supports: supportsTiles,
        },
      ],
      reference: forward,
      flops: (k) => 2 * pairFlops(k),
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['qkv', 'z', 'log_sum', 'd_z'],
      writes: ['d_qkv'],
      variants: [
        {
          name: 'row-per-thread',
          wgsl: backwardRowWgsl,
          workgroups: ({ B, H, T }) => {
            const [x, y] = workgroupCount(B * H * T, 16);
            return [x, y, 2];
          },
        },
        {
          name: 'tile-32x32',
          wgsl: backwardTileWgsl,
          workgroups: (k) => {
            const [x, y] = workgroupCount(tileCount(k), 1);
            return [x, y, 2];
          },
          preferredOn: 'hardware',
          supports: supportsTiles,
        },
      ],
      reference: backward,
      flops: (k) => 7 * pairFlops(k),
    },
  ],
  cases: [
    { dims: { B: 1, T: 1, W: 3, H: 1 }, attributes: { scale: 1 } },
    { dims: { B: 2, T: 7, W: 45, H: 3 }, attributes: { scale: 0.5 } },
    { dims: { B: 1, T: 33, W: 99, H: 1 }, attributes: { scale: 0.35 } },
    { dims: { B: 2, T: 64, W: 96, H: 2 }, attributes: { scale: 0.3 } },
    { dims: { B: 1, T: 65, W: 390, H: 2 }, attributes: { scale: 0.3 } },
  ],
});
