// What `bench` reports of a case whose rate is measured while something else computes.

import { expect, test } from 'vitest';
import { runCase } from '../../bench/bench-case.ts';
import { ReferenceExecutor } from '../../src/kernels/backends/reference/reference-executor.ts';
import type { ThreadTeam } from '../../src/kernels/backends/wasm/threads/thread-team.ts';
import type { StartedEngine } from '../../src/workers/session/engine/start-engine.ts';

const started = (team?: Partial<ThreadTeam>): StartedEngine => ({
  executor: new ReferenceExecutor(),
  engine: { backend: 'wasm', adapter: 'a CPU', threads: team?.count },
  threads: team as ThreadTeam | undefined,
});
const measure = (engine: StartedEngine, ...measured: number[]) =>
  runCase(engine, '1,2,8,8,2,11', {
    ...{ seconds: 0.02, host: 'node' },
    measureRates: async () => {
      const fmaGflops = measured.shift() ?? 0;
      return { fmaGflops, copyGBs: fmaGflops / 2 };
    },
  });

test('the rate is the larger of those measured before and after the kernels', async () => {
  expect(await measure(started(), 1e6, 2)).toMatchObject({ fmaGflops: 1e6, copyGBs: 5e5, aboveRate: [] });
  expect(await measure(started(), 3, 1e6)).toMatchObject({ fmaGflops: 1e6, copyGBs: 5e5 });
});

test('kernels that are measured above the rate are named', async () => {
  const { ops, aboveRate } = await measure(started(), 1e-9, 1e-9);
  const withOperations = ops.filter(({ gflops }) => gflops > 0).map(({ name }) => name);
  expect(withOperations).not.toEqual([]);
  expect(aboveRate).toEqual(withOperations);
});

test('all threads are used all the time; one that stops ends the measurement', async () => {
  const team = { count: 2, started: 1, backsOff: true };
  expect(await measure(started(team), 1, 1)).toMatchObject({ threads: 2 });
  expect(team.backsOff).toBe(false);
  const lost = { ...team };
  const engine = started(lost);
  lost.count = 1;
  await expect(measure(engine, 1, 1)).rejects.toThrow('A thread stopped.');
});
