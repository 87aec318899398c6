// The default preset learns: one short run on the CPU, evaluated by the data set's measure.

import { expect, it } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import { runToCompletion } from '../../../src/shared/job.ts';

it('facts: 700 steps reach the expected recall, also on held-out wordings', async () => {
  const executor = await WasmExecutor.create();
  const run = await Run.create(executor, planRun({ preset: 'facts', training: { steps: 700 } }));
  while (!run.finished) await run.train();
  const [recall] = await runToCompletion(run.measures());
  expect(recall.value).toBeGreaterThanOrEqual(0.99);
  expect(recall.heldOut).toBeGreaterThanOrEqual(0.95);
  run.dispose();
  executor.dispose();
}, 300_000);
