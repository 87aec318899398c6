// Values by hand, the numerically difficult rows, and PyTorch's norms of rows and of heads.

import { describe, expect, test } from 'vitest';
import { rmsNorm } from '../../../../src/kernels/ops/rms-norm/rms-norm.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';
import { Golden, TOLERANCE } from '../../../support/model/goldens.ts';

test('the scale is the root of the mean square, not of the variance', () => {
  const { y, scale, xhat } = runReference(rmsNorm, {
    dims: { R: 1, C: 2 },
    attributes: { epsilon: 2 },
    values: { x: [6, 8], gain: [1, 10] },
  });
  // √((36 + 64) / 2 + 2)
  expect(scale[0]).toBeCloseTo(Math.sqrt(52), 6);
  expect([...xhat]).toEqual([6, 8].map((x) => expect.closeTo(x / Math.sqrt(52), 6)));
  expect([...y]).toEqual([6, 80].map((x) => expect.closeTo(x / Math.sqrt(52), 5)));
});

test('a row of zeros gives zeros and finite gradients', () => {
  const { y, d_x } = runReference(rmsNorm, {
    dims: { R: 1, C: 2 },
    attributes: { epsilon: 1e-4 },
    values: { x: [0, 0], gain: [1, 2], d_y: [3, 4] },
  });
  expect([...y]).toEqual([0, 0]);
  expect([...d_x]).toEqual([300, 800].map((d) => expect.closeTo(d, 3)));
});

test('the gradient of x is orthogonal to scalings of the row', () => {
  const x = [-3, -1, 1, 5];
  const { d_x } = runReference(rmsNorm, {
    dims: { R: 1, C: 4 },
    attributes: { epsilon: 0 },
    values: { x, gain: [1, 2, 3, 4], d_y: [0.5, -1, 2, 0.25] },
  });
  expect(Math.max(...d_x)).toBeGreaterThan(0.1);
  expect(x.reduce((sum, value, i) => sum + value * d_x[i], 0)).toBeCloseTo(0, 6);
});

describe('equals PyTorch', () => {
  test('in the norm before the attention', () => {
    const golden = new Golden('llama_tiny');
    const [B, T, C] = golden.shape('act.blocks.1.hook_resid_pre');
    const results = runReference(rmsNorm, {
      dims: { R: B * T, C },
      attributes: { epsilon: 1e-5 },
      values: {
        x: golden.floats('act.blocks.1.hook_resid_pre'),
        gain: golden.floats('model.layers.1.input_layernorm.weight'),
        d_y: golden.floats('actgrad.blocks.1.ln1.hook_normalized'),
      },
    });
    for (const [role, hook] of [
      ['y', 'hook_normalized'],
      ['scale', 'hook_scale'],
      ['xhat', 'xhat'],
    ])
      expectAllclose(results[role], golden.floats(`act.blocks.1.ln1.${hook}`), {
        ...TOLERANCE.forward,
        label: hook,
      });
    expectAllclose(results.d_gain, golden.floats('grad.model.layers.1.input_layernorm.weight'), {
      ...TOLERANCE.gradient,
      label: 'gain',
    });
  });

  test.each(['q', 'k'])('in the norm of each head of %s, gradients included', (role) => {
    const golden = new Golden('qwen3_tiny');
    const hooks = 'blocks.0.attn';
    const [B, T, H, D] = golden.shape(`act.${hooks}.hook_${role}`);
    const { y, scale, d_x, d_gain } = runReference(rmsNorm, {
      dims: { R: B * T * H, C: D },
      attributes: { epsilon: 1e-6 },
      values: {
        x: golden.floats(`act.${hooks}.hook_${role}`),
        gain: golden.floats(`model.layers.0.self_attn.${role}_norm.weight`),
        d_y: golden.floats(`actgrad.${hooks}.${role}_norm.hook_normalized`),
      },
    });
    const forward = { ...TOLERANCE.forward, label: role };
    expectAllclose(y, golden.floats(`act.${hooks}.${role}_norm.hook_normalized`), forward);
    expectAllclose(scale, golden.floats(`act.${hooks}.${role}_norm.hook_scale`), forward);
    const gradient = { ...TOLERANCE.gradient, label: `d_${role}` };
    expectAllclose(d_x, golden.floats(`actgrad.${hooks}.hook_${role}`), gradient);
    expectAllclose(d_gain, golden.floats(`grad.model.layers.0.self_attn.${role}_norm.weight`), gradient);
  });
});
