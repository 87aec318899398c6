// Tuned kernels: training computes the same losses, and a resumed run uses the kernels of its snapshot.

import { afterAll, expect, test, vi } from 'vitest';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../src/kernels/backends/reference/reference-executor.ts';
import { BufferAllocator } from '../../src/kernels/backends/webgpu/buffer-allocator.ts';
import { requestDevice } from '../../src/kernels/backends/webgpu/device.ts';
import { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import { Tuner, type VariantCache } from '../../src/kernels/backends/webgpu/tuner.ts';
import { adapterProfile } from '../../src/kernels/backends/webgpu/variant-selection.ts';
import type { Plan } from '../../src/kernels/graph/plan.ts';
import {
  type Constants,
  findVariant,
  type Op,
  type Pass,
  type Variant,
  type WorkgroupCount,
} from '../../src/kernels/op.ts';
import { OPS } from '../../src/kernels/ops/registry.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import type { Snapshot } from '../../src/model/training/snapshot.ts';
import { planTrainingStep } from '../../src/workers/speed/passes.ts';
import { requestTestAdapter } from '../support/kernels/gpu-device.ts';
import { TINY_CONFIG, tinyRun } from '../support/model/tiny-model.ts';
import matmulWgsl from './wrong-kernels/matmul-without-tail.wgsl?raw';

const executors: GpuExecutor[] = [];
afterAll(() => {
  for (const executor of executors) executor.dispose();
});

/** Tunes as on a GPU, also where the test adapter computes in software. */
async function createTuningExecutor(cache: VariantCache, budget: number): Promise<GpuExecutor> {
  const device = await requestDevice(await requestTestAdapter());
  const profile = { ...adapterProfile('tuned', device), kind: 'hardware' as const };
  const executor = new GpuExecutor(device, 'tuned', new Tuner(profile, cache, budget));
  executors.push(executor);
  return executor;
}

/** The plan of a training step whose products have one more kernel, the wrong one. Other ops have one: those are tuned in a run. */
function withWrongKernel({ steps, ...plan }: Plan): Plan {
  const workgroups = ({ rows, columns }: Constants): WorkgroupCount => [
    Math.ceil(columns / 8),
    Math.ceil(rows / 8),
    1,
  ];
  const wrong: Variant = { name: 'wrong', wgsl: matmulWgsl, workgroups, preferredOn: 'hardware' };
  const changed = steps.map((step) => {
    const { opName, pass } = step;
    const [first, ...more] = pass.variants;
    const anywhere = pass.variants.find(({ requiredFeatures, supports }) => !requiredFeatures && !supports);
    if (opName !== 'linear') return { ...step, pass: { ...pass, variants: [anywhere ?? first] as const } };
    const last = pass.name === 'forward' ? [wrong] : [];
    return { ...step, pass: { ...pass, variants: [first, ...more, ...last] as const } };
  });
  return { ...plan, placement: plan.placement, steps: changed };
}

async function trainLosses(executor: Executor, steps: number, from?: Snapshot) {
  const run = await Run.create(executor, planRun(tinyRun()), from);
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) losses.push((await run.train()).loss);
  const snapshot = await run.snapshot();
  run.dispose();
  return { losses, snapshot };
}

/** The snapshot as a release before the renaming of variants wrote it. */
function withFormerNames(snapshot: Snapshot): Snapshot {
  const formerName = (label: string, name: string) => {
    const op = OPS.find((one) => label.startsWith(`${one.name}.`)) as Op;
    const passes = [...op.forward, ...(op.backward === 'none' ? [] : op.backward)];
    const pass = passes.find((one) => label.startsWith(`${op.name}.${one.name} / `)) as Pass;
    return findVariant(pass, name)?.formerNames?.[0] ?? name;
  };
  const entries = Object.entries(snapshot.variants ?? {});
  return {
    ...snapshot,
    variants: Object.fromEntries(entries.map(([label, name]) => [label, formerName(label, name)])),
  };
}

test('a tuned run computes the losses of an untuned one, frees its kernels, and resumes bit for bit elsewhere', async () => {
  const cache = new Map<string, string>();
  // An unlimited budget: a slow adapter would otherwise select nothing.
  const executor = await createTuningExecutor(cache, Number.POSITIVE_INFINITY);
  const createStorage = vi.spyOn(BufferAllocator.prototype, 'createStorage');
  const tuned = await trainLosses(executor, 3);
  const tables = createStorage.mock.calls.filter(([label]) => label.startsWith('members of '));
  createStorage.mockRestore();
  expect(tables.length).toBeGreaterThan(0);
  // Of the program that is tuned, and of the program that trains: none for each variant.
  expect(tables.length).toBeLessThanOrEqual(2 * new Set(tables.map(([label]) => label)).size);
  expect(executor.usage.pipelines).toBe(0);
  const usageAfter = { ...executor.usage }; // staging buffers of earlier reads stay for the next reads
  expect(cache.size).toBeGreaterThan(0);
  expect(executor.wrongVariants).toEqual([]);

  const reference = await trainLosses(new ReferenceExecutor(), 3);
  for (const [i, loss] of tuned.losses.entries()) expect(loss).toBeCloseTo(reference.losses[i], 4);

  // An executor without a tuning budget would select other variants; the snapshot records which to run.
  const untuned = await createTuningExecutor(new Map(), 0);
  const here = await trainLosses(executor, 2, tuned.snapshot);
  const there = await trainLosses(untuned, 2, tuned.snapshot);
  const fromFormerNames = await trainLosses(untuned, 2, withFormerNames(tuned.snapshot));
  expect(executor.usage).toEqual(usageAfter);
  for (const resumed of [there, fromFormerNames]) {
    expect(resumed.snapshot.variants).toEqual(tuned.snapshot.variants);
    expect(resumed.losses).toEqual(here.losses);
  }
});

test('a kernel that computes something else is never chosen, and is reported', async () => {
  const cache = new Map<string, string>();
  const executor = await createTuningExecutor(cache, Number.POSITIVE_INFINITY);
  // Sums of six terms: the kernel omits the last two.
  const config = { ...TINY_CONFIG, C: 6, B: 1 };
  const { plan, parameterWords, initialize } = planTrainingStep(config, 'hardware');
  const storages = [...plan.sharedStorages].map((name) => executor.allocate(name, parameterWords));
  const shared = Object.fromEntries(storages.map((storage) => [storage.label, storage]));
  initialize(shared.parameters);
  const program = await executor.compile(withWrongKernel(plan), shared);
  expect(Object.values(program.variants)).not.toContain('wrong');
  expect([...cache.values()]).not.toContain('wrong');
  expect(executor.wrongVariants).toContainEqual(expect.stringContaining('wrong of linear.forward'));
  expect(executor.wrongVariants.filter((each) => !each.startsWith('wrong of linear.forward'))).toEqual([]);
  program.dispose();
  for (const storage of storages) storage.dispose();
});
