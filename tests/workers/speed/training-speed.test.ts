// What the page Speed measures. The share of the multiply-add rate counts the operations of the model, not those that fused ops compute again.

import { expect, test, vi } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import type { ThreadTeam } from '../../../src/kernels/backends/wasm/threads/thread-team.ts';
import type { AdapterKind } from '../../../src/kernels/op.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { measureHardware } from '../../../src/workers/speed/measure-hardware.ts';
import { leftOutVariants } from '../../../src/workers/speed/products.ts';
import { createWarmStep, timePipelinedSteps } from '../../../src/workers/speed/training-speed.ts';
import { TINY_CONFIG } from '../../support/model/tiny-model.ts';

async function costOf(adapterKind?: AdapterKind) {
  const executor = Object.assign(new ReferenceExecutor(), { adapterKind });
  const { cost, operations, dispose } = await createWarmStep(executor, { ...TINY_CONFIG, B: 2 });
  dispose();
  return { operations, ...cost };
}

test('a fused step is credited with the operations of the recorded one', async () => {
  const [fused, recorded] = [await costOf('hardware'), await costOf()];
  expect(fused.operations).toBe(recorded.operations);
  expect(fused.dispatches).toBeLessThan(recorded.dispatches);
});

test('further steps are submitted before the loss of the last is read', async () => {
  const { program, loss, dispose } = await createWarmStep(new ReferenceExecutor(), { ...TINY_CONFIG, B: 1 });
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const run = vi.spyOn(program, 'run').mockImplementation(() => {
    clock += 20;
  });
  const read = vi.spyOn(program, 'read');
  expect(await timePipelinedSteps(program, loss, 0, 50)).toBe(20);
  expect(run).toHaveBeenCalledTimes(1 + 2 + 4);
  expect(read).toHaveBeenCalledTimes(3);
  dispose();
});

test('a software adapter runs no kernels that are made for hardware', () => {
  const names = (adapterKind?: AdapterKind) =>
    leftOutVariants({ backend: adapterKind ? 'webgpu' : 'wasm', adapterKind });
  expect(names('quads')).toContain('workgroup-64x64');
  expect(names('software')).toEqual(names('quads'));
  for (const name of names('quads')) expect(name).toMatch(/^(workgroup|sliced)-/);
  expect(names('hardware')).toEqual([]);
  expect(names()).toEqual([]);
});

test.each([
  ['starts', { started: 1 }, 'measured with 2 threads'],
  ['crashes', { count: 1 }, 'A thread stopped.'],
])(
  'several threads are measured when the second %s, for which the event loop must run',
  async (_, change, reason) => {
    const team = { count: 2, started: 0 };
    const executor = new ReferenceExecutor();
    vi.spyOn(executor, 'compile').mockImplementation(async () => {
      throw new Error(`measured with ${team.started + 1} threads`);
    });
    const start = async ({ threads = 1 }) => {
      if (threads > 1) setTimeout(() => Object.assign(team, change));
      const engine = { backend: 'wasm', adapter: 'a CPU', threads } as const;
      return { executor, engine, threads: threads > 1 ? (team as ThreadTeam) : undefined };
    };
    const machine = { start, threads: 2, host: 'a test', processorThreads: 2, backends: ['cpu'] as const };
    const { missing } = await runToCompletion(measureHardware(machine));
    expect(missing).toContainEqual({ engine: 'CPU, 2 threads', reason });
  },
);
