// Kernels chosen by timing: the same learning, and a run that goes on with the ones it was begun with.

import { afterAll, expect, test } from 'vitest';
import { ReferenceExecutor } from '../../src/kernels/cpu/reference-executor.ts';
import type { Executor } from '../../src/kernels/executor.ts';
import { requestDevice } from '../../src/kernels/gpu/device.ts';
import { GpuExecutor } from '../../src/kernels/gpu/gpu-executor.ts';
import { Tuner, type VariantMemory } from '../../src/kernels/gpu/tuner.ts';
import { adapterFacts } from '../../src/kernels/gpu/variants.ts';
import { Run, type Snapshot } from '../../src/model/run.ts';
import { planRun } from '../../src/model/run-plan.ts';
import { testAdapter } from '../support/gpu.ts';
import { tinyRun } from '../support/tiny.ts';

const executors: GpuExecutor[] = [];
afterAll(() => {
  for (const executor of executors) executor.dispose();
});

/** Tunes as on a GPU, whatever the tests' adapter is. */
async function tuningExecutor(memory: VariantMemory, budget: number): Promise<GpuExecutor> {
  const device = await requestDevice(await testAdapter());
  const facts = { ...adapterFacts('tuned', device), kind: 'hardware' as const };
  const executor = new GpuExecutor(device, 'tuned', new Tuner(facts, memory, budget));
  executors.push(executor);
  return executor;
}

async function losses(executor: Executor, steps: number, from?: Snapshot) {
  const run = await Run.create(executor, planRun(tinyRun()), from);
  const figures: number[] = [];
  for (let i = 0; i < steps; i++) figures.push((await run.train()).loss);
  const snapshot = await run.snapshot();
  run.dispose();
  return { figures, snapshot };
}

test('a tuned run learns what an untuned one learns, leaves nothing behind, and goes on bit by bit elsewhere', async () => {
  const memory = new Map<string, string>();
  // However long it takes: a slow adapter would else have decided nothing.
  const executor = await tuningExecutor(memory, Number.POSITIVE_INFINITY);
  const tuned = await losses(executor, 3);
  expect(executor.usage.pipelines).toBe(0);
  const after = { ...executor.usage }; // staging buffers of what was read, kept for the next reads
  expect(memory.size).toBeGreaterThan(0);

  const reference = await losses(new ReferenceExecutor(), 3);
  for (const [i, loss] of tuned.figures.entries()) expect(loss).toBeCloseTo(reference.figures[i], 4);

  // Another visit with no time to measure would choose otherwise; the snapshot says what to run.
  const again = await tuningExecutor(new Map(), 0);
  const [here, there] = [await losses(executor, 2, tuned.snapshot), await losses(again, 2, tuned.snapshot)];
  expect(executor.usage).toEqual(after);
  expect(there.snapshot.variants).toEqual(tuned.snapshot.variants);
  expect(there.figures).toEqual(here.figures);
});
