// Kernels chosen by timing: the same learning, and a run that goes on with the ones it was begun with.

import { afterAll, expect, test } from 'vitest';
import { ReferenceExecutor } from '../../src/kernels/backends/reference/reference-executor.ts';
import { requestDevice } from '../../src/kernels/backends/webgpu/device.ts';
import { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import { Tuner, type VariantCache } from '../../src/kernels/backends/webgpu/tuner.ts';
import { adapterProfile } from '../../src/kernels/backends/webgpu/variant-selection.ts';
import type { Executor } from '../../src/kernels/executor.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import type { Snapshot } from '../../src/model/training/snapshot.ts';
import { requestTestAdapter } from '../support/kernels/gpu-device.ts';
import { tinyRun } from '../support/model/tiny-model.ts';

const executors: GpuExecutor[] = [];
afterAll(() => {
  for (const executor of executors) executor.dispose();
});

/** Tunes as on a GPU, whatever the tests' adapter is. */
async function createTuningExecutor(memory: VariantCache, budget: number): Promise<GpuExecutor> {
  const device = await requestDevice(await requestTestAdapter());
  const profile = { ...adapterProfile('tuned', device), kind: 'hardware' as const };
  const executor = new GpuExecutor(device, 'tuned', new Tuner(profile, memory, budget));
  executors.push(executor);
  return executor;
}

async function trainLosses(executor: Executor, steps: number, from?: Snapshot) {
  const run = await Run.create(executor, planRun(tinyRun()), from);
  const lossValues: number[] = [];
  for (let i = 0; i < steps; i++) lossValues.push((await run.train()).loss);
  const snapshot = await run.snapshot();
  run.dispose();
  return { figures: lossValues, snapshot };
}

test('a tuned run learns what an untuned one learns, leaves nothing behind, and goes on bit by bit elsewhere', async () => {
  const memory = new Map<string, string>();
  // However long it takes: a slow adapter would else have decided nothing.
  const executor = await createTuningExecutor(memory, Number.POSITIVE_INFINITY);
  const tuned = await trainLosses(executor, 3);
  expect(executor.usage.pipelines).toBe(0);
  const after = { ...executor.usage }; // staging buffers of what was read, kept for the next reads
  expect(memory.size).toBeGreaterThan(0);

  const reference = await trainLosses(new ReferenceExecutor(), 3);
  for (const [i, loss] of tuned.figures.entries()) expect(loss).toBeCloseTo(reference.figures[i], 4);

  // Another visit with no time to measure would choose otherwise; the snapshot says what to run.
  const again = await createTuningExecutor(new Map(), 0);
  const [here, there] = [
    await trainLosses(executor, 2, tuned.snapshot),
    await trainLosses(again, 2, tuned.snapshot),
  ];
  expect(executor.usage).toEqual(after);
  expect(there.snapshot.variants).toEqual(tuned.snapshot.variants);
  expect(there.figures).toEqual(here.figures);
});
