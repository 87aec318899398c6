// The training of the bundled model of the world, repeated from its first step.

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { type RunHistory, readRunHistory } from '../../../src/model/files/history-metadata.ts';
import { parseRecord } from '../../../src/model/files/record.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import type { Series } from '../../../src/shared/history/series.ts';
import { HISTORY_FILE } from '../../../src/shared/model-record.ts';
import { manifestSettings } from './manifest-settings.ts';

/** Losses of the training that `npm run build:models -- world` repeats, by step. */
const LOSSES: readonly (readonly [step: number, loss: number])[] = [
  [0, 7.219840982585277],
  [20, 5.379760689205593],
  [40, 3.301952606023744],
  [60, 3.2677263660936164],
  [80, 3.207955320803121],
  [99, 3.1782265532265503],
];

/** Trains so many steps, and expects the losses of the bundled model's training to the bit, and those of its history. */
export async function expectWorldLosses(steps: number): Promise<void> {
  const executor = await WasmExecutor.create();
  const run = await Run.create(executor, planRun(manifestSettings('world')));
  const expected = LOSSES.filter(([step]) => step < steps);
  const losses: number[] = [];
  while (run.step < steps) losses.push((await run.train()).loss);
  expect(expected.map(([step]) => [step, losses[step]])).toEqual(expected);
  const recorded = recordedPoints().filter(({ step }) => step < steps);
  expect(recorded.length).toBeGreaterThan(3);
  for (const { step, count, loss } of recorded) {
    const sum = losses.slice(step + 1 - count, step + 1).reduce((sum, each) => sum + each);
    expect(loss).toBeCloseTo(sum / count, 3);
  }
  run.dispose();
  executor.dispose();
}

/** The curve of the bundled model's history: means of a few steps, at the last of them. */
function recordedPoints(): Series['points'] {
  const json = readFileSync(`public/models/world/${HISTORY_FILE}`, 'utf8');
  const { history } = parseRecord(json, readRunHistory, 'world');
  return ((history as RunHistory).series as Series).points;
}
