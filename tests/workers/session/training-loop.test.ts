// The training loop: steps, stops, evaluations, and other tasks between steps.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { Run } from '../../../src/model/training/run.ts';
import type { RunSettings } from '../../../src/model/training/run-plan.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import type { Job } from '../../../src/shared/job.ts';
import type { Progress } from '../../../src/workers/rpc/api/lab-api.ts';
import { TaskQueue, yieldToEventLoop } from '../../../src/workers/scheduling/task-queue.ts';
import { TrainingLoop } from '../../../src/workers/session/training-loop.ts';
import { DIVERGING, tinyRun } from '../../support/model/tiny-model.ts';

const executor = new ReferenceExecutor();
afterEach(() => vi.useRealTimers());

async function setUp(training: RunSettings['training'] = {}) {
  const run = await Run.create(executor, planRun(tinyRun(training)));
  const queue = new TaskQueue();
  const points: Progress['points'] = [];
  const evaluatedAt: number[] = [];
  const loop = new TrainingLoop(run, queue, {
    onProgress: (progress) => points.push(...progress.points),
    evaluate: () => evaluation(() => evaluatedAt.push(run.step)),
  });
  return { run, queue, loop, points, evaluatedAt };
}

/** An evaluation of `parts` parts; `note` is called in the first. */
async function* evaluation(note: () => void, parts = 1): Job<void> {
  note();
  for (let done = 1; done <= parts; done++) yield { label: 'parts', done, total: parts };
}

/** Logits of a fixed prompt with the weights of this moment. */
async function look(run: Run): Promise<Float32Array> {
  const { activations } = await run.inspector.run({
    B: 1,
    T: 4,
    tokens: new Int32Array(4),
    names: ['logits'],
  });
  return activations.get('logits')?.data as Float32Array;
}

