// The placement of slices of a flat storage, and of scratch tensors that nodes use in turn.

import { expect, test } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { Graph } from '../../../src/kernels/graph/graph.ts';
import { plan } from '../../../src/kernels/graph/plan.ts';
import { muon } from '../../../src/kernels/ops/muon/muon.ts';

const layout = { length: 0, offsets: new Map<string, number>() };

/** One Muon step of two matrices whose weights are slices of one storage; `matrices` selects which are recorded. */
async function weightsAfterStep(matrices: readonly (readonly [number, readonly number[]])[]) {
  const graph = new Graph();
  const factor = graph.input('factor', [1]);
  const step = graph.scalars('step', muon.inputs.step.fields ?? []);
  const gradients = matrices.map(([offset, shape]) => graph.input(`gradient of ${offset}`, shape));
  matrices.forEach(([offset, shape], i) => {
    const weight = graph.slice('weights', offset, shape);
    const momentum = graph.slice('momentum', offset, shape);
    const attributes = { blocks: 1, scale: 1 };
    graph.apply(
      muon,
      { weight, gradient: gradients[i], momentum, factor, step },
      { name: `Muon ${i}`, attributes },
    );
  });
  const executor = new ReferenceExecutor();
  const [weights, momentum] = ['weights', 'momentum'].map((name) => executor.allocate(name, 192));
  const compiled = plan({ graph, layout });
  const program = await executor.compile(compiled, { weights, momentum });
  program.write(factor, Float32Array.of(1));
  program.write(step, Float32Array.of(1, 0.5, 0));
  for (const [i, [offset, [K, N]]] of matrices.entries())
    program.write(
      gradients[i],
      Float32Array.from({ length: K * N }, (_, n) => Math.sin(n + offset)),
    );
  program.run();
  return { plan: compiled, weights: await weights.read(0, 192) };
}

const SMALL = [64, [3, 5]] as const;
const LARGE = [128, [7, 6]] as const;

test('slices of a storage are updated in place, and the words between them stay', async () => {
  const { weights } = await weightsAfterStep([SMALL, LARGE]);
  expect(weights.subarray(0, 64).every((word) => word === 0)).toBe(true);
  expect(weights.subarray(64, 79).every((word) => word !== 0)).toBe(true);
  expect(weights.subarray(79, 128).every((word) => word === 0)).toBe(true);
  expect(weights.subarray(128, 170).every((word) => word !== 0)).toBe(true);
  expect(weights.subarray(170).every((word) => word === 0)).toBe(true);
});

test('nodes of an optimizer share scratch memory of the largest of them, with the results of separate memory', async () => {
  const both = await weightsAfterStep([SMALL, LARGE]);
  const [small, large] = [await weightsAfterStep([SMALL]), await weightsAfterStep([LARGE])];
  expect([...both.weights.subarray(64, 79)]).toEqual([...small.weights.subarray(64, 79)]);
  expect([...both.weights.subarray(128, 170)]).toEqual([...large.weights.subarray(128, 170)]);
  const scratch = ({ plan: { storages } }: typeof both) =>
    [...storages].filter(([name]) => name.startsWith('Muon 0.'));
  expect(scratch(both)).toEqual(scratch(large));
  expect(scratch(both).length).toBe(5);
});
