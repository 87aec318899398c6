// Threads that share memory: the same bits for any number of them, and what happens when one ends.

import { createHash } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type {
  StartThread,
  ThreadTeam,
} from '../../../../../src/kernels/backends/wasm/threads/thread-team.ts';
import { WorkBoard } from '../../../../../src/kernels/backends/wasm/threads/work-board.ts';
import { WasmExecutor } from '../../../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { Case, Op } from '../../../../../src/kernels/op.ts';
import { linear, linearTransposed } from '../../../../../src/kernels/ops/linear/linear.ts';
import {
  createOpHarness,
  runOpHarness,
  seededRandom,
} from '../../../../../src/kernels/verification/op-harness.ts';
import { Run } from '../../../../../src/model/training/run.ts';
import { planRun } from '../../../../../src/model/training/run-plan.ts';
import { startTestThread } from '../../../../support/kernels/node-threads.ts';
import { opCases } from '../../../../support/kernels/op-cases.ts';
import { DROPOUT, tinyRun } from '../../../../support/model/tiny-model.ts';

const alone = await WasmExecutor.create();
const teams: WasmExecutor[] = [];
afterAll(() => {
  for (const team of teams) team.dispose();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** However small, every call is shared. */
async function teamOf(count: number, start = startTestThread): Promise<WasmExecutor> {
  const team = await WasmExecutor.create(undefined, { threads: { count, start, workPerRange: 1 } });
  teams.push(team);
  return team;
}

async function bitsOf(executor: WasmExecutor, op: Op, testCase: Case, accumulate?: boolean) {
  const harness = createOpHarness(op, testCase, seededRandom(1), { accumulate });
  const results = await runOpHarness(executor, harness);
  return [...results].map(
    ([name, numbers]) => `${name} ${createHash('sha256').update(numbers).digest('hex')}`,
  );
}

/** Sizes with whole tiles, edges, and fewer rows than a tile, whose longer axis is the other one in each pass. */
const productCases = [linear, linearTransposed].flatMap((op) =>
  [
    { R: 1, K: 20, N: 70 },
    { R: 3, K: 2, N: 1 },
    { R: 67, K: 20, N: 9 },
    { R: 9, K: 67, N: 41 },
  ].map((dims) => ({
    title: `${op.name} ${JSON.stringify(dims)}`,
    op,
    testCase: { dims },
    accumulate: true,
  })),
);

describe.each([2, 3, 5])('%i threads', async (count) => {
  const executor = await teamOf(count);
  const team = executor.team as ThreadTeam;
  team.onLost = (message) => expect.fail(message);
  await vi.waitUntil(() => team.started === count - 1, { timeout: 60_000 });

  it('all compute', async () => {
    const harness = createOpHarness(linear, { dims: { R: 512, K: 512, N: 512 } }, seededRandom(1));
    const compute = vi.spyOn(WorkBoard.prototype, 'compute');
    await expect
      .poll(async () => {
        compute.mockClear();
        await runOpHarness(executor, harness);
        return compute.mock.calls.length; // those of the first thread
      })
      .toBeLessThan(harness.plan.steps.length * 2 * count);
  });

  it.each([...opCases, ...productCases])(
    'compute the bits of one in $title',
    async ({ op, testCase, accumulate }) => {
      expect(await bitsOf(executor, op, testCase, accumulate)).toEqual(
        await bitsOf(alone, op, testCase, accumulate),
      );
    },
  );

  it('train to the same bits, also while the memory grows', async () => {
    const tiny = tinyRun({ B: 6, optimizer: 'muon' });
    const plan = planRun({ ...tiny, model: { ...tiny.model, ...DROPOUT } });
    const [one, many] = [await Run.create(alone, plan), await Run.create(executor, plan)];
    for (let step = 0; step < 6; step++) {
      if (step === 3) executor.allocate('large storage', 2 ** 22).dispose();
      expect(await many.train()).toEqual(await one.train());
    }
    expect(await many.snapshot()).toEqual(await one.snapshot());
    one.dispose();
    many.dispose();
  });
});

describe('a thread', () => {
  const [{ op, testCase, accumulate }] = productCases;

  /** A thread that computes nothing. */
  function fakeThread() {
    const terminate = vi.fn();
    let end: (message: string) => void = () => {};
    const start: StartThread = ({ board, thread, threads }, onCrash) => {
      new WorkBoard(board, [], thread, threads).join();
      end = onCrash;
      return { terminate };
    };
    return { start, terminate, end: (message: string) => end(message) };
  }

  it('that computes nothing is not waited for', async () => {
    const team = await teamOf(2, fakeThread().start);
    expect(await bitsOf(team, op, testCase, accumulate)).toEqual(
      await bitsOf(alone, op, testCase, accumulate),
    );
  });

  it('that ends is reported and no longer counted; the others compute its ranges', async () => {
    const { start, end } = fakeThread();
    const executor = await teamOf(2, start);
    const team = executor.team as ThreadTeam;
    team.onLost = vi.fn();
    end('Uncaught Error: out of breath.');
    expect(team.onLost).toHaveBeenCalledExactlyOnceWith(
      'A thread stopped: out of breath. The others compute its share; the numbers stay the same.',
    );
    expect(team.count).toBe(1);
    expect(await bitsOf(executor, op, testCase, accumulate)).toEqual(
      await bitsOf(alone, op, testCase, accumulate),
    );
  });

  it('that ends in the middle of a range loses the engine, whose results are incomplete', async () => {
    const team = await teamOf(2, fakeThread().start);
    vi.spyOn(WorkBoard.prototype, 'run').mockReturnValueOnce(false);
    await expect(bitsOf(team, op, testCase, accumulate)).rejects.toThrow(
      'A thread stopped while it computed.',
    );
    expect(await team.lost).toBe('A thread stopped while it computed.');
    // A range that is finished after all would count for a later call.
    await expect(bitsOf(team, op, testCase, accumulate)).rejects.toThrow('A thread stopped');
  });

  it('that has not started yet is not woken', async () => {
    const team = await teamOf(2, () => ({ terminate: () => {} }));
    const run = vi.spyOn(WorkBoard.prototype, 'run');
    expect(await bitsOf(team, op, testCase, accumulate)).toEqual(
      await bitsOf(alone, op, testCase, accumulate),
    );
    expect(run).not.toHaveBeenCalled();
  });

  it('that cannot be started leaves one thread and ends those started before', async () => {
    const terminate = vi.fn();
    const start = vi
      .fn()
      .mockReturnValueOnce({ terminate })
      .mockImplementation(() => {
        throw new Error('no worker');
      });
    const executor = await WasmExecutor.create(undefined, { threads: { count: 3, start } });
    expect(executor.team).toBeUndefined();
    expect(terminate).toHaveBeenCalledOnce();
  });

  /** A second thread for which the first waits 30 ms in each call. */
  const slowThread = () =>
    vi.spyOn(WorkBoard.prototype, 'run').mockImplementation(function (this: WorkBoard, call) {
      this.runAlone(call);
      this.waitedMs += 30;
      return true;
    });

  it('is not used for a while when the first has waited for it too long', async () => {
    const team = await teamOf(2, fakeThread().start);
    const run = slowThread();
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    await bitsOf(team, op, testCase, accumulate);
    now.mockReturnValue(1060);
    run.mockClear();
    await bitsOf(team, op, testCase, accumulate);
    expect(run).toHaveBeenCalledTimes(1);
    now.mockReturnValue(2070);
    await bitsOf(team, op, testCase, accumulate);
    expect(run.mock.calls.length).toBeGreaterThan(1);
  });

  it('is used in every call while speed is measured, however long the first waits', async () => {
    const team = await teamOf(2, fakeThread().start);
    (team.team as ThreadTeam).backsOff = false;
    const run = slowThread();
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    await bitsOf(team, op, testCase, accumulate);
    const calls = run.mock.calls.length;
    for (const time of [1060, 1120, 1180]) {
      now.mockReturnValue(time);
      await bitsOf(team, op, testCase, accumulate);
    }
    expect(calls).toBeGreaterThan(1);
    expect(run).toHaveBeenCalledTimes(4 * calls);
  });

  it('is terminated with the executor', async () => {
    const { start, terminate } = fakeThread();
    (await teamOf(3, start)).dispose();
    expect(terminate).toHaveBeenCalledTimes(2);
  });

  it('is not started where memory cannot be shared', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const start = vi.fn();
    const executor = await WasmExecutor.create(undefined, { threads: { count: 2, start } });
    expect(start).not.toHaveBeenCalled();
    expect(executor.team).toBeUndefined();
  });
});
