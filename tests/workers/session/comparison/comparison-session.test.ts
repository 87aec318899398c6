// Two variants side by side: as each alone, step by step in turn, on the same batches; saved, stopped, lost and diverged.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import { evaluate } from '../../../../src/lenses/evaluation/evaluate.ts';
import { readCheckpoint } from '../../../../src/model/files/checkpoint.ts';
import { Run } from '../../../../src/model/training/run.ts';
import { planRun, type RunSettings } from '../../../../src/model/training/run-plan.ts';
import type { StepPoint } from '../../../../src/shared/history/series.ts';
import { runToCompletion } from '../../../../src/shared/job.ts';
import type { ComparisonEvent, Evaluation, RunState } from '../../../../src/workers/rpc/api/lab-api.ts';
import { yieldToEventLoop } from '../../../../src/workers/scheduling/task-queue.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { DIVERGING, tinyRun } from '../../../support/model/tiny-model.ts';
import { createObservedLab, type ObservedLab } from '../../../support/workers/lab-fixtures.ts';

const ADAM = tinyRun({ steps: 10 });
const SGD = tinyRun({ steps: 10, optimizer: 'sgd', learningRate: 0.1 });

let observed: ObservedLab;
let lab: Lab;
let points: StepPoint[][];
let evaluations: Evaluation[][];
let states: RunState[][];
/** The variant of each step, in the order of the steps. */
let order: number[];
let messages: string[];
let last: ComparisonEvent | undefined;

beforeEach(async () => {
  observed = await createObservedLab();
  ({ lab } = observed);
  [points, evaluations, states, order, messages] = [[[], []], [[], []], [[], []], [], []];
  await lab.comparison.subscribe(record);
});

afterEach(() => lab.dispose());

function record(change: ComparisonEvent): void {
  last = change;
  if (change.type === 'comparison') return;
  const { variant, event } = change;
  if (event.type === 'evaluation') evaluations[variant].push(event.evaluation);
  if (event.type === 'progress') points[variant].push(...event.progress.points);
  if (event.type === 'state') {
    states[variant].push(event.state);
    if (event.message) messages.push(event.message);
  }
}

/** Every step of a run that is trained alone, and its evaluation every two steps. */
async function trainAlone(settings: RunSettings) {
  const run = await Run.create(await WasmExecutor.create(), planRun(settings));
  const alone = { points: [] as StepPoint[], evaluations: [await runToCompletion(evaluate(run))], run };
  while (!run.finished) {
    alone.points.push(await run.train());
    if (run.step % 2 === 0) alone.evaluations.push(await runToCompletion(evaluate(run)));
  }
  return alone;
}

/** An evaluation reports the steps before it: a test can act during one in the middle of the run. */
const waitForStep = async (step: number) => {
  while ((points[0].at(-1)?.step ?? -1) < step) await yieldToEventLoop();
};

/** Records which variant takes each step. */
function watchSteps(): void {
  const train = Run.prototype.train;
  Run.prototype.train = function (this: Run) {
    order.push(this.plan.training.optimizer === 'sgd' ? 1 : 0);
    return train.call(this);
  };
  afterEach(() => {
    Run.prototype.train = train;
  });
}

