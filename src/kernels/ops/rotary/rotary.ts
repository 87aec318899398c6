// Rotary position embedding: rotates pairs of entries of queries and keys by angles proportional to their position.

import { invariant } from '../../errors.ts';
import type { Constants, Pass, Tensors } from '../../op.ts';
import { defineOp, splitRows, workgroupCount } from '../../op.ts';
import { f32, i32 } from '../../shape.ts';
import wgsl from './rotary.wgsl?raw';

/**
 * The input `angles` (S, W) for positions 0 … S−1: per position the cosines, then the sines of position · base^(−2i/W) for
 * i < W/2. Computed in doubles and the same on all backends: WGSL bounds the error of its sine by 2⁻¹¹ only, and angles of many
 * turns have few digits in float32. Llama's base is 10,000.
 */
export function rotaryAngles(S: number, W: number, base: number): Float32Array<ArrayBuffer> {
  const half = W / 2;
  const angles = new Float32Array(S * W);
  for (let position = 0; position < S; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * base ** ((-2 * i) / W);
      angles[position * W + i] = Math.cos(angle);
      angles[position * W + half + i] = Math.sin(angle);
    }
  }
  return angles;
}

/** to += from, rotated per head by the angle of its row's position times `sign`. */
function rotate(
  from: Tensors[string],
  to: Tensors[string],
  { positions, angles }: Tensors,
  { R, H, D, W, P, interleaved }: Constants,
  sign: 1 | -1,
): void {
  const half = W / 2;
  for (let head = 0; head < R * H; head++) {
    const position = positions[Math.floor(head / H) % P];
    for (let i = 0; i < half; i++) {
      const cosine = angles[position * W + i];
      const sine = sign * angles[position * W + half + i];
      const first = head * D + (interleaved ? 2 * i : i);
      const second = first + (interleaved ? 1 : half);
      to[first] += from[first] * cosine - from[second] * sine;
      to[second] += from[second] * cosine + from[first] * sine;
    }
    for (let i = W; i < D; i++) to[head * D + i] += from[head * D + i];
  }
}

const variants: Pass['variants'] = [
  {
    name: 'pair-per-thread',
    wgsl,
    workgroups: ({ R, H, D, W }) => workgroupCount(R * H * (D - W / 2), 64),
  },
];
const flops = ({ R, H, W }: Constants) => 3 * R * H * W;
const sizes = ['H', 'D', 'W', 'P', 'interleaved'];

/**
 * x (R, H, D), usually (B, T, H, D), positions (P), angles (S, W) of `rotaryAngles` → y (R, H, D). Row r has the position
 * positions[r mod P], so that positions are (T) for all rows of a batch, or (B, T). The first W of the D entries of a head are
 * rotated, the others copied. Attribute `interleaved`: pairs are neighbours (GPT-J), else entries i and i + W/2 (Llama,
 * GPT-NeoX). Su et al. 2021, "RoFormer: enhanced transformer with rotary position embedding".
 */
export const rotary = defineOp({
  name: 'rotary',
  inputs: { x: f32('R', 'H', 'D'), positions: i32('P'), angles: f32('S', 'W') },
  outputs: { y: f32('R', 'H', 'D') },
  check: ({ R, P, D, W }) => {
    invariant(R % P === 0, 'rotary', `${P} positions do not fit ${R} rows; the rows are a multiple of them`);
    invariant(
      W % 2 === 0 && W <= D,
      'rotary',
      `${W} entries of a head of ${D} cannot be rotated; expected an even number of at most ${D}`,
    );
  },
  forward: [
    {
      name: 'forward',
      reads: ['x', 'positions', 'angles'],
      writes: ['y'],
      constants: () => ({ inverse: 0 }),
      variants,
      wasm: { export: 'rotary_forward', args: ['x', 'positions', 'angles', 'y', ...sizes], split: splitRows },
      reference: (t, k) => {
        t.y.fill(0);
        rotate(t.x, t.y, t, k, 1);
      },
      flops,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['positions', 'angles', 'd_y'],
      writes: ['d_x'],
      bind: { x: 'd_y', y: 'd_x' },
      constants: () => ({ inverse: 1 }),
      variants,
      wasm: {
        export: 'rotary_backward',
        args: ['d_y', 'positions', 'angles', 'd_x', ...sizes],
        split: splitRows,
      },
      reference: (t, k) => rotate(t.d_y, t.d_x, t, k, -1),
      flops,
    },
  ],
  caseInputs: ({ P, S, W }, random) => ({
    positions: Int32Array.from({ length: P }, () => Math.floor(random() * S)),
    angles: rotaryAngles(S, W, 10_000),
  }),
  cases: [
    { dims: { R: 1, H: 1, D: 2, W: 2, P: 1, S: 1 }, attributes: { interleaved: false } },
    { dims: { R: 6, H: 3, D: 7, W: 4, P: 3, S: 64 }, attributes: { interleaved: false } },
    { dims: { R: 5, H: 2, D: 8, W: 8, P: 5, S: 2048 }, attributes: { interleaved: true } },
    { dims: { R: 63, H: 1, D: 65, W: 64, P: 63, S: 63 }, attributes: { interleaved: false } },
    { dims: { R: 64, H: 2, D: 16, W: 4, P: 16, S: 65 }, attributes: { interleaved: true } },
    { dims: { R: 65, H: 1, D: 64, W: 62, P: 65, S: 512 }, attributes: { interleaved: false } },
  ],
});