describe('the loop', () => {
  it('takes all steps, and emits the metrics of each once and in order', async () => {
    const { run, loop, points } = await setUp();
    expect(await loop.run()).toBe('paused');
    expect(run.finished).toBe(true);
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, step) => step));
    const alone = await Run.create(executor, planRun(tinyRun()));
    for (const point of points) {
      const learningRate = alone.learningRate;
      expect(point).toEqual({ ...(await alone.train()), learningRate });
    }
    expect(await loop.run()).toBe('paused');
    expect(run.step).toBe(30);
  });

  it('queues steps before metrics are read back, at most three in flight', async () => {
    const { run, loop } = await setUp();
    const train = run.train.bind(run);
    let underWay = 0;
    const seen: number[] = [];
    vi.spyOn(run, 'train').mockImplementation(async () => {
      underWay += 1;
      seen.push(underWay);
      const result = await train();
      for (let i = 0; i < 4; i++) await yieldToEventLoop(); // a reading that takes its time
      underWay -= 1;
      return result;
    });
    expect(await loop.run()).toBe('paused');
    expect(seen.slice(0, 3)).toEqual([1, 2, 3]);
    expect(Math.max(...seen)).toBe(3);
  });

  it('reports its speed in tokens per second', async () => {
    const run = await Run.create(executor, planRun(tinyRun()));
    const train = run.train.bind(run);
    let clock = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => clock);
    vi.spyOn(run, 'train').mockImplementation(async () => {
      const result = await train();
      clock += 250;
      return result;
    });
    const speeds: number[] = [];
    const loop = new TrainingLoop(run, new TaskQueue(), {
      onProgress: ({ unitsPerSecond }) => speeds.push(unitsPerSecond),
      evaluate: () => evaluation(() => {}),
    });
    await loop.run();
    vi.restoreAllMocks();
    const { training, config } = run.plan;
    expect(speeds.at(-1)).toBeCloseTo(4 * training.B * config.T, 6);
  });

  describe('of uneven speed', () => {
    /** Steps of 10 ms by turns with stretches of 40, evaluations of two seconds; what is reported, by the clock. */
    async function reportsOf(steps: number) {
      const run = await Run.create(executor, planRun(tinyRun({ steps })));
      const train = run.train.bind(run);
      let clock = 1000;
      vi.spyOn(performance, 'now').mockImplementation(() => clock);
      vi.spyOn(run, 'train').mockImplementation(async () => {
        const result = await train();
        clock += Math.floor(run.step / 50) % 2 === 0 ? 10 : 40;
        return result;
      });
      const reports: (Progress & { readonly at: number })[] = [];
      const loop = new TrainingLoop(run, new TaskQueue(), {
        onProgress: (progress) => reports.push({ ...progress, at: clock }),
        evaluate: () =>
          evaluation(() => {
            clock += 2000;
          }),
      });
      await loop.run();
      vi.restoreAllMocks();
      return { reports, endedAt: clock };
    }

    it('the speed is known from the second step on, after an evaluation too, and leaves it out', async () => {
      const { reports } = await reportsOf(400);
      const speeds = reports.slice(1).map(({ unitsPerSecond }) => unitsPerSecond);
      const { B, T } = { B: planRun(tinyRun()).training.B, T: planRun(tinyRun()).config.T };
      for (const speed of speeds) {
        expect(speed).toBeGreaterThanOrEqual((1000 / 40) * B * T * 0.99);
        expect(speed).toBeLessThanOrEqual((1000 / 10) * B * T * 1.01);
      }
    });

    it('the time left counts evaluations, and comes down without leaps', async () => {
      const { reports, endedAt } = await reportsOf(2000);
      const known = reports.filter(({ secondsLeft }) => secondsLeft !== undefined);
      expect(known.length).toBeGreaterThan(reports.length / 2);
      const early = reports.filter(({ at }) => at < 2000);
      expect(early.map(({ secondsLeft }) => secondsLeft)).toEqual(early.map(() => undefined));
      for (const [i, { secondsLeft = 0, at }] of known.entries()) {
        const right = (endedAt - at) / 1000;
        if (right > 10) expect(secondsLeft / right).toBeGreaterThan(0.5);
        if (right > 10) expect(secondsLeft / right).toBeLessThan(2);
        const before = known[i - 1]?.secondsLeft;
        if (before !== undefined) expect(secondsLeft).toBeLessThan(1.25 * before + 1);
      }
    });
  });

  it('takes as many single steps as requested, also concurrently', async () => {
    const { run, loop } = await setUp();
    await loop.run(1);
    expect(run.step).toBe(1);
    await Promise.all([loop.run(1), loop.run(2)]);
    expect(run.step).toBe(4);
  });

  it('stops between two steps, keeps the model, and can resume', async () => {
    const { run, loop, points } = await setUp({ steps: 100_000 });
    const training = loop.run();
    for (let i = 0; i < 5; i++) await yieldToEventLoop();
    await loop.stop();
    expect(await training).toBe('paused');
    const { step } = run;
    expect(step).toBeGreaterThan(0);
    expect(points.at(-1)?.step).toBe(step - 1);
    await yieldToEventLoop();
    expect(run.step).toBe(step);
    await loop.run(3);
    expect(run.step).toBe(step + 3);
  });

  it('a stop ends all earlier calls, and no later one', async () => {
    const { run, loop } = await setUp({ steps: 100_000 });
    const ends = [loop.run(), loop.stop(), loop.run(), loop.stop(), loop.run(2)];
    await Promise.all(ends);
    expect(run.step).toBe(2);
  });

  it('takes no further step or evaluation after abandon', async () => {
    const { run, loop, evaluatedAt } = await setUp({ steps: 100_000 });
    const training = loop.run();
    await yieldToEventLoop();
    loop.abandon();
    await training;
    const { step } = run;
    await loop.run(5);
    expect(run.step).toBe(step);
    expect(evaluatedAt.every((at) => at < step)).toBe(true);
  });
});

