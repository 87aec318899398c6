// The exact GELU: values of the normal distribution, PyTorch's neurons, and saturation.

import { expect, test } from 'vitest';
import { geluErf } from '../../../../src/kernels/ops/gelu-erf/gelu-erf.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';
import { Golden, TOLERANCE } from '../../../support/model/goldens.ts';

test('is x Φ(x), which differs from the tanh approximation in the fourth digit', () => {
  const { y } = runReference(geluErf, { dims: { N: 5 }, values: { x: [-3, -1, 0, 1, 2] } });
  // Φ(−3) = 0.00134990, Φ(1) = 0.84134475, Φ(2) = 0.97724987
  expect([...y]).toEqual(
    [-0.0040497, -0.15865525, 0, 0.84134475, 1.95449974].map((v) => expect.closeTo(v, 7)),
  );
});

test('saturates to 0 on the left and to x on the right, with slopes 0 and 1', () => {
  const { y, d_x } = runReference(geluErf, { dims: { N: 2 }, values: { x: [-1e4, 1e4], d_y: [1, 1] } });
  expect([...y]).toEqual([-0, 1e4]);
  expect([...d_x]).toEqual([0, 1]);
});

test('equals PyTorch, gradients included', () => {
  const golden = new Golden('neox_tiny');
  const x = golden.floats('act.blocks.0.mlp.hook_pre');
  const { y, d_x } = runReference(geluErf, {
    dims: { N: x.length },
    values: { x, d_y: golden.floats('actgrad.blocks.0.mlp.hook_post') },
  });
  expectAllclose(y, golden.floats('act.blocks.0.mlp.hook_post'), { ...TOLERANCE.forward, label: 'y' });
  const d_pre = golden.floats('actgrad.blocks.0.mlp.hook_pre');
  expectAllclose(d_x, d_pre, { ...TOLERANCE.gradient, label: 'd_x' });
});
