// The tuner times candidates within its budget and caches the results.

import { expect, test } from 'vitest';
import { Tuner, type VariantCache } from '../../../../src/kernels/backends/webgpu/tuner.ts';
import type { AdapterProfile } from '../../../../src/kernels/backends/webgpu/variant-selection.ts';
import type { Step } from '../../../../src/kernels/graph/step.ts';
import type { Variant } from '../../../../src/kernels/op.ts';
import { linear } from '../../../../src/kernels/ops/linear/linear.ts';
import { softmax } from '../../../../src/kernels/ops/softmax/softmax.ts';
import { createOpHarness, seededRandom } from '../../../../src/kernels/verification/op-harness.ts';

const HARDWARE: AdapterProfile = { name: 'some GPU', kind: 'hardware', features: new Set() };
const { steps } = createOpHarness(linear, { dims: { R: 128, K: 64, N: 32 } }, seededRandom(1)).plan;

/** Each timing takes `milliseconds` of a fake clock; the variant `fastest` is the fastest. `wrong` changes a result of a variant. */
function fakeTimer(fastest: string, milliseconds = 1, wrong: Readonly<Record<string, number>> = {}) {
  const timed: string[] = [];
  let clock = 0;
  const time = async ({ pass }: Step, { name }: Variant) => {
    timed.push(`${pass.name} ${name}`);
    clock += milliseconds;
    const y = Float32Array.of(1, 2, 3 + (wrong[name] ?? 0));
    return { milliseconds: name === fastest ? 1 : 2, results: new Map([['y', y]]) };
  };
  return { timed, time, now: () => clock };
}

async function runTuner(cache: VariantCache, timer: ReturnType<typeof fakeTimer>, adapter = HARDWARE) {
  const tuner = new Tuner(adapter, cache, 1000, timer.now);
  await tuner.restore(steps);
  const changed = await tuner.tune(steps, timer.time);
  const { wrong } = tuner;
  const selected = steps.map((step) => [step.pass.name, tuner.select(step, adapter).name]);
  return { changed, wrong, selected: Object.fromEntries(selected) };
}

test('times each candidate on hardware and selects the fastest', async () => {
  const timer = fakeTimer('tile-8x8');
  const { changed, selected } = await runTuner(new Map(), timer);
  expect(changed).toBe(true);
  expect(selected).toMatchObject({
    forward: 'tile-8x8',
    backward_x: 'tile-8x8',
    backward_weight: 'tile-8x8',
  });
  expect(timer.timed.filter((one) => one.startsWith('forward '))).toEqual([
    'forward workgroup-32x32',
    'forward workgroup-64x64',
    'forward workgroup-128x64',
    'forward sliced-16x16',
    'forward tile-16x8-vec4',
    'forward tile-8x8',
  ]);
});

test('a variant that computes something else than the default never wins, and is reported', async () => {
  const cache = new Map<string, string>();
  const { selected, wrong } = await runTuner(cache, fakeTimer('tile-8x8', 1, { 'tile-8x8': 0.5 }));
  expect(selected.forward).toBe('workgroup-32x32');
  expect([...cache.values()]).not.toContain('tile-8x8');
  expect(wrong).toContainEqual(
    expect.stringMatching(/^tile-8x8 of linear\.forward.*: y\[2\]: expected 3, got 3\.5/),
  );
  expect(wrong).toHaveLength(3);
  const later = await runTuner(cache, fakeTimer('tile-8x8'));
  expect(later.selected.forward).toBe('workgroup-32x32');
  expect(later.wrong.toSorted()).toEqual(wrong.toSorted());
});

test('sums in another order are no mistake', async () => {
  const { selected, wrong } = await runTuner(new Map(), fakeTimer('tile-8x8', 1, { 'tile-8x8': 1e-3 }));
  expect(selected.forward).toBe('tile-8x8');
  expect(wrong).toEqual([]);
});

test('a default that fails is kept, because nothing verifies the others; the remaining steps are tuned', async () => {
  const tuner = new Tuner(HARDWARE, new Map(), 1000, () => 0);
  const { time } = fakeTimer('tile-8x8');
  await tuner.tune(steps, async (step, variant) =>
    step === steps[0] && variant.name === 'workgroup-32x32' ? undefined : time(step, variant),
  );
  const selected = steps.slice(0, 3).map((step) => tuner.select(step, HARDWARE).name);
  expect(selected).toEqual(['workgroup-32x32', 'tile-8x8', 'tile-8x8']);
});

test('reuses cached results on the same adapter only', async () => {
  const cache = new Map<string, string>();
  await runTuner(cache, fakeTimer('sliced-16x16'));
  const timer = fakeTimer('tile-8x8');
  const { changed, selected } = await runTuner(cache, timer);
  expect(timer.timed).toEqual([]);
  expect(changed).toBe(false);
  expect(selected.forward).toBe('sliced-16x16');
  const otherTimer = fakeTimer('tile-8x8');
  await runTuner(cache, otherTimer, { ...HARDWARE, name: 'another GPU' });
  expect(otherTimer.timed).not.toEqual([]);
});

test('a stored entry with a former name selects the renamed variant', async () => {
  const { steps } = createOpHarness(softmax, { dims: { R: 3, N: 5 } }, seededRandom(1)).plan;
  const cache = new Map<string, string>();
  const tuner = () => new Tuner(HARDWARE, cache, 1000, () => 0);
  await tuner().tune(steps, fakeTimer('row-per-workgroup').time);
  for (const key of cache.keys()) cache.set(key, 'row-a-thread');
  const restored = tuner();
  await restored.restore(steps);
  expect(steps.map((step) => restored.select(step, HARDWARE).name)).toEqual([
    'row-per-thread',
    'row-per-thread',
  ]);
});

test('ignores a cached variant that no longer exists', async () => {
  const cache = new Map<string, string>();
  await runTuner(cache, fakeTimer('tile-8x8'));
  for (const key of cache.keys()) cache.set(key, 'removed-variant');
  expect((await runTuner(cache, fakeTimer('tile-8x8'))).selected.forward).toBe('tile-8x8');
});

test('at the end of the budget the remaining steps keep their defaults, and no partial result is cached', async () => {
  const cache = new Map<string, string>();
  const timer = fakeTimer('tile-8x8', 150);
  const { selected } = await runTuner(cache, timer);
  expect(timer.timed).toHaveLength(7);
  expect(Object.values(selected).filter((name) => name === 'tile-8x8')).toHaveLength(1);
  expect(cache.size).toBe(1);
});

test('times nothing on software adapters, where compiling takes longer than tuning saves', async () => {
  for (const kind of ['software', 'quads'] as const) {
    const timer = fakeTimer('tile-8x8');
    expect((await runTuner(new Map(), timer, { ...HARDWARE, kind })).changed).toBe(false);
    expect(timer.timed).toEqual([]);
  }
});
