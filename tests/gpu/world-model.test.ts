// The bundled model of the world on WebGPU: the measures that the CPU computes, which are those of the manifest
// (tests/model/files/shipped-models.test.ts). On a part of the probes, because a software adapter takes a minute for all.

import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { WasmExecutor } from '../../src/kernels/backends/wasm/wasm-executor.ts';
import type { Measure } from '../../src/model/data/dataset.ts';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { evaluateMeasure, type MeasureValue } from '../../src/model/inspection/measures.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import { runToCompletion } from '../../src/shared/job.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';

/** Every eighth probe. */
const STRIDE = 8;

it('has the measures that the CPU computes', async () => {
  const onGpu = await measuresOn(await createTestGpuExecutor());
  const onCpu = await measuresOn(await WasmExecutor.create());
  expect(onGpu.length).toBeGreaterThan(4);
  expect(onGpu.map(({ name, count }) => [name, count])).toEqual(
    onCpu.map(({ name, count }) => [name, count]),
  );
  for (const [i, { name, value, heldOut, heads }] of onGpu.entries()) {
    expect(value, name).toBeCloseTo(onCpu[i].value, 3);
    expect(heldOut ?? 0, name).toBeCloseTo(onCpu[i].heldOut ?? 0, 3);
    for (const [at, score] of heads?.flat().entries() ?? [])
      expect(score, name).toBeCloseTo(onCpu[i].heads?.flat()[at] ?? Number.NaN, 3);
  }
});

async function measuresOn(executor: Executor): Promise<MeasureValue[]> {
  onTestFinished(() => executor.dispose());
  const { weights } = readCheckpoint(readFileSync('public/models/world.safetensors'));
  const { inspector, plan } = await Run.create(executor, planRun({ preset: 'world' }), { step: 0, weights });
  const measured: MeasureValue[] = [];
  for (const measure of plan.dataset.measures) {
    const probes = measure.probes.filter((_, i) => i % STRIDE === 0);
    measured.push(
      await runToCompletion(evaluateMeasure(inspector, plan.config, { ...measure, probes } as Measure)),
    );
  }
  return measured;
}
