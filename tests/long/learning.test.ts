// Learning targets of each preset, with three seeds: too slow for `npm test`.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { WasmExecutor } from '../../src/kernels/backends/wasm/wasm-executor.ts';
import type { MeasureValue } from '../../src/model/inspection/measures.ts';
import { Run } from '../../src/model/training/run.ts';
import type { RunSettings } from '../../src/model/training/run-plan.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import { runToCompletion } from '../../src/shared/job.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';

const SEEDS = [0, 1, 2];

let cpu: Executor;
beforeAll(async () => {
  cpu = await WasmExecutor.create();
});
afterAll(() => cpu.dispose());

/** Trains to the end and evaluates every measure of the dataset, by name. */
async function learnt(executor: Executor, settings: RunSettings): Promise<Map<string, MeasureValue>> {
  const run = await Run.create(executor, planRun(settings));
  while (!run.finished) await run.train();
  const measures = await runToCompletion(run.measures());
  run.dispose();
  console.log(
    settings.preset,
    settings.training,
    measures.map(({ name, value, heldOut }) => [name, value, heldOut]),
  );
  return new Map(measures.map((measure) => [measure.name, measure]));
}

describe.each(SEEDS)('seed %i on the CPU', (seed) => {
  it('facts: at least 99 % recall, at least 95 % in wordings never trained', async () => {
    const recall = (await learnt(cpu, { preset: 'facts', training: { seed } })).get('recall');
    expect(recall?.value).toBeGreaterThanOrEqual(0.99);
    expect(recall?.heldOut).toBeGreaterThanOrEqual(0.95);
  });

  it('repeats: an induction head by 600 steps', async () => {
    const measures = await learnt(cpu, { preset: 'repeats', training: { seed, steps: 600 } });
    expect(measures.get('induction')?.value).toBeGreaterThan(0.6);
  });
});

it('facts on WebGPU: the same targets', async () => {
  const executor = await createTestGpuExecutor();
  const recall = (await learnt(executor, { preset: 'facts' })).get('recall');
  expect(recall?.value).toBeGreaterThanOrEqual(0.99);
  expect(recall?.heldOut).toBeGreaterThanOrEqual(0.95);
  executor.dispose();
});
