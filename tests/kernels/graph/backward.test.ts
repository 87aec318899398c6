// Gradients that equal others share their tensor until something is added to them.

import { expect, test } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { backward } from '../../../src/kernels/graph/backward.ts';
import { Graph, type Tensor } from '../../../src/kernels/graph/graph.ts';
import { plan } from '../../../src/kernels/graph/plan.ts';
import { add } from '../../../src/kernels/ops/add/add.ts';
import { gelu } from '../../../src/kernels/ops/gelu/gelu.ts';
import { rmsNorm } from '../../../src/kernels/ops/rms-norm/rms-norm.ts';

const layout = { length: 0, offsets: new Map<string, number>() };
const values = (length: number, seed: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(1 + seed + 2.3 * i));

/** Gradients by x of y = x + branch(x), with the passes that compute them. */
async function residualGradient(
  branch: (graph: Graph, x: Tensor, inputs: Map<Tensor, Float32Array<ArrayBuffer>>) => Tensor,
) {
  const graph = new Graph();
  const inputs = new Map<Tensor, Float32Array<ArrayBuffer>>();
  const x = graph.input('x', [3, 4]);
  inputs.set(x, values(12, 0));
  const b = branch(graph, x, inputs);
  const { y } = graph.apply(add, { a: x, b }, { name: 'y' });
  const d_y = graph.input('d_y', [3, 4]);
  inputs.set(d_y, values(12, 5));
  const reverse = backward(graph, y, [x], new Map([[y, d_y]]));
  const compiled = plan({ graph, backward: reverse, layout });
  const program = await new ReferenceExecutor().compile(compiled, {});
  const run = async (of: Tensor) => {
    for (const [tensor, data] of inputs) program.write(tensor, data);
    program.run();
    return program.read(of);
  };
  const passes = compiled.steps.filter(({ phase }) => phase === 'backward').map(({ label }) => label);
  const d_x = reverse.gradientFor(x) as Tensor;
  const gradient = await run(d_x);
  /** Σ y · d_y changes by this for a small change of the first element of x. */
  const slope = async () => {
    const weighted = async (step: number) => {
      const changed = values(12, 0);
      changed[0] += step;
      inputs.set(x, changed);
      const output = await run(y);
      return output.reduce((sum, value, i) => sum + value * values(12, 5)[i], 0);
    };
    return ((await weighted(1e-2)) - (await weighted(-1e-2))) / 2e-2;
  };
  return {
    passes,
    gradient,
    slope: await slope(),
    d_y: await run(d_y),
    b: reverse.gradientFor(b),
    d_yTensor: d_y,
  };
}

test('the branch reads the gradient of the sum; a norm adds it to its own without a copy', async () => {
  const { passes, gradient, slope, d_y, b, d_yTensor } = await residualGradient((graph, x, inputs) => {
    const gain = graph.input('gain', [4]);
    inputs.set(gain, Float32Array.of(1, 2, 3, 4));
    return graph.apply(rmsNorm, { x, gain }, { name: 'normed', attributes: { epsilon: 1e-5 } }).y;
  });
  expect(passes).toEqual(['rms-norm.backward_x / normed', 'rms-norm.backward_parts / normed']);
  expect(b).toBe(d_yTensor);
  expect(gradient[0]).toBeCloseTo(slope, 2);
  expect(d_y).toEqual(values(12, 5));
});

test('what can only add in place gets a copy first', async () => {
  const { passes, gradient, slope, d_y } = await residualGradient(
    (graph, x) => graph.apply(gelu, { x }, { name: 'activated' }).y,
  );
  expect(passes).toEqual(['add.backward_a / y', 'gelu.backward / activated']);
  expect(gradient[0]).toBeCloseTo(slope, 2);
  expect(d_y).toEqual(values(12, 5));
});
