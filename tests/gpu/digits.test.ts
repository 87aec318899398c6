// The digit network's lenses on WebGPU: example gradients, manual weights, a slice of the loss surface, a small network.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import type { Lab } from '../../src/workers/session/lab.ts';
import { expectAllclose } from '../support/kernels/allclose.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { openPackedMnist } from '../support/model/packed-mnist.ts';
import { createLab } from '../support/workers/lab-fixtures.ts';

let executor: GpuExecutor;
let lab: Lab;

beforeAll(async () => {
  executor = await createTestGpuExecutor();
  lab = await createLab(executor, openPackedMnist);
  await lab.digits.create({ preset: 'digits', training: { images: 500, B: 10, steps: 5, learningRate: 1 } });
  await lab.digits.train();
});

afterAll(() => lab.dispose());

it('the mean of the example gradients is the gradient of the batch', async () => {
  const weights = [
    { layer: 1, neuron: 4, from: 400 },
    { layer: 3, neuron: 2, from: 15 },
    { layer: 2, neuron: 7 },
  ];
  const input = { split: 'test' as const, indices: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] };
  const { mean, batch } = await lab.digits.lens('example-gradients', { input, weights });
  expectAllclose(mean.data, batch.data, { rtol: 0, atol: 1e-5, label: 'mean of example gradients' });
  expect(batch.data.some((value) => Math.abs(value) > 1e-4)).toBe(true);
});

it('a manually set weight is used in the weighted sum', async () => {
  await lab.digits.setWeights([{ layer: 3, neuron: 4, from: 2, value: 1.5 }]);
  const input = { split: 'test' as const, indices: [0] };
  const sum = await lab.digits.lens('weighted-sum', { input, layer: 3, neuron: 4 });
  expect(sum.weights.data[2]).toBe(1.5);
  expect(sum.terms.data.reduce((all, term) => all + term, sum.bias)).toBeCloseTo(sum.z, 4);
});

it('the center of a slice has the current cost', async () => {
  const { slice, path } = await lab.digits.lens('cost-slice', { directions: 'random', seed: 1, images: 50 });
  const { costs } = await lab.digits.lens('cost-slice-values', { slice, xs: [-0.5, 0], ys: [0, 0.5] });
  expect(costs.data[1]).toBeCloseTo(path.at(-1)?.cost ?? Number.NaN, 5);
  expect(new Set(costs.data).size).toBe(4);
});

it('gradients of a small network match finite differences', async () => {
  const { layers, differences } = await lab.digits.lens('small-network', {
    sizes: [1, 1, 1, 1],
    weights: [[1.2], [-0.7], [1.9]],
    biases: [[0.1], [0.4], [-0.3]],
    inputs: [[0.6]],
    targets: [[1]],
    nudge: 0.01,
  });
  layers.forEach(({ weights, biases }, layer) => {
    expect(differences?.[layer].weights.data[0]).toBeCloseTo(weights.data[0], 4);
    expect(differences?.[layer].biases.data[0]).toBeCloseTo(biases.data[0], 4);
  });
});