describe('two variants', () => {
  it('are trained and evaluated bit for bit as each alone', async () => {
    const info = await lab.comparison.create({ variants: [ADAM, SGD], evaluateEvery: 2 });
    expect(info.sameBatches).toBe(true);
    expect(await lab.comparison.train()).toEqual(['finished', 'finished']);
    for (const [variant, settings] of [ADAM, SGD].entries()) {
      const alone = await trainAlone(settings);
      expect(points[variant]).toEqual(alone.points);
      expect(evaluations[variant]).toEqual(alone.evaluations);
    }
    // The same initial weights and the same batch: only the update differs.
    expect(points[0][0].loss).toBe(points[1][0].loss);
    expect(points[0][5].loss).not.toBe(points[1][5].loss);
  });

  it('take their steps in turn, whatever a step or an evaluation costs', async () => {
    watchSteps();
    const larger = { ...SGD, model: { ...SGD.model, L: 3 } };
    await lab.comparison.create({ variants: [ADAM, larger], evaluateEvery: 3 });
    await lab.comparison.train();
    const rounds = Array.from({ length: 10 }, (_, i) => new Set(order.slice(2 * i, 2 * i + 2)).size);
    expect([order.length, rounds]).toEqual([20, Array(10).fill(2)]);
    const steps = evaluations.map((all) => all.map(({ step }) => step));
    expect(steps).toEqual([
      [0, 3, 6, 9, 10],
      [0, 3, 6, 9, 10],
    ]);
  });

  it('stop at the same step and go on with the same numbers', async () => {
    await lab.comparison.create({ variants: [ADAM, SGD], evaluateEvery: 4 });
    const training = lab.comparison.train();
    await waitForStep(3);
    await lab.comparison.pause();
    expect(await training).toEqual(['paused', 'paused']);
    expect(points[0]).toHaveLength(points[1].length);
    expect(points[0].length).toBeLessThan(10);
    await lab.comparison.train();
    expect(points[1]).toEqual((await trainAlone(SGD)).points);
    await expect(lab.comparison.train()).rejects.toThrow('All runs of the comparison have ended');
  });

  it('leave the current run as it is, and are saved as runs that continue exactly', async () => {
    await lab.transformer.create(tinyRun());
    await lab.transformer.step();
    await lab.comparison.create({ variants: [ADAM, SGD], evaluateEvery: 5 });
    const training = lab.comparison.train();
    await waitForStep(4);
    await lab.comparison.pause();
    await training;
    const file = await lab.comparison.save(1);
    expect((await lab.transformer.inspect({ text: 'a', names: [] })).step).toBe(1);
    expect(readCheckpoint(file).history?.evaluations).toEqual(evaluations[1]);
    const info = await lab.transformer.open(file);
    expect(info.settings.training?.optimizer).toBe('sgd');
    await lab.transformer.train();
    const { run } = await trainAlone(SGD);
    expect(readCheckpoint(await lab.transformer.save()).weights).toEqual(await run.weights.get());
  });

  it('one that diverges ends alone, with the reason', async () => {
    await lab.comparison.create({ variants: [tinyRun(DIVERGING), ADAM], evaluateEvery: 100 });
    expect(await lab.comparison.train()).toEqual(['diverged', 'finished']);
    expect(points[1]).toEqual((await trainAlone(ADAM)).points);
    expect(messages).toEqual([expect.stringContaining('The loss is not a finite number')]);
  });

  it('go on from their last evaluation on another engine', async () => {
    await lab.comparison.create({ variants: [ADAM, SGD], evaluateEvery: 2 });
    const training = lab.comparison.train();
    await waitForStep(4);
    observed.engines[0].lose('The driver was reset.');
    await training.catch(() => {});
    while (states[0].at(-1) !== 'finished' || states[1].at(-1) !== 'finished') await yieldToEventLoop();
    expect(messages[0]).toMatch(/The driver was reset.*Training continues from step \d+\./);
    for (const [variant, settings] of [ADAM, SGD].entries())
      expect(points[variant].at(-1)).toEqual((await trainAlone(settings)).points.at(-1));
  });

  it('move to another engine at their step', async () => {
    await lab.comparison.create({ variants: [ADAM, SGD], evaluateEvery: 2 });
    const training = lab.comparison.train();
    await waitForStep(3);
    await lab.switchEngine({ backend: 'auto' });
    await training;
    while (states[0].at(-1) !== 'finished' || states[1].at(-1) !== 'finished') await yieldToEventLoop();
    expect(messages[0]).toMatch(/Training continues from step [4-9]\./);
    for (const [variant, settings] of [ADAM, SGD].entries())
      expect(points[variant]).toEqual((await trainAlone(settings)).points);
  });

  it('that have ended stay so on another engine, which trains none of them again', async () => {
    await lab.comparison.create({ variants: [tinyRun(DIVERGING), ADAM], evaluateEvery: 100 });
    await lab.comparison.train();
    const trained = points.map(({ length }) => length);
    messages.length = 0;
    await lab.switchEngine({ backend: 'cpu' });
    expect(states.map((all) => all.at(-1))).toEqual(['diverged', 'finished']);
    expect(messages).toEqual([messages[0], messages[0]]);
    expect(messages[0]).not.toContain('continues');
    await expect(lab.comparison.train()).rejects.toThrow('All runs of the comparison have ended');
    expect(points.map(({ length }) => length)).toEqual(trained);
  });

  it('end with the comparison, which frees their memory', async () => {
    const executor = observed.engines[0];
    const before = executor.usage.bytes;
    await lab.comparison.create({ variants: [ADAM, SGD] });
    expect(executor.usage.bytes).toBeGreaterThan(before);
    await lab.comparison.close();
    expect([executor.usage.bytes, last]).toEqual([before, { type: 'comparison' }]);
    await expect(lab.comparison.train()).rejects.toThrow('There is no comparison; create one first.');
  });
});

it('of two comparisons created at once the last one stays, and the first frees its memory', async () => {
  const executor = observed.engines[0];
  const before = executor.usage.bytes;
  const request = { variants: [ADAM, SGD] };
  await Promise.all([lab.comparison.create(request), lab.comparison.create(request)]);
  expect(await lab.comparison.train()).toEqual(['finished', 'finished']);
  const creation = lab.comparison.create(request);
  await lab.comparison.close();
  await creation;
  await lab.comparison.close();
  expect(executor.usage.bytes).toBe(before);
});

describe('settings', () => {
  it('with errors are told by variant, and change nothing', async () => {
    await lab.comparison.create({ variants: [ADAM, SGD] });
    const variants = [ADAM, { ...ADAM, model: { ...ADAM.model, H: 3 } }];
    const problems = await lab.comparison.problems({ variants });
    expect(problems).toEqual([expect.objectContaining({ variant: 1, field: 'C' })]);
    expect(problems[0].message).toMatch(/^Variant B: /);
    await expect(lab.comparison.create({ variants })).rejects.toThrow('Variant B: ');
    await expect(lab.comparison.create({ variants: [ADAM] })).rejects.toThrow('at least two variants');
    expect(await lab.comparison.train()).toEqual(['finished', 'finished']);
  });

  it('need the memory of all variants and of the current run together', async () => {
    const { memoryBytes } = await lab.comparison.create({ variants: [ADAM, SGD] });
    await lab.comparison.close();
    const [executor] = observed.engines;
    const allows = async (totalBytes: number) => {
      Object.defineProperty(executor, 'capacity', {
        value: { label: 'this engine', totalBytes, maxBufferBytes: 1e9 },
      });
      return (await lab.comparison.problems({ variants: [ADAM, SGD] })).map(({ message }) => message);
    };
    expect(await allows(memoryBytes)).toEqual([]);
    expect(await allows(memoryBytes - 1)).toEqual([expect.stringContaining('this engine may use')]);
    await lab.transformer.create(ADAM);
    expect(await allows(memoryBytes + executor.usage.bytes)).toEqual([]);
    expect(await allows(memoryBytes + executor.usage.bytes - 1)).toHaveLength(1);
  });
});
