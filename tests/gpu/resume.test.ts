// Exact resumption from a checkpoint on WebGPU, also of runs from before steps were fused.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { describeExactResume } from '../support/model/resume.ts';
import { tinyRun } from '../support/model/tiny-model.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createTestGpuExecutor();
});
afterAll(() => executor.dispose());

describeExactResume(() => executor);

test('a run that was recorded on an unfused plan resumes on it', async () => {
  const plan = planRun(tinyRun());
  Object.defineProperty(executor, 'adapterKind', { value: undefined, configurable: true });
  const recorded = await Run.create(executor, plan);
  Reflect.deleteProperty(executor, 'adapterKind');
  await recorded.train();
  const resumed = await Run.create(executor, plan, await recorded.snapshot());
  expect(await resumed.train()).toEqual(await recorded.train());
  expect(await resumed.snapshot()).toEqual(await recorded.snapshot());
  for (const run of [recorded, resumed]) run.dispose();
});
