// The straight-through estimator of the thresholds, worked out by hand and against a smoothed step; in every backend of the CPU.

import { expect, test } from 'vitest';
import { backward } from '../../../../src/kernels/graph/backward.ts';
import { Graph } from '../../../../src/kernels/graph/graph.ts';
import { plan } from '../../../../src/kernels/graph/plan.ts';
import { jumpRelu } from '../../../../src/kernels/ops/jump-relu/jump-relu.ts';
import { random } from '../../../../src/shared/random.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

const ONE = Math.log(1);

test('passes what exceeds the threshold of its column, and its gradient', () => {
  const { y, used, d_x } = runReference(jumpRelu, {
    dims: { R: 2, N: 2 },
    attributes: { bandwidth: 0.1 },
    values: { x: [2, 0.9, 1, 3], log_threshold: [ONE, Math.log(2)], d_y: [1, 2, 3, 4] },
  });
  expect([...y]).toEqual([2, 0, 0, 3]);
  expect([...used]).toEqual([1]);
  expect([...d_x]).toEqual([1, 0, 0, 4]);
});

test('a threshold has the gradient of the entries within half a bandwidth', () => {
  const values = { x: [1.1, 0.95, 1.3], log_threshold: [ONE], d_y: [3, -1, 100] };
  const dims = { R: 3, N: 1 };
  const { d_log_threshold } = runReference(jumpRelu, { dims, attributes: { bandwidth: 0.4 }, values });
  // −θ²/ε (3 − 1) = −1 / 0.4 · 2
  expect(d_log_threshold[0]).toBeCloseTo(-5, 5);
});

test('the estimate is the slope of the loss where each step is a ramp of the bandwidth', () => {
  const [R, bandwidth, theta] = [400, 0.5, 1.2];
  const chance = random(3, 'jump-relu');
  const x = Array.from({ length: R }, () => 3 * chance.float());
  const d_y = x.map(() => chance.normal());
  // The entry of height θ at the step; the ramp rises from 0 to 1 within the bandwidth.
  const ramp = (value: number, at: number) => Math.min(1, Math.max(0, (value - at) / bandwidth + 0.5));
  const loss = (at: number) => x.reduce((sum, value, i) => sum + d_y[i] * theta * ramp(value, at), 0);
  const step = 1e-4;
  const slope = (theta * (loss(theta + step) - loss(theta - step))) / (2 * step);
  const { d_log_threshold } = runReference(jumpRelu, {
    dims: { R, N: 1 },
    attributes: { bandwidth },
    values: { x, log_threshold: [Math.log(theta)], d_y },
  });
  expect(d_log_threshold[0]).toBeCloseTo(slope, 3);
});

test.each(wasmExecutors)('%s computes the same estimate', async (_, executor) => {
  const dims = { R: 33, N: 7 };
  const attributes = { bandwidth: 0.8 };
  const chance = random(5, 'jump-relu');
  const fill = (length: number) => Float32Array.from({ length }, () => chance.normal());
  const values = {
    x: fill(33 * 7),
    log_threshold: Float32Array.from({ length: 7 }, () => -chance.float()),
    d_y: fill(33 * 7),
  };
  const graph = new Graph();
  const x = graph.input('x', [33, 7]);
  const log_threshold = graph.input('log_threshold', [7]);
  const d_y = graph.input('d_y', [33, 7]);
  const { y, used } = graph.apply(jumpRelu, { x, log_threshold }, { name: 'y', attributes });
  const reverse = backward(graph, y, [x, log_threshold], new Map([[y, d_y]]));
  const program = await executor.compile(
    plan({ graph, backward: reverse, layout: { length: 0, offsets: new Map() } }),
    {},
  );
  program.write(x, values.x);
  program.write(log_threshold, values.log_threshold);
  program.write(d_y, values.d_y);
  program.run();
  const expected = runReference(jumpRelu, { dims, attributes, values });
  const gradient = await program.read(reverse.gradientFor(log_threshold) as typeof x);
  gradient.forEach((each, n) => {
    expect(each).toBeCloseTo(expected.d_log_threshold[n], 4);
  });
  expect(Math.max(...expected.d_log_threshold.map(Math.abs))).toBeGreaterThan(0.1);
  expect((await program.read(used))[0]).toBeCloseTo(expected.used[0], 6);
  program.dispose();
});
