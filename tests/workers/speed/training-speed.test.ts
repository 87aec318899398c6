// What the page Speed measures. The share of the multiply-add rate counts the operations of the model, not those that fused ops compute again.

import { expect, test, vi } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import type { AdapterKind } from '../../../src/kernels/op.ts';
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
  const calls = vi.spyOn(program, 'run');
  const losses = vi.spyOn(program, 'read');
  // So long that the first samples are too short.
  await timePipelinedSteps(program, loss, 0, 50);
  dispose();
  expect(losses.mock.calls.length).toBeLessThan(calls.mock.calls.length);
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
