// SiLU and SwiGLU: which factor is gated, saturation, and PyTorch's neurons.

import { expect, test } from 'vitest';
import { silu } from '../../../../src/kernels/ops/silu/silu.ts';
import { swiglu } from '../../../../src/kernels/ops/swiglu/swiglu.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';
import { Golden, TOLERANCE } from '../../../support/model/goldens.ts';

test('SiLU is x / (1 + e^−x)', () => {
  const { y } = runReference(silu, { dims: { N: 3 }, values: { x: [-1, 0, 2] } });
  // torch.nn.functional.silu(x)
  expect([...y]).toEqual([-0.26894142, 0, 1.76159416].map((v) => expect.closeTo(v, 6)));
});

test('SiLU saturates to 0 on the left and to x on the right, with slopes 0 and 1', () => {
  const { y, d_x } = runReference(silu, { dims: { N: 2 }, values: { x: [-1e4, 1e4], d_y: [1, 1] } });
  expect([...y]).toEqual([-0, 1e4]);
  expect(d_x[0]).toBeCloseTo(0, 12);
  expect(d_x[1]).toBe(1);
});

test('the gate passes through SiLU, the other factor is linear', () => {
  const { y, d_gate, d_x } = runReference(swiglu, {
    dims: { N: 1 },
    values: { gate: [2], x: [-10], d_y: [1] },
  });
  expect(y[0]).toBeCloseTo(-17.6159416, 5);
  expect(d_x[0]).toBeCloseTo(1.76159416, 6);
  expect(d_gate[0]).toBeCloseTo(-10.9078425, 5);
});

test('SwiGLU equals PyTorch, gradients included', () => {
  const golden = new Golden('llama_tiny');
  const tensor = (kind: 'act' | 'actgrad', name: string) => golden.floats(`${kind}.blocks.1.mlp.${name}`);
  const gate = tensor('act', 'hook_pre');
  const { y, d_gate, d_x } = runReference(swiglu, {
    dims: { N: gate.length },
    values: { gate, x: tensor('act', 'hook_pre_linear'), d_y: tensor('actgrad', 'hook_post') },
  });
  expectAllclose(y, tensor('act', 'hook_post'), { ...TOLERANCE.forward, label: 'y' });
  const gradient = { ...TOLERANCE.gradient, label: 'gradient' };
  expectAllclose(d_gate, tensor('actgrad', 'hook_pre'), gradient);
  expectAllclose(d_x, tensor('actgrad', 'hook_pre_linear'), gradient);
});