describe('evaluation', () => {
  it('runs at most every twenty steps, at the end, and never twice at one step', async () => {
    const { loop, evaluatedAt } = await setUp({ steps: 90 });
    await loop.run();
    await loop.stop();
    expect(evaluatedAt.at(-1)).toBe(90);
    expect(evaluatedAt.length).toBeGreaterThan(1);
    evaluatedAt.slice(0, -1).forEach((step, i) => {
      expect(step - (evaluatedAt[i - 1] ?? 0)).toBeGreaterThanOrEqual(20);
    });
    await loop.run();
    expect(evaluatedAt.filter((step) => step === 90)).toHaveLength(1);
  });

  it('uses at most an eighth of the time', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { run, queue } = await setUp({ steps: 200 });
    const { train } = run;
    run.train = () => {
      vi.advanceTimersByTime(10);
      return train.call(run);
    };
    const evaluatedAt: number[] = [];
    const slow = new TrainingLoop(run, queue, {
      onProgress: () => {},
      evaluate: () =>
        evaluation(() => {
          evaluatedAt.push(run.step);
          vi.advanceTimersByTime(100);
        }),
    });
    await slow.run();
    expect(evaluatedAt).toEqual([20, 104, 188, 200]);
  });

  it('waits for all steps in flight', async () => {
    const { run, queue } = await setUp();
    const { train } = run;
    let settled = 0;
    run.train = async () => {
      const result = train.call(run);
      await yieldToEventLoop();
      settled += 1;
      return result;
    };
    const settledAt: number[] = [];
    const loop = new TrainingLoop(run, queue, {
      onProgress: () => {},
      evaluate: () => evaluation(() => settledAt.push(settled)),
    });
    await loop.run();
    expect(settledAt).toEqual([20, 30]);
  });
});

describe('a long evaluation', () => {
  async function untilEvaluation(parts: number) {
    const { run, queue } = await setUp({ steps: 100_000 });
    let [begun, taken] = [0, 0];
    const listener = {
      onProgress: () => {},
      async *evaluate(): Job<void> {
        yield* evaluation(() => begun++, parts);
        taken++;
      },
    };
    const loop = new TrainingLoop(run, queue, listener);
    const training = loop.run();
    while (begun === 0) await yieldToEventLoop();
    return { run, queue, loop, training, counts: () => ({ begun, taken }) };
  }

  it('lets other tasks run, which read the same weights', async () => {
    const { run, queue, loop, training, counts } = await untilEvaluation(50);
    const { step } = run;
    for (let i = 0; i < 10; i++) expect(await queue.run(async () => run.step)).toBe(step);
    expect(counts()).toEqual({ begun: 1, taken: 0 });
    await loop.stop();
    await training;
  });

  it('is completed if training pauses meanwhile, and not repeated', async () => {
    const { loop, training, counts } = await untilEvaluation(50);
    await loop.stop();
    expect(await training).toBe('paused');
    expect(counts()).toEqual({ begun: 1, taken: 1 });
  });

  it('is aborted by an immediate stop', async () => {
    const { loop, training, counts } = await untilEvaluation(1_000_000);
    await loop.stop({ atOnce: true });
    expect(await training).toBe('paused');
    expect(counts()).toEqual({ begun: 1, taken: 0 });
  });
});

describe('tasks between steps', () => {
  it('read the weights of one step, and do not affect training', async () => {
    const { run, queue, loop, points } = await setUp({ steps: 400 });
    const training = loop.run();
    const seen: { step: number; logits: Float32Array }[] = [];
    while (run.step < 400) {
      seen.push(await queue.run(async () => ({ step: run.step, logits: await look(run) })));
      await yieldToEventLoop();
    }
    await training;
    expect(new Set(seen.map(({ step }) => step)).size).toBeGreaterThan(3);
    const alone = await Run.create(executor, planRun(tinyRun({ steps: 400 })));
    for (const { step, logits } of seen) {
      while (alone.step < step) await alone.train();
      expect(logits).toEqual(await look(alone));
    }
    expect(points).toHaveLength(400);
  });
});

describe('failures', () => {
  it('a diverging run stops, emits no NaN, and keeps finite weights', async () => {
    const { run, loop, points, evaluatedAt } = await setUp(DIVERGING);
    expect(await loop.run()).toBe('diverged');
    expect(run.finished).toBe(false);
    for (const { loss, gradientNorm } of points) expect(loss + gradientNorm).toBeLessThan(Infinity);
    const { weights } = await run.snapshot();
    for (const values of weights.values()) expect(values.every(Number.isFinite)).toBe(true);
    expect(evaluatedAt.every((step) => step <= points.length)).toBe(true);
  });

  it('a failed step rejects the call, and the next call starts again', async () => {
    const { run, loop } = await setUp();
    const { train } = run;
    let calls = 0;
    run.train = () => (++calls === 4 ? Promise.reject(new Error('the device is lost')) : train.call(run));
    await expect(loop.run()).rejects.toThrow('the device is lost');
    expect(await loop.run()).toBe('paused');
    expect(run.finished).toBe(true);
  });
});
