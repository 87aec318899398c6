// The first hundred steps of the bundled model of the world, with the losses of its training: the same engine gives the same bits.

import { expect, it } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';

/** Losses of the training that `npm run build:models -- world` repeats. */
const LOSSES = new Map([
  [0, 7.219840982585277],
  [20, 5.379760689205593],
  [40, 3.301952606023744],
  [60, 3.2677263660936164],
  [80, 3.207955320803121],
  [99, 3.1782265532265503],
]);

/** Two shards, as with `--threads 2`, computed one after the other. */
const TWO_SHARDS = { count: 2, acquire: () => [] };

it('has the losses of the training that made the bundled model', async () => {
  const executor = await WasmExecutor.create();
  const run = await Run.create(executor, planRun({ preset: 'world' }), undefined, TWO_SHARDS);
  const losses = new Map<number, number>();
  while (run.step < 100) {
    const { step, loss } = await run.train();
    if (LOSSES.has(step)) losses.set(step, loss);
  }
  expect(losses).toEqual(LOSSES);
  run.dispose();
  executor.dispose();
}, 600_000);
