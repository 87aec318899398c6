// The clipping factor below, at and above the threshold.

import { expect, test } from 'vitest';
import { clipGradients } from '../../../../src/kernels/ops/clip-gradients/clip-gradients.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

function clip(gradients: number[], max_norm: number) {
  const { norm, factor } = runReference(clipGradients, {
    dims: { P: gradients.length },
    attributes: { max_norm },
    values: { gradients },
  });
  return { norm: norm[0], factor: factor[0] };
}

test('a gradient of norm 5 is clipped if max_norm is 5 or less', () => {
  expect(clip([3, -4], 6)).toEqual({ norm: 5, factor: 1 });
  // At the threshold the 1e-6 in the denominator has an effect, as in PyTorch.
  expect(clip([3, -4], 5).factor).toBeLessThan(1);
  expect(clip([3, -4], 5).factor).toBeCloseTo(1, 6);
  expect(clip([3, -4], 1).factor).toBeCloseTo(0.2, 6);
});

test('max_norm 0 disables clipping', () => {
  expect(clip([3e4, -4e4], 0)).toEqual({ norm: 5e4, factor: 1 });
});

test('a zero gradient has norm 0 and factor 1', () => {
  expect(clip([0, 0, 0], 1)).toEqual({ norm: 0, factor: 1 });
});

test('every element counts once, for any number of partial sums', () => {
  for (const length of [63, 64, 65, 4096 * 64 + 1]) {
    expect(clip(new Array(length).fill(2), 1).norm).toBeCloseTo(2 * Math.sqrt(length), 3);
  }
});
