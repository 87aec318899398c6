// The reference in float64 keeps between its passes what float32 rounds away.

import { expect, it } from 'vitest';
import {
  ReferenceExecutor,
  type ReferencePrecision,
} from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { Graph } from '../../../../src/kernels/graph/graph.ts';
import { plan } from '../../../../src/kernels/graph/plan.ts';
import { add } from '../../../../src/kernels/ops/add/add.ts';
import { Run } from '../../../../src/model/training/run.ts';
import { planRun } from '../../../../src/model/training/run-plan.ts';

/** (1 + small) − 1. */
async function remainder(precision: ReferencePrecision, small: number): Promise<number> {
  const graph = new Graph();
  const [one, less, minus] = ['one', 'less', 'minus'].map((name) => graph.input(name, [1]));
  const { y: sum } = graph.apply(add, { a: one, b: less }, { name: 'sum' });
  const { y } = graph.apply(add, { a: sum, b: minus }, { name: 'y' });
  const executor = new ReferenceExecutor(precision);
  const program = await executor.compile(plan({ graph, layout: { length: 0, offsets: new Map() } }), {});
  program.write(one, Float32Array.of(1));
  program.write(less, Float32Array.of(small));
  program.write(minus, Float32Array.of(-1));
  program.run(['forward']);
  return (await program.read(y))[0];
}

it('keeps a term beside a much larger one', async () => {
  const small = Math.fround(1e-9);
  expect(await remainder('float32', small)).toBe(0);
  expect((await remainder('float64', small)) / small).toBeCloseTo(1, 6);
});

it('trains on the same tokens, and to the same loss up to rounding', async () => {
  const settings = {
    preset: 'stories',
    model: { L: 1, H: 2, C: 16, T: 16, mlpWidth: 16 },
    training: { B: 2 },
  };
  const losses = [];
  for (const precision of ['float32', 'float64'] as const) {
    const run = await Run.create(new ReferenceExecutor(precision), planRun(settings));
    await run.train();
    losses.push((await run.train()).loss);
  }
  expect(losses[0]).toBeCloseTo(losses[1], 5);
});
