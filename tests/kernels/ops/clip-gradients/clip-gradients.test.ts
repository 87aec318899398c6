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

test('a gradient of norm 5 is left alone below 5, touched from 5 on', () => {
  expect(clip([3, -4], 6)).toEqual({ norm: 5, factor: 1 });
  // At the threshold itself the 1e-6 in the denominator shows: PyTorch clips so.
  expect(clip([3, -4], 5).factor).toBeLessThan(1);
  expect(clip([3, -4], 5).factor).toBeCloseTo(1, 6);
  expect(clip([3, -4], 1).factor).toBeCloseTo(0.2, 6);
});

test('a norm of 0 allowed means: never clip', () => {
  expect(clip([3e4, -4e4], 0)).toEqual({ norm: 5e4, factor: 1 });
});

test('no gradient at all has norm 0 and factor 1', () => {
  expect(clip([0, 0, 0], 1)).toEqual({ norm: 0, factor: 1 });
});

test('every word counts once, when there are more parts than words a part and the reverse', () => {
  for (const length of [63, 64, 65, 4096 * 64 + 1]) {
    expect(clip(new Array(length).fill(2), 1).norm).toBeCloseTo(2 * Math.sqrt(length), 3);
  }
});
