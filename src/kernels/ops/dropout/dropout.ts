// Dropout: sets random elements to 0 in training. The mask is a function of seed, step, place and index of the element in the whole
// batch, so that it has the same bits on all backends, a resumed run repeats it, and the backward pass computes it again.

import { invariant } from '../../errors.ts';
import type { Constants, Pass, Tensors } from '../../op.ts';
import { defineOp, splitElements, vec4WorkgroupCount } from '../../op.ts';
import { f32, i32 } from '../../shape.ts';
import wgsl from './dropout.wgsl?raw';

/**
 * Four random 32-bit words from four numbers: pcg4d, Jarzynski & Olano 2020, "Hash functions for GPU rendering". Counter-based, and
 * without 64-bit products, which WGSL lacks.
 */
export function pcg4d(numbers: readonly [number, number, number, number]): [number, number, number, number] {
  let [x, y, z, w] = numbers.map((number) => Math.imul(number, 1664525) + 1013904223);
  const mix = () => {
    x += Math.imul(y, w);
    y += Math.imul(z, x);
    z += Math.imul(x, y);
    w += Math.imul(y, z);
  };
  mix();
  [x, y, z, w] = [x, y, z, w].map((word) => word ^ ((word | 0) >>> 16));
  mix();
  return [x >>> 0, y >>> 0, z >>> 0, w >>> 0];
}

/** to += from · scale where the random word of the element is at least the threshold; to += from with a negative shard. */
function addKept(from: Tensors[string], to: Tensors[string], key: Tensors[string], k: Constants): void {
  const [seed, step, shard] = key;
  const [threshold, scale] = shard < 0 ? [0, 1] : [k.threshold, k.scale];
  const first = shard * Math.ceil(k.N / 4);
  for (let i = 0; i < k.N; i += 4) {
    const words = pcg4d([seed, step, k.place, first + i / 4]);
    for (let n = 0; n < Math.min(4, k.N - i); n++)
      if (words[n] >= threshold) to[i + n] += from[i + n] * scale;
  }
}

const variants: Pass['variants'] = [{ name: 'vec4', wgsl, workgroups: ({ N }) => vec4WorkgroupCount(N) }];
const constants = ['N', 'place', 'threshold', 'scale'];
const flops = ({ N }: Constants) => 8 * N;

/**
 * x (N), key (3): seed, step and shard → y (N), any shape. An element is 0 with probability `rate`, else divided by 1 − rate. x is
 * the shard of that index, from 0, of a batch; nothing is dropped with the index −1, outside of training. Attributes: `rate` in
 * [0, 1); `place`, a whole number that differs between the dropouts of a network. Srivastava et al. 2014, "Dropout: a simple way to
 * prevent neural networks from overfitting".
 */
export const dropout = defineOp({
  name: 'dropout',
  inputs: { x: f32('N'), key: i32('words') },
  outputs: { y: f32('N') },
  derive: ({ rate }) => ({ threshold: Math.floor(rate * 2 ** 32), scale: 1 / (1 - rate) }),
  check: ({ rate, words }) => {
    invariant(rate >= 0 && rate < 1, 'dropout', `the rate is ${rate}; expected at least 0 and less than 1`);
    invariant(words === 3, 'dropout', `the key has ${words} words; expected seed, step and shard`);
  },
  forward: [
    {
      name: 'forward',
      reads: ['x', 'key'],
      writes: ['y'],
      variants,
      wasm: { export: 'dropout_forward', args: ['x', 'key', 'y', ...constants], split: splitElements },
      reference: (t, k) => {
        t.y.fill(0);
        addKept(t.x, t.y, t.key, k);
      },
      flops,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['key', 'd_y'],
      writes: ['d_x'],
      bind: { x: 'd_y', y: 'd_x' },
      variants,
      wasm: { export: 'dropout_backward', args: ['d_y', 'key', 'd_x', ...constants], split: splitElements },
      reference: ({ d_y, d_x, key }, k) => addKept(d_y, d_x, key, k),
      flops,
    },
  ],
  caseInputs: ({ place }, random) => {
    const [seed, step] = [random(), random()].map((word) => (word - 0.5) * 2 ** 32);
    return { key: Int32Array.of(seed, step, (place % 4) - 1) };
  },
  cases: [
    { dims: { N: 1, words: 3 }, attributes: { rate: 0, place: 0 } },
    { dims: { N: 63, words: 3 }, attributes: { rate: 0.1, place: 1 } },
    { dims: { N: 64, words: 3 }, attributes: { rate: 0.5, place: 70_000 } },
    { dims: { N: 65, words: 3 }, attributes: { rate: 0.9, place: 2 } },
    { dims: { N: 4099, words: 3 }, attributes: { rate: 0.2, place: 3 } },
  ],
});
