// When a run is saved: every few seconds of training, when it stops, after manual changes, and never concurrently.

import { beforeEach, expect, test } from 'vitest';
import { EMPTY_HISTORY } from '../../../src/shared/history/history.ts';
import { Autosaver, thinnedCurve } from '../../../src/workers/persistence/autosaver.ts';
import type { RunSummary } from '../../../src/workers/rpc/api/lab-api.ts';
import { yieldToEventLoop } from '../../../src/workers/scheduling/task-queue.ts';

let now: number;
let step: number;
let taken: number[];
let written: RunSummary[];
/** How often another run made the snapshots outdated. */
let replaced: number;
/** What a writing waits for. */
let disk: () => Promise<void>;
let autosaver: Autosaver;

beforeEach(() => {
  [now, step, replaced, taken, written, disk] = [0, 0, 0, [], [], async () => {}];
  autosaver = new Autosaver({
    network: 'model',
    now: () => now,
    takeSnapshot: async () => {
      taken.push(step);
      return {
        title: 'facts',
        preset: 'facts',
        step,
        steps: 1000,
        parameterCount: 10,
        training: true,
        history: EMPTY_HISTORY,
        serialize: () => new Uint8Array(8),
      };
    },
    write: async (summary) => {
      await disk();
      written.push(summary);
      return { ...summary, name: summary.name || summary.preset };
    },
    onSnapshot: () => {},
    onReplaced: () => replaced++,
    onCurrent: () => {},
  });
  autosaver.handleEvent({ type: 'run', run: {} });
});

const settled = async () => {
  for (let i = 0; i < 3; i++) await yieldToEventLoop();
};

/** Trains for so many milliseconds, a step every ten and a report every hundred. */
async function train(milliseconds: number): Promise<void> {
  for (let i = 0; i < milliseconds; i += 100) {
    now += 100;
    step += 10;
    autosaver.handleEvent({
      type: 'progress',
      progress: { step, steps: 1000, points: [], unitsPerSecond: 1 },
    });
    await settled();
  }
}

test.each([0, 500, 1500, 2400])(
  'a save takes %i ms: at most five seconds of training are unsaved',
  async (milliseconds) => {
    disk = async () => {
      const end = now + milliseconds;
      while (now < end) await yieldToEventLoop();
    };
    let most = 0;
    for (let i = 0; i < 300; i++) {
      await train(100);
      most = Math.max(most, step - (written.at(-1)?.step ?? 0));
    }
    // Ten milliseconds a step: 500 steps are five seconds.
    expect(most).toBeLessThanOrEqual(500);
    expect(written.length).toBeLessThanOrEqual(13);
  },
);

test('on a slow disk saves do not queue up', async () => {
  let written_: () => void = () => {};
  const writing = new Promise<void>((resolve) => {
    written_ = resolve;
  });
  disk = () => writing;
  await train(30_000);
  expect(taken).toHaveLength(1);
  written_();
  await settled();
  await train(200);
  expect(taken).toHaveLength(2);
});

test('saves immediately when training stops, also during another save', async () => {
  autosaver.handleEvent({ type: 'state', state: 'training' });
  await train(4000);
  const before = written.length;
  void autosaver.save();
  await train(100);
  autosaver.handleEvent({ type: 'state', state: 'paused' });
  await settled();
  expect(written.length).toBeGreaterThan(before);
  expect(written.at(-1)?.step).toBe(step);
});

test('saves manual changes immediately, and nothing if unchanged', async () => {
  await autosaver.save();
  expect(written).toHaveLength(0);
  autosaver.markDirty();
  await settled();
  expect(written).toHaveLength(1);
  await autosaver.save();
  expect(written).toHaveLength(1);
});

test('a run keeps its id between saves, and another run gets another id', async () => {
  autosaver.markDirty();
  await settled();
  autosaver.markDirty();
  await settled();
  expect(written[1].id).toBe(written[0].id);
  expect(written[1].made).toBe(written[0].made);
  autosaver.handleEvent({ type: 'run', run: {} });
  autosaver.markDirty();
  await settled();
  expect(written[2].id).not.toBe(written[0].id);
});

test('the curve of a summary has few points, and the mean of all steps', () => {
  const points = Array.from({ length: 2000 }, (_, i) => ({
    step: i,
    count: 1,
    loss: i,
    gradientNorm: 1,
    learningRate: 1,
  }));
  const curve = thinnedCurve({ series: { stride: 1, points } });
  expect(curve.length).toBeLessThanOrEqual(256);
  expect(curve.at(-1)?.step).toBe(1999);
  expect(thinnedCurve(EMPTY_HISTORY)).toEqual([]);
});

test('another run makes earlier snapshots outdated; the same one, on another engine or with more facts, does not', () => {
  expect(replaced).toBe(1);
  autosaver.identifyNext('current');
  autosaver.handleEvent({ type: 'run', run: {} });
  expect(replaced).toBe(1);
  autosaver.identifyNext();
  autosaver.handleEvent({ type: 'run', run: {} });
  autosaver.handleEvent({ type: 'run', run: {} });
  expect(replaced).toBe(3);
});

test('a checkpoint is listed once it can be read: not before it is written, nor while', async () => {
  let finish = () => {};
  disk = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  autosaver.recordCheckpoint(step, () => new Uint8Array(4));
  expect(autosaver.current.checkpoints).toEqual([]);
  autosaver.markDirty();
  await settled();
  expect(autosaver.current.checkpoints).toEqual([]);
  finish();
  await settled();
  expect(autosaver.current.checkpoints).toEqual([step]);
});
