// SGD steps computed by hand.

import { expect, test } from 'vitest';
import { sgd } from '../../../../src/kernels/ops/sgd/sgd.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

function step(parameters: number, velocity: number, momentum: number, factor = 1) {
  const after = runReference(sgd, {
    dims: { P: 1 },
    values: {
      parameters: [parameters],
      gradients: [4],
      velocity: [velocity],
      factor: [factor],
      step: [0.25, momentum],
    },
  });
  return { parameters: after.parameters[0], velocity: after.velocity[0] };
}

test('without momentum the step is learning rate times gradient', () => {
  expect(step(10, 100, 0)).toEqual({ parameters: 9, velocity: 4 });
});

test('with momentum the velocity accumulates gradients without dampening', () => {
  const first = step(10, 0, 0.5);
  expect(first).toEqual({ parameters: 9, velocity: 4 });
  expect(step(first.parameters, first.velocity, 0.5)).toEqual({ parameters: 7.5, velocity: 6 });
});

test('the clipping factor scales the gradient', () => {
  expect(step(10, 0, 0.5, 0.5)).toEqual({ parameters: 9.5, velocity: 2 });
});
