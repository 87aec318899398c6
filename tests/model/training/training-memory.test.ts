// The memory estimate equals the executors' count; models that do not fit are rejected before any allocation.

import { beforeAll, describe, expect, it } from 'vitest';
import { openCorpus } from '../../../src/cli/shared/corpora.ts';
import { type Executor, MEMORY_BUDGET } from '../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { transformerParameters } from '../../../src/model/architecture/parameters.ts';
import { loadCorpus } from '../../../src/model/data/text/corpora.ts';
import { PRESETS } from '../../../src/model/training/presets.ts';
import { Run } from '../../../src/model/training/run.ts';
import {
  planCosts,
  planRun,
  type ResourceLimits,
  resolveSettings,
  runProblems,
} from '../../../src/model/training/run-plan.ts';
import { memoryProblem, trainingMemory } from '../../../src/model/training/training-memory.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { OPTIMIZERS } from '../../../src/shared/settings/training-settings.ts';
import { Lab } from '../../../src/workers/session/lab.ts';
import { DROPOUT, PART_CONFIGS, TINY_CONFIG, tinyRun } from '../../support/model/tiny-model.ts';

const executors = [
  ['reference', async () => new ReferenceExecutor()],
  ['WebAssembly', () => WasmExecutor.create()],
] as const;

beforeAll(() => loadCorpus('moby-dick', openCorpus));

describe.each(executors)('%s', (_, make) => {
  it.each(PRESETS)('allocates the estimate for $name', async ({ name }) => {
    const executor = await make();
    const plan = planRun({ preset: name });
    const { total, largest, ...parts } = trainingMemory(plan.config, plan.training);
    const run = await Run.create(executor, plan);
    expect(executor.usage.bytes).toBe(total);
    expect(Object.values(parts).reduce((sum, bytes) => sum + bytes)).toBe(total);
    expect(largest.bytes).toBeLessThan(total);
    run.dispose();
    expect(executor.usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
  });
});

it.each(OPTIMIZERS)('%s: the estimate counts the state of the optimizer', async (optimizer) => {
  const executor = new ReferenceExecutor();
  const { config, training } = planRun(tinyRun({ optimizer }));
  const { total, moments, weights } = trainingMemory(config, training);
  const run = await Run.create(executor, planRun(tinyRun({ optimizer })));
  expect(executor.usage.bytes).toBe(total);
  // AdamW has two moments a weight, SGD one, Muon one of the matrices of the blocks and two of all others.
  const matrices = transformerParameters(config).filter(
    ({ name, shape }) => /\.h\.\d+\./.test(name) && shape.length === 2,
  );
  const bytesOfMatrices = matrices.reduce(
    (bytes, { shape: [rows, columns] }) => bytes + 4 * rows * columns,
    0,
  );
  expect(bytesOfMatrices).toBeGreaterThan(0);
  expect(moments).toBe({ adamw: 2 * weights, sgd: weights, muon: 2 * weights - bytesOfMatrices }[optimizer]);
  run.dispose();
});

it.each([...PART_CONFIGS, ['dropout', { ...TINY_CONFIG, ...DROPOUT }] as const])(
  '%s: the estimate counts every part',
  async (_, config) => {
    const executor = new ReferenceExecutor();
    const plan = { ...planRun(tinyRun()), config };
    const run = await Run.create(executor, plan);
    expect(executor.usage.bytes).toBe(trainingMemory(config, plan.training).total);
    run.dispose();
  },
);

/** Made, trained, looked into and measured. */
async function runLifecycle(executor: Executor): Promise<void> {
  const run = await Run.create(executor, planRun(tinyRun()));
  await run.train();
  await runToCompletion(run.measures());
  await runToCompletion(run.validationLoss());
  run.dispose();
}

it.each(executors)(
  'a hundred runs leave no memory allocated on %s; it does not grow after the first',
  async (_, make) => {
    const executor: Executor = await make();
    await runLifecycle(executor);
    const before = executor.memoryBytes;
    for (let i = 1; i < 100; i++) await runLifecycle(executor);
    expect(executor.usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
    expect(executor.memoryBytes).toBe(before);
  },
);

/** Every setting is within its limits. */
const HUGE = {
  preset: 'text',
  model: { L: 8, H: 16, C: 512, T: 128 },
  training: { B: 128 },
} as const;

describe('a model that does not fit', () => {
  const capacity = { label: 'this adapter', totalBytes: MEMORY_BUDGET, maxBufferBytes: 2 ** 28 };

  it('gives one error with the sizes', () => {
    const memory = planCosts(resolveSettings(HUGE))?.memory;
    expect(memory?.total).toBeGreaterThan(MEMORY_BUDGET);
    const gigabytes = Number(((memory?.total ?? 0) / 1e9).toPrecision(3));
    expect(runProblems(HUGE, { capacity })).toEqual([
      {
        message: `Training needs ${gigabytes} GB of memory, and this adapter may use 3.22 GB; choose a smaller batch, more accumulation, a shorter context or a smaller network.`,
      },
    ]);
  });

  it('is judged by the plan of the engine: on the CPU tensors share memory', () => {
    const needed = (limits?: ResourceLimits) => planCosts(resolveSettings(HUGE), limits)?.memory.total ?? 0;
    const onCpu = needed();
    expect(onCpu).toBeLessThan(needed({ adapterKind: 'hardware' }));
    const limits = { capacity: { ...capacity, totalBytes: onCpu, maxBufferBytes: MEMORY_BUDGET } };
    expect(runProblems(HUGE, limits)).toEqual([]);
    expect(runProblems(HUGE, { ...limits, adapterKind: 'hardware' })).toHaveLength(1);
  });

  it('names the tensor that exceeds the largest buffer', () => {
    const { config, training } = planRun(HUGE);
    const problem = memoryProblem(trainingMemory(config, training), { ...capacity, maxBufferBytes: 1e6 });
    expect(problem).toMatch(
      /^blocks\.0\.\S+ needs a buffer of 0\.\d+ GB, and the largest buffer of this adapter is 0\.001 GB; /,
    );
  });

  it('is rejected before any allocation, and the previous run stays', async () => {
    const executor = await WasmExecutor.create();
    await expect(Run.create(executor, planRun(HUGE))).rejects.toThrow(/Training needs [\d.]+ GB/);
    expect(executor.usage.buffers).toBe(0);

    const lab = new Lab(undefined);
    await lab.start({ backend: 'cpu' });
    await lab.transformer.create(tinyRun());
    await lab.transformer.step();
    expect(await lab.transformer.problems(HUGE)).toHaveLength(1);
    await expect(lab.transformer.create(HUGE)).rejects.toThrow(/may use 3\.22 GB/);
    expect((await lab.transformer.inspect({ text: 'a', names: [] })).step).toBe(1);
    await lab.dispose();
  });

  it('has no estimate if the settings have other problems', () => {
    expect(planCosts(resolveSettings({ preset: 'facts', model: { L: 9 } }))).toBeUndefined();
  });
});
