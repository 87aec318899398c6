// The training of the bundled model of the world, repeated from its first step.

import { expect } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';

/** Losses of the training that `npm run build:models -- world` repeats, by step. */
const LOSSES: readonly (readonly [step: number, loss: number])[] = [
  [0, 7.219840982585277],
  [20, 5.379760689205593],
  [40, 3.301952606023744],
  [60, 3.2677263660936164],
  [80, 3.207955320803121],
  [99, 3.1782265532265503],
];

/** Two shards, as with `--threads 2`, computed one after the other. */
const TWO_SHARDS = { count: 2, acquire: () => [] };

/** Trains so many steps, and expects the losses of the bundled model's training to the bit. */
export async function expectWorldLosses(steps: number): Promise<void> {
  const executor = await WasmExecutor.create();
  const run = await Run.create(executor, planRun({ preset: 'world' }), undefined, TWO_SHARDS);
  const expected = LOSSES.filter(([step]) => step < steps);
  const losses: [number, number][] = [];
  while (run.step < steps) {
    const { step, loss } = await run.train();
    if (expected.some(([known]) => known === step)) losses.push([step, loss]);
  }
  expect(losses).toEqual(expected);
  run.dispose();
  executor.dispose();
}
