// Rotations by hand in both conventions, and PyTorch's rotated queries and keys.

import { expect, test } from 'vitest';
import { rotary, rotaryAngles } from '../../../../src/kernels/ops/rotary/rotary.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';
import { Golden, TOLERANCE } from '../../../support/model/goldens.ts';

/** Quarter turns of both pairs at position 1. */
const QUARTER_TURNS = [1, 1, 0, 0, 0, 0, 1, 1];

function rotated(x: number[], { interleaved, W = 4 }: { interleaved: boolean; W?: number }) {
  const { y } = runReference(rotary, {
    dims: { R: 1, H: 1, D: x.length, W, P: 1, S: 2 },
    attributes: { interleaved },
    values: { x, positions: [1], angles: W === 4 ? QUARTER_TURNS : [1, 0, 0, 1] },
  });
  return [...y];
}

test('pairs are the halves of the rotated entries, or neighbours', () => {
  expect(rotated([1, 2, 3, 4], { interleaved: false })).toEqual([-3, -4, 1, 2]);
  expect(rotated([1, 2, 3, 4], { interleaved: true })).toEqual([-2, 1, -4, 3]);
});

test('entries past the rotated ones are copied, in both directions', () => {
  expect(rotated([1, 2, 3, 4], { interleaved: false, W: 2 })).toEqual([-2, 1, 3, 4]);
  const { d_x } = runReference(rotary, {
    dims: { R: 1, H: 1, D: 3, W: 2, P: 1, S: 2 },
    attributes: { interleaved: false },
    values: { positions: [1], angles: [1, 0, 0, 1], d_y: [1, 2, 3] },
  });
  expect([...d_x]).toEqual([2, -1, 3]);
});

test('rows beyond the positions start again at the first one; all heads of a row have its position', () => {
  const { y } = runReference(rotary, {
    dims: { R: 4, H: 2, D: 2, W: 2, P: 2, S: 2 },
    attributes: { interleaved: false },
    values: { x: Array(8).fill([1, 2]).flat(), positions: [0, 1], angles: [1, 0, 0, 1] },
  });
  expect([...y]).toEqual([1, 2, 1, 2, -2, 1, -2, 1, 1, 2, 1, 2, -2, 1, -2, 1]);
});

test('angles are position · base^(−2i/W): cosines, then sines', () => {
  const angles = rotaryAngles(3, 4, 100);
  expect([...angles.subarray(0, 4)]).toEqual([1, 1, 0, 0]);
  expect([...angles.subarray(8)]).toEqual(
    [Math.cos(2), Math.cos(0.2), Math.sin(2), Math.sin(0.2)].map((x) => expect.closeTo(x, 6)),
  );
});

test('rejects odd widths, widths beyond the head, and positions that do not fit', () => {
  const run = (dims: object) => () =>
    runReference(rotary, {
      dims: { R: 4, H: 1, D: 4, W: 4, P: 2, S: 1, ...dims },
      attributes: { interleaved: false },
      values: {},
    });
  expect(run({})).not.toThrow();
  expect(run({ W: 3 })).toThrow('rotary: 3 entries of a head of 4 cannot be rotated');
  expect(run({ W: 6 })).toThrow('rotary: 6 entries of a head of 4 cannot be rotated');
  expect(run({ P: 3 })).toThrow('rotary: 3 positions do not fit 4 rows');
});

test.each([
  ['llama_tiny', 'q', 'hook_q', 8, 10_000],
  ['llama_tiny', 'k', 'hook_k', 8, 10_000],
  ['qwen3_tiny', 'k', 'k_norm.hook_normalized', 8, 1_000_000],
  ['neox_tiny', 'q', 'hook_q', 4, 10_000],
])('%s: equals PyTorch in %s, gradients included', (name, role, input, W, base) => {
  const golden = new Golden(name);
  const hooks = 'blocks.1.attn';
  const [B, T, H, D] = golden.shape(`act.${hooks}.hook_${role}`);
  const { y, d_x } = runReference(rotary, {
    dims: { R: B * T, H, D, W, P: T, S: T },
    attributes: { interleaved: false },
    values: {
      x: golden.floats(`act.${hooks}.${input}`),
      positions: Int32Array.from({ length: T }, (_, t) => t),
      angles: rotaryAngles(T, W, base),
      d_y: golden.floats(`actgrad.${hooks}.hook_rot_${role}`),
    },
  });
  expectAllclose(y, golden.floats(`act.${hooks}.hook_rot_${role}`), { ...TOLERANCE.forward, label: 'y' });
  expectAllclose(d_x, golden.floats(`actgrad.${hooks}.${input}`), { ...TOLERANCE.gradient, label: 'd_x' });
});
