// The bundled model of the world on WebGPU: the measures of the manifest, which the CPU computed.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import { runToCompletion } from '../../src/shared/job.ts';
import { parseManifest } from '../../src/shared/model-manifest.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';

const folder = 'public/models';

let executor: Executor;
beforeAll(async () => {
  executor = await createTestGpuExecutor();
});
afterAll(() => executor.dispose());

it('has the measures of the manifest', async () => {
  const { models } = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'));
  const entry = parseManifest({ models }).find(({ preset }) => preset === 'world');
  const { weights } = readCheckpoint(readFileSync(`${folder}/world.safetensors`));
  const run = await Run.create(executor, planRun({ preset: 'world' }), { step: entry?.steps ?? 0, weights });
  const measured = await runToCompletion(run.measures());
  expect(measured.map(({ name }) => name)).toEqual(entry?.measures.map(({ name }) => name));
  for (const [i, { value, heldOut }] of measured.entries()) {
    expect(value).toBeCloseTo(entry?.measures[i].value ?? Number.NaN, 2);
    expect(heldOut ?? 0).toBeCloseTo(entry?.measures[i].heldOut ?? 0, 2);
  }
  run.dispose();
}, 600_000);
