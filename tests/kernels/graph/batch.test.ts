// Dispatches of one kernel merge where their tensors can lie in one storage, and only there.

import { expect, test } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { backward } from '../../../src/kernels/graph/backward.ts';
import { Graph, type Tensor } from '../../../src/kernels/graph/graph.ts';
import { type Placement, plan } from '../../../src/kernels/graph/plan.ts';
import { planCost } from '../../../src/kernels/graph/plan-cost.ts';
import { gelu } from '../../../src/kernels/ops/gelu/gelu.ts';
import { linear } from '../../../src/kernels/ops/linear/linear.ts';

const LAYERS = 3;
const WEIGHT_WORDS = 64;

/** Square layers without bias, each followed by what `between` records; the plan, and the gradients of the weights. */
async function train(between: (graph: Graph, x: Tensor, layer: number) => Tensor, isBatched: boolean) {
  const graph = new Graph();
  const names = Array.from({ length: LAYERS }, (_, layer) => `weight ${layer}`);
  const weights = names.map((name) => graph.parameter(name, [4, 4]));
  const input = graph.input('x', [5, 4]);
  let { y: x } = graph.apply(gelu, { x: input }, { name: 'activated input' });
  for (const [layer, weight] of weights.entries()) {
    const { y } = graph.apply(linear, { x, weight }, { name: `product ${layer}` });
    x = between(graph, y, layer);
  }
  const d_x = graph.input('d_output', [5, 4]);
  const reverse = backward(graph, x, [], new Map([[x, d_x]]));
  const length = LAYERS * WEIGHT_WORDS;
  const layout = { length, offsets: new Map(names.map((name, i) => [name, WEIGHT_WORDS * i])) };
  const compiled = plan({ graph, backward: reverse, layout, isBatched });

  const executor = new ReferenceExecutor();
  const wave = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(1 + 0.7 * i));
  const storages = {
    parameters: executor.allocate('parameters', length),
    gradients: executor.allocate('gradients', length),
  };
  storages.parameters.write(0, wave(length));
  const program = await executor.compile(compiled, storages);
  for (const tensor of [input, d_x]) program.write(tensor, wave(20));
  program.run();
  return { compiled, gradients: await storages.gradients.read(0, length) };
}

test('weight gradients of equal layers are one dispatch, with the same numbers and bytes', async () => {
  const withGelu = (graph: Graph, x: Tensor, layer: number) =>
    graph.apply(gelu, { x }, { name: `gelu ${layer}` }).y;
  const single = await train(withGelu, false);
  const { compiled, gradients } = await train(withGelu, true);
  expect(gradients).toEqual(single.gradients);
  const [batch, ...others] = compiled.steps.filter(({ members }) => members);
  expect(others).toEqual([]);
  expect(batch.label).toBe('linear.backward_weight / product 2 and 2 more');
  const cost = planCost(single.compiled);
  expect(planCost(compiled)).toEqual({ ...cost, dispatches: cost.dispatches - 2 });
  // What the members read lies in one storage, each behind the one before.
  const placements = batch.members?.map(({ x }): Placement => compiled.placement(x)) ?? [];
  expect(new Set(placements.map(({ storage }) => storage)).size).toBe(1);
  expect(placements.map(({ offset }) => offset)).toEqual([0, 64, 128]);
});

test('without anything between the products each would write the storage that it reads, so nothing merges', async () => {
  const single = await train((_, x) => x, false);
  const { compiled, gradients } = await train((_, x) => x, true);
  expect(compiled.steps.some(({ members }) => members)).toBe(false);
  expect(gradients).toEqual(single.gradients);
});
