// Dispatches and bytes of a plan, counted by hand.

import { expect, test } from 'vitest';
import { backward } from '../../../src/kernels/graph/backward.ts';
import { Graph } from '../../../src/kernels/graph/graph.ts';
import { plan } from '../../../src/kernels/graph/plan.ts';
import { planCost } from '../../../src/kernels/graph/plan-cost.ts';
import { linear } from '../../../src/kernels/ops/linear/linear.ts';
import { relu } from '../../../src/kernels/ops/relu/relu.ts';

test('each tensor of a dispatch counts once, and a gradient that is added to twice', () => {
  const graph = new Graph();
  const x = graph.input('x', [2, 3]);
  const weight = graph.parameter('weight', [3, 5]);
  const { y } = graph.apply(linear, { x, weight }, { name: 'product' });
  const layout = { length: 64, offsets: new Map([['weight', 0]]) };
  // x, weight, y.
  expect(planCost(plan({ graph, layout }))).toEqual({ dispatches: 1, bytesMoved: 4 * (6 + 15 + 10) });

  const { y: loss } = graph.apply(relu, { x: y }, { name: 'y' });
  const d_loss = graph.input('d_loss', [2, 5]);
  const d_y = graph.input('d_product', [2, 5]);
  const initial = new Map([
    [loss, d_loss],
    [y, d_y],
  ]);
  const reverse = backward(graph, loss, [], initial);
  const forwardBytes = 4 * (6 + 15 + 10 + 10 + 10);
  // ReLU reads its input and the gradient, and adds to d_y; the product reads x and d_y, and assigns the gradient of the weight.
  const backwardBytes = 4 * (10 + 10 + 2 * 10 + (6 + 10 + 15));
  expect(planCost(plan({ graph, backward: reverse, layout }))).toEqual({
    dispatches: 4,
    bytesMoved: forwardBytes + backwardBytes,
  });
});
