// The measures of the bundled model of the world on any backend.

import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import type { Measure } from '../../../src/model/data/dataset.ts';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { evaluateMeasure, type MeasureValue } from '../../../src/model/inspection/measures.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import { runToCompletion } from '../../../src/shared/job.ts';

/** On every `stride`-th probe of each measure; frees the executor after the test. */
export async function worldMeasuresOn(executor: Executor, stride = 1): Promise<MeasureValue[]> {
  onTestFinished(() => executor.dispose());
  const { weights } = readCheckpoint(readFileSync('public/models/world.safetensors'));
  const { inspector, plan } = await Run.create(executor, planRun({ preset: 'world' }), { step: 0, weights });
  const measured: MeasureValue[] = [];
  for (const measure of plan.dataset.measures) {
    const probes = measure.probes.filter((_, i) => i % stride === 0);
    measured.push(
      await runToCompletion(evaluateMeasure(inspector, plan.config, { ...measure, probes } as Measure)),
    );
  }
  return measured;
}
