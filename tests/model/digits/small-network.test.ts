// Chapter 4's chain: the product of its factors, the engine's gradient and the finite difference are the same number.

import { afterAll, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import type { SmallNetwork } from '../../../src/model/digits/small-network.ts';
import { SmallNetworkRunner } from '../../../src/model/digits/small-network.ts';
import { wasmExecutors } from '../../support/kernels/wasm-executors.ts';

const executors = [['reference', new ReferenceExecutor()] as const, wasmExecutors[0]];
afterAll(() => executors[0][1].dispose());

const CHAIN: SmallNetwork = {
  sizes: [1, 1, 1, 1],
  weights: [[1.2], [-0.7], [1.9]],
  biases: [[0.1], [0.4], [-0.3]],
  inputs: [[0.6]],
  targets: [[1]],
  nudge: 0.01,
};

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

it.each(executors)('%s: ∂C/∂w of the last weight is a · σ′(z) · 2 (a − y)', async (_, executor) => {
  const small = new SmallNetworkRunner(executor);
  const { z, a, cost, d_weights, differences } = await small.evaluate(CHAIN);
  let activation = 0.6;
  CHAIN.weights.forEach(([w], layer) => {
    const sum = w * activation + CHAIN.biases[layer][0];
    expect(z[layer].data[0]).toBeCloseTo(sum, 5);
    activation = sigmoid(sum);
    expect(a[layer].data[0]).toBeCloseTo(activation, 5);
  });
  expect(cost).toBeCloseTo((activation - 1) ** 2, 5);
  const product = a[1].data[0] * activation * (1 - activation) * 2 * (activation - 1);
  expect(d_weights.get('layers.2.weight')?.[0]).toBeCloseTo(product, 5);
  for (const [name, gradient] of d_weights) {
    // A central difference is off by nudge² / 6 of the third derivative, and by rounding over twice the nudge.
    expect(differences?.get(name)?.[0]).toBeCloseTo(gradient[0], 4);
  }
  small.dispose();
});

it('averages over its examples, and restores its weights after the nudges', async () => {
  const small = new SmallNetworkRunner(executors[0][1]);
  const layers: SmallNetwork = {
    sizes: [2, 3, 2],
    weights: [
      [0.5, -1, 0.25, 0.75, -0.5, 1],
      [1, -1, 0.5, -0.25, 0.5, 2],
    ],
    biases: [
      [0, 0.1, -0.2],
      [0.3, -0.4],
    ],
    inputs: [
      [0.2, 0.9],
      [0.8, 0.1],
    ],
    targets: [
      [1, 0],
      [0, 1],
    ],
  };
  const both = await small.evaluate({ ...layers, nudge: 0.01 });
  const single = await Promise.all(
    [0, 1].map((i) =>
      new SmallNetworkRunner(executors[0][1]).evaluate({
        ...layers,
        inputs: [layers.inputs[i]],
        targets: [layers.targets[i]],
      }),
    ),
  );
  expect(both.cost).toBeCloseTo((single[0].cost + single[1].cost) / 2, 6);
  for (const [name, gradient] of both.d_weights) {
    gradient.forEach((value, i) => {
      const own = single.map(({ d_weights }) => d_weights.get(name)?.[i] as number);
      expect(value).toBeCloseTo((own[0] + own[1]) / 2, 6);
      expect(both.differences?.get(name)?.[i]).toBeCloseTo(value, 4);
    });
  }
  expect((await small.evaluate(layers)).cost).toBe(both.cost);
});

it('throws if numbers do not fit the sizes', async () => {
  const small = new SmallNetworkRunner(executors[0][1]);
  const wrong = (change: Partial<SmallNetwork>) => small.evaluate({ ...CHAIN, ...change });
  await expect(wrong({ sizes: [1, 2, 1, 1] })).rejects.toThrow('layer 1 needs 2 weights and 2 biases');
  await expect(wrong({ inputs: [[1, 2]] })).rejects.toThrow('an example is 1 inputs and 1 targets');
  await expect(wrong({ biases: [[0], [Number.NaN], [0]] })).rejects.toThrow('every number must be finite');
  await expect(wrong({ nudge: 0 })).rejects.toThrow('the nudge is 0');
  await expect(wrong({ targets: [] })).rejects.toThrow('1 examples need as many targets');
});
