// What every engine owes: trained, saved, opened elsewhere and trained on, a run takes the steps of one that never stopped, bit for bit.

import { expect, it } from 'vitest';
import { EMPTY_HISTORY } from '../../src/history/history.ts';
import type { StepPoint } from '../../src/history/series.ts';
import type { Executor } from '../../src/kernels/executor.ts';
import { Mnist } from '../../src/model/data/mnist/mnist.ts';
import { readDigitFile, writeDigitFile } from '../../src/model/digit-file.ts';
import { DigitRun } from '../../src/model/digit-run.ts';
import { planDigits } from '../../src/model/digit-settings.ts';
import { Run } from '../../src/model/run.ts';
import { planRun } from '../../src/model/run-plan.ts';
import { NO_EDITS } from '../../src/workers/edits.ts';
import { readRun, writeRun } from '../../src/workers/run-file.ts';
import { openPacked } from './digits.ts';
import { tinyRun } from './tiny.ts';

interface Steps {
  train(): Promise<StepPoint>;
}

async function take(run: Steps, count: number): Promise<StepPoint[]> {
  const results: StepPoint[] = [];
  for (let i = 0; i < count; i++) results.push(await run.train());
  return results;
}

const SGD = { B: 4, images: 40, steps: 20 } as const;
const DIGITS = [
  ['momentum', { ...SGD, optimizer: 'sgd', momentum: 0.9 }],
  ['Adam', { ...SGD, optimizer: 'adam', learningRate: 1e-3, minLearningRate: 1e-4 }],
] as const;

/** `engine` names the executor as files do. */
export function goesOnExactly(executor: () => Executor, engine = 'the same'): void {
  it('a transformer from its file', async () => {
    const plan = planRun(tinyRun());
    const through = await Run.create(executor(), plan);
    const want = await take(through, 9);
    const first = await Run.create(executor(), plan);
    const begun = await take(first, 4);
    const snapshot = await first.snapshot();
    const file = writeRun({ plan, snapshot, edits: NO_EDITS, history: EMPTY_HISTORY, engine });
    const opened = readRun(file, engine);
    const second = await Run.create(executor(), opened.plan, opened.from);
    expect([...begun, ...(await take(second, 5))]).toEqual(want);
    expect(await second.snapshot()).toEqual(await through.snapshot());
    for (const run of [through, first, second]) run.dispose();
  });

  it.each(DIGITS)('a digit network trained with %s, from its file', async (_, training) => {
    const mnist = new Mnist(openPacked);
    await mnist.need('train', SGD.images);
    const plan = planDigits({ preset: 'digits', training });
    const through = await DigitRun.create(executor(), plan, mnist);
    const want = await take(through, 13);
    const first = await DigitRun.create(executor(), plan, mnist);
    const begun = await take(first, 8);
    const opened = readDigitFile(writeDigitFile({ plan, ...(await first.snapshot()), engine }));
    const second = await DigitRun.create(executor(), opened.plan, mnist, opened);
    expect([...begun, ...(await take(second, 5))]).toEqual(want);
    expect(await second.snapshot()).toEqual(await through.snapshot());
    for (const run of [through, first, second]) run.dispose();
  });
}
