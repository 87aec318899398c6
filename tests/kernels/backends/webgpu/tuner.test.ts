// The tuner measures where there is a choice and time for it, and what it found is kept.

import { expect, test } from 'vitest';
import { Tuner, type VariantCache } from '../../../../src/kernels/backends/webgpu/tuner.ts';
import type { AdapterProfile } from '../../../../src/kernels/backends/webgpu/variant-selection.ts';
import type { Step } from '../../../../src/kernels/graph/plan.ts';
import type { Variant } from '../../../../src/kernels/op.ts';
import { createOpHarness, seededRandom } from '../../../../src/kernels/op-harness.ts';
import { linear } from '../../../../src/kernels/ops/linear/linear.ts';
import { softmax } from '../../../../src/kernels/ops/softmax/softmax.ts';

const HARDWARE: AdapterProfile = { name: 'some GPU', kind: 'hardware', features: new Set() };
const { steps } = createOpHarness(linear, { dims: { R: 128, K: 64, N: 32 } }, seededRandom(1)).plan;

/** One after the other takes `milliseconds`, and `fastest` is the one that wins. */
function fakeTimer(fastest: string, milliseconds = 1) {
  const timed: string[] = [];
  let clock = 0;
  const time = async ({ pass }: Step, { name }: Variant) => {
    timed.push(`${pass.name} ${name}`);
    clock += milliseconds;
    return name === fastest ? 1 : 2;
  };
  return { timed, time, now: () => clock };
}

async function runTuner(cache: VariantCache, timer: ReturnType<typeof fakeTimer>, adapter = HARDWARE) {
  const tuner = new Tuner(adapter, cache, 1000, timer.now);
  await tuner.restore(steps);
  const changed = await tuner.tune(steps, timer.time);
  const chosen = steps.map((step) => [step.pass.name, tuner.select(step, adapter).name]);
  return { changed, chosen: Object.fromEntries(chosen) };
}

test('on a GPU each candidate is timed, and the fastest runs from then on', async () => {
  const watch = fakeTimer('tile-8x8');
  const { changed, chosen } = await runTuner(new Map(), watch);
  expect(changed).toBe(true);
  expect(chosen).toMatchObject({ forward: 'tile-8x8', backward_x: 'tile-8x8', backward_weight: 'tile-8x8' });
  expect(watch.timed.filter((one) => one.startsWith('forward '))).toEqual([
    'forward workgroup-32x32',
    'forward sliced-16x16',
    'forward tile-16x8-vec4',
    'forward tile-8x8',
  ]);
});

test('what was found is remembered, and not measured again', async () => {
  const memory = new Map<string, string>();
  await runTuner(memory, fakeTimer('sliced-16x16'));
  const watch = fakeTimer('tile-8x8');
  const { changed, chosen } = await runTuner(memory, watch);
  expect(watch.timed).toEqual([]);
  expect(changed).toBe(false);
  expect(chosen.forward).toBe('sliced-16x16');
  const other = fakeTimer('tile-8x8');
  await runTuner(memory, other, { ...HARDWARE, name: 'another GPU' });
  expect(other.timed).not.toEqual([]);
});

test('a stored entry with a former name selects the renamed variant', async () => {
  const { steps } = createOpHarness(softmax, { dims: { R: 3, N: 5 } }, seededRandom(1)).plan;
  const memory = new Map<string, string>();
  const tuner = () => new Tuner(HARDWARE, memory, 1000, () => 0);
  await tuner().tune(steps, fakeTimer('row-per-workgroup').time);
  for (const key of memory.keys()) memory.set(key, 'row-a-thread');
  const restored = tuner();
  await restored.restore(steps);
  expect(steps.map((step) => restored.select(step, HARDWARE).name)).toEqual([
    'row-per-thread',
    'row-per-thread',
  ]);
});

test('a variant that is gone is measured anew', async () => {
  const memory = new Map<string, string>();
  await runTuner(memory, fakeTimer('tile-8x8'));
  for (const key of memory.keys()) memory.set(key, 'gone');
  expect((await runTuner(memory, fakeTimer('tile-8x8'))).chosen.forward).toBe('tile-8x8');
});

test('when the time is up the rest runs what it would have run, and nothing half measured is kept', async () => {
  const memory = new Map<string, string>();
  const watch = fakeTimer('tile-8x8', 150);
  const { chosen } = await runTuner(memory, watch);
  expect(watch.timed).toHaveLength(7);
  expect(Object.values(chosen).filter((name) => name === 'tile-8x8')).toHaveLength(1);
  expect(memory.size).toBe(1);
});

test('in software nothing is timed: compiling what loses would take longer than it could win', async () => {
  for (const kind of ['software', 'quads'] as const) {
    const watch = fakeTimer('tile-8x8');
    expect((await runTuner(new Map(), watch, { ...HARDWARE, kind })).changed).toBe(false);
    expect(watch.timed).toEqual([]);
  }
});
