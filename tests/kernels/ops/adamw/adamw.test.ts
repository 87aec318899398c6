// AdamW steps computed by hand.

import { expect, test } from 'vitest';
import { adamw } from '../../../../src/kernels/ops/adamw/adamw.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

/** learning_rate, beta1, beta2, epsilon, weight_decay, correction1, correction2 of the first step. */
const firstStep = [0.1, 0.9, 0.99, 1e-8, 0.1, 1 - 0.9, 1 - 0.99];

test('the first step moves every weight by the learning rate and decays the leading ones', () => {
  const { parameters, m, v } = runReference(adamw, {
    dims: { P: 3 },
    attributes: { decayed: 1 },
    values: {
      parameters: [1, 1, 1],
      gradients: [0.5, 0.5, -4],
      m: [0, 0, 0],
      v: [0, 0, 0],
      factor: [1],
      step: firstStep,
    },
  });
  // 1 · (1 − 0.1 · 0.1) − 0.1; without decay; with a gradient of the other sign.
  expect([...parameters]).toEqual([0.89, 0.9, 1.1].map((w) => expect.closeTo(w, 6)));
  expect([...m]).toEqual([0.05, 0.05, -0.4].map((x) => expect.closeTo(x, 6)));
  expect([...v]).toEqual([0.0025, 0.0025, 0.16].map((x) => expect.closeTo(x, 6)));
});

test('moments accumulate: gradients of opposite sign cancel in the first moment, not in the second', () => {
  const { parameters, m, v } = runReference(adamw, {
    dims: { P: 1 },
    attributes: { decayed: 0 },
    values: {
      parameters: [2],
      gradients: [-9],
      m: [1],
      v: [4],
      factor: [1],
      step: [0.5, 0.9, 0.5, 1, 0, 0.5, 0.5],
    },
  });
  // m = 0.9 − 0.9 = 0; v = 2 + 40.5.
  expect(m[0]).toBeCloseTo(0, 6);
  expect(v[0]).toBeCloseTo(42.5, 5);
  expect(parameters[0]).toBeCloseTo(2, 6);
});

test('the clipping factor scales the gradients, not the decay', () => {
  const { m, v, gradients } = runReference(adamw, {
    dims: { P: 1 },
    attributes: { decayed: 1 },
    values: { parameters: [1], gradients: [2], m: [0], v: [0], factor: [0.25], step: firstStep },
  });
  expect(m[0]).toBeCloseTo(0.05, 6);
  expect(v[0]).toBeCloseTo(0.0025, 6);
  expect(gradients[0]).toBe(2);
});

test('padding stays zero', () => {
  const zeros = [0, 0];
  const { parameters, m, v } = runReference(adamw, {
    dims: { P: 2 },
    attributes: { decayed: 2 },
    values: { parameters: zeros, gradients: zeros, m: zeros, v: zeros, factor: [1], step: firstStep },
  });
  expect([...parameters, ...m, ...v]).toEqual([0, 0, 0, 0, 0, 0]);
});

test('rejects weight decay beyond the last word', () => {
  const run = () => runReference(adamw, { dims: { P: 2 }, attributes: { decayed: 3 }, values: {} });
  expect(run).toThrow('adamw: weight decay of 3 words, but there are 2');
});
