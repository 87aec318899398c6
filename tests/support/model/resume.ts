// Contract of every engine: a saved and resumed run is bit-identical to an uninterrupted one.

import { expect, it } from 'vitest';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { Mnist } from '../../../src/model/data/mnist/mnist.ts';
import { readDigitFile, writeDigitFile } from '../../../src/model/digits/digit-file.ts';
import { DigitRun } from '../../../src/model/digits/digit-run.ts';
import { planDigits } from '../../../src/model/digits/digit-settings.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun, type RunSettings } from '../../../src/model/training/run-plan.ts';
import { EMPTY_HISTORY } from '../../../src/shared/history/history.ts';
import type { StepPoint } from '../../../src/shared/history/series.ts';
import { OPTIMIZERS } from '../../../src/shared/settings/training-settings.ts';
import { NO_EDITS } from '../../../src/workers/model-editing/edit-history.ts';
import { restoreRun, serializeRun } from '../../../src/workers/persistence/run-file.ts';
import { openPackedMnist } from './packed-mnist.ts';
import { DROPOUT, tinyRun } from './tiny-model.ts';

interface Steps {
  train(): Promise<StepPoint>;
}

async function trainSteps(run: Steps, count: number): Promise<StepPoint[]> {
  const results: StepPoint[] = [];
  for (let i = 0; i < count; i++) results.push(await run.train());
  return results;
}

const SGD = { B: 4, images: 40, steps: 20 } as const;
const DIGITS = [
  ['momentum', { ...SGD, optimizer: 'sgd', momentum: 0.9 }],
  ['Adam', { ...SGD, optimizer: 'adam', learningRate: 1e-3, minLearningRate: 1e-4 }],
] as const;

const LLAMA_PARTS: RunSettings['model'] = {
  ...{ norm: 'rms', qkNorm: true, positions: 'rotary', activation: 'swiglu', biases: 'none', headWidth: 6 },
  ...{ keyValueHeads: 1, tied: false, init: 'scaled', ...DROPOUT },
};

/** @param engine name of the executor in model files */
export function describeExactResume(executor: () => Executor, engine = 'the same'): void {
  const RUNS = [
    ...OPTIMIZERS.map((optimizer) => [optimizer, tinyRun({ optimizer })] as const),
    ...(['adamw', 'muon'] as const).map((optimizer) => {
      const run = tinyRun({ optimizer });
      return [
        `${optimizer}, of Llama’s parts with dropout`,
        { ...run, model: { ...run.model, ...LLAMA_PARTS } },
      ] as const;
    }),
  ];
  it.each(RUNS)('a transformer trained with %s, from its file', async (_, settings) => {
    const plan = planRun(settings);
    const uninterrupted = await Run.create(executor(), plan);
    const expected = await trainSteps(uninterrupted, 9);
    const first = await Run.create(executor(), plan);
    const begun = await trainSteps(first, 4);
    const snapshot = await first.snapshot();
    const file = serializeRun({ plan, snapshot, edits: NO_EDITS, history: EMPTY_HISTORY, engine });
    const opened = restoreRun(file, engine);
    const second = await Run.create(executor(), opened.plan, opened.from);
    expect([...begun, ...(await trainSteps(second, 5))]).toEqual(expected);
    expect(await second.snapshot()).toEqual(await uninterrupted.snapshot());
    for (const run of [uninterrupted, first, second]) run.dispose();
  });

  it.each(DIGITS)('a digit network trained with %s, from its file', async (_, training) => {
    const mnist = new Mnist(openPackedMnist);
    await mnist.ensureLoaded('train', SGD.images);
    const plan = planDigits({ preset: 'digits', training });
    const uninterrupted = await DigitRun.create(executor(), plan, mnist);
    const expected = await trainSteps(uninterrupted, 13);
    const first = await DigitRun.create(executor(), plan, mnist);
    const begun = await trainSteps(first, 8);
    const opened = readDigitFile(writeDigitFile({ plan, ...(await first.snapshot()), engine }));
    const second = await DigitRun.create(executor(), opened.plan, mnist, opened);
    expect([...begun, ...(await trainSteps(second, 5))]).toEqual(expected);
    expect(await second.snapshot()).toEqual(await uninterrupted.snapshot());
    for (const run of [uninterrupted, first, second]) run.dispose();
  });
}
