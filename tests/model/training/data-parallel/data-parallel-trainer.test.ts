// Data-parallel training: gradients of the whole batch, and the same bits whichever thread computes a shard.

import { beforeEach, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import {
  DataParallelTrainer,
  type ShardWorker,
  type ShardWorkerPool,
} from '../../../../src/model/training/data-parallel/data-parallel-trainer.ts';
import { ShardProgram } from '../../../../src/model/training/data-parallel/shard-program.ts';
import { nextTokenTask } from '../../../../src/model/training/next-token-task.ts';
import { Run } from '../../../../src/model/training/run.ts';
import { planRun, type RunPlan, type RunSettings } from '../../../../src/model/training/run-plan.ts';
import type { Snapshot } from '../../../../src/model/training/snapshot.ts';
import { Trainer } from '../../../../src/model/training/trainer.ts';
import { trainingMemory } from '../../../../src/model/training/training-memory.ts';
import { runToCompletion } from '../../../../src/shared/job.ts';
import { OPTIMIZERS } from '../../../../src/shared/settings/training-settings.ts';
import { WorkerPool } from '../../../../src/workers/threads/worker-pool.ts';
import { expectCollected } from '../../../support/gc.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { DIVERGING, DROPOUT, TINY_CONFIG, tinyModel, tinyRun } from '../../../support/model/tiny-model.ts';
import { PortGradientWorker } from '../../../support/workers/port-gradient-worker.ts';

let executor: WasmExecutor;
let plan: RunPlan;
beforeEach(async () => {
  executor = await WasmExecutor.create();
  plan = planRun(tinyRun({ B: 6 }));
});

const withDropout = (run: RunSettings): RunSettings => ({ ...run, model: { ...run.model, ...DROPOUT } });

/** A pool of ready workers, and the messages about lost ones. */
function createPool(...ports: PortGradientWorker[]): { pool: WorkerPool; lostMessages: string[] } {
  const remainingPorts = [...ports];
  const pool = new WorkerPool({
    count: ports.length,
    spawnWorker: () => (remainingPorts.shift() as PortGradientWorker).worker,
    kernels: executor.adapter,
  });
  const lostMessages: string[] = [];
  pool.onLost = (sentence) => lostMessages.push(sentence);
  return { pool, lostMessages };
}

/** A pool whose workers are never ready. */
const EMPTY_POOL: ShardWorkerPool = { count: 2, acquire: () => [] };

/** The same workers, with weak references to their results. */
function trackResults(pool: ShardWorkerPool, results: WeakRef<object>[]): ShardWorkerPool {
  const tracked = (worker: ShardWorker): ShardWorker => ({
    ...worker,
    compute: async (...args) => {
      const result = await worker.compute(...args);
      if (result) results.push(new WeakRef(result));
      return result;
    },
  });
  return { count: pool.count, acquire: (...args) => pool.acquire(...args).map(tracked) };
}

/** The first step acquires the workers; the second waits for those in `ports`. */
async function train(
  steps: number,
  pool: ShardWorkerPool,
  from?: Snapshot,
  ports: readonly PortGradientWorker[] = [],
) {
  const run = await Run.create(executor, plan, from, pool);
  const figures = [];
  for (let step = 0; step < steps; step++) {
    figures.push(await run.train());
    if (step > 0) continue;
    await expect.poll(() => ports.every(({ preparedPrograms }) => preparedPrograms.size > 0)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 20)); // for their messages to arrive
  }
  const snapshot = await run.snapshot();
  const validationLoss = await runToCompletion(run.validationLoss());
  run.dispose();
  return { figures, snapshot, validationLoss };
}

it.each([
  { parts: 1, shards: 3 },
  { parts: 3, shards: 1 },
  { parts: 3, shards: 2 },
])(
  'a step of $parts parts of $shards shards equals one on the whole batch, with its dropout and rows of different numbers of targets',
  async (split) => {
    const [config, B, T] = [{ ...TINY_CONFIG, ...DROPOUT }, 6, TINY_CONFIG.T];
    const reference = new ReferenceExecutor();
    // AdamW would make steps of rounding errors where a gradient is zero, as that of a key's bias is.
    const options = { clipNorm: 1, optimizer: { kind: 'sgd', momentum: 0.9 } } as const;
    const tokens = Int32Array.from({ length: B * T }, (_, i) => (i * 7) % config.V);
    const targets = tokens.map((token, i) => (i % 5 === 0 || i < 13 ? -1 : (token + 1) % config.V));
    const whole = tinyModel(reference, config);
    const trainer = await Trainer.create(reference, whole.weights, nextTokenTask(config, { B, T }), options);
    const cut = tinyModel(reference, config);
    const sharded = await DataParallelTrainer.create(reference, cut.weights, config, {
      ...options,
      B,
      ...split,
    });
    for (let step = 0; step < 3; step++) {
      const batch = { tokens, targets, dropout: { seed: 7, step } };
      const expected = await trainer.step(batch, step, 1e-2);
      const { loss, gradientNorm } = await sharded.step(batch, step, 1e-2);
      expect(loss).toBeCloseTo(expected.loss, 5);
      expect(gradientNorm).toBeCloseTo(expected.gradientNorm, 5);
    }
    const after = await cut.weights.get();
    for (const [name, values] of await whole.weights.get())
      expectAllclose(after.get(name) as Float32Array, values, { rtol: 1e-4, atol: 1e-5, label: name });
    expect(await sharded.evaluate({ tokens, targets })).toBeCloseTo(
      await trainer.evaluate({ tokens, targets }),
      5,
    );
  },
);

describe('the thread that computes a shard', () => {
  it.each(OPTIMIZERS)(
    'does not change one bit with %s, and ready workers compute shards',
    async (optimizer) => {
      plan = planRun(withDropout(tinyRun({ B: 6, optimizer })));
      const ports = [new PortGradientWorker(), new PortGradientWorker()];
      const alone = await train(12, EMPTY_POOL);
      const together = await train(12, createPool(...ports).pool, undefined, ports);
      expect(together).toEqual(alone);
      expect(alone.snapshot.variants?.batch).toBe('3 shares');
      for (const port of ports) expect(port.computedShards).toBeGreaterThan(3);
    },
  );

  it('may crash or throw: reported once, and the run continues with the same numbers', async () => {
    const alone = await train(12, EMPTY_POOL);
    const crashing: PortGradientWorker = new PortGradientWorker((share) => {
      if (share === 2) crashing.crash('Uncaught Error: out of breath.');
    });
    const throwing = new PortGradientWorker((share) => {
      if (share === 3) throw new Error('out of memory');
    });
    const { pool, lostMessages } = createPool(crashing, throwing);
    expect(await train(12, pool, undefined, [crashing, throwing])).toEqual(alone);
    expect(lostMessages).toEqual([
      'A thread beside the first stopped: out of breath. The first computes its share; the numbers stay the same.',
      'A thread beside the first stopped: out of memory. The first computes its share; the numbers stay the same.',
    ]);
    expect([crashing.terminated, throwing.terminated, pool.aliveCount]).toEqual([true, true, 0]);
  });

  it('may fail to start, or have other kernels: reported as well', async () => {
    const lostMessages: string[] = [];
    const options = { count: 2, kernels: executor.adapter };
    const none = new WorkerPool({
      ...options,
      spawnWorker: () => {
        throw new Error('no workers here');
      },
    });
    none.onLost = (sentence) => lostMessages.push(sentence);
    const alone = await train(4, EMPTY_POOL);
    expect(await train(4, none)).toEqual(alone);
    expect(lostMessages).toEqual(Array(2).fill(expect.stringContaining('no workers here')));
    const other = new WorkerPool({
      ...options,
      kernels: 'others',
      spawnWorker: () => new PortGradientWorker().worker,
    });
    other.onLost = (sentence) => lostMessages.push(sentence);
    expect(await train(4, other)).toEqual(alone);
    expect(lostMessages[3]).toContain(`it has other kernels: ${executor.adapter}`);
  });

  it('does not retain its results', async () => {
    const port = new PortGradientWorker();
    const { pool } = createPool(port);
    const results: WeakRef<object>[] = [];
    await train(12, trackResults(pool, results), undefined, [port]);
    expect(results.length).toBeGreaterThan(3);
    await expectCollected(results);
    expect(pool.aliveCount).toBe(1);
  });

  it('is released with the run', async () => {
    const port = new PortGradientWorker();
    const { pool } = createPool(port, new PortGradientWorker());
    await train(3, pool, undefined, [port]);
    await expect.poll(() => port.preparedPrograms.size).toBe(0);
    pool.dispose();
    expect(port.terminated).toBe(true);
  });
});

describe('gradient accumulation', () => {
  it('a resumed run continues bit for bit, and threads do not change one bit', async () => {
    const ports = [new PortGradientWorker()];
    plan = planRun(withDropout(tinyRun({ B: 8, accumulation: 2, optimizer: 'muon' })));
    const { figures, snapshot } = await train(8, { count: 1, acquire: () => [] });
    const half = await train(4, createPool(...ports).pool, undefined, ports);
    expect(half.figures).toEqual(figures.slice(0, 4));
    expect(ports[0].computedShards).toBeGreaterThan(1);
    const resumed = await train(4, EMPTY_POOL, half.snapshot);
    expect(resumed.figures).toEqual(figures.slice(4));
    expect(resumed.snapshot).toEqual(snapshot);
  });

  it('holds the activations of one part, acquires no threads for it, and releases all', async () => {
    const { config, training } = planRun(tinyRun({ B: 8 }));
    const parts = { ...training, accumulation: 4 };
    const pool: ShardWorkerPool = {
      count: 0,
      acquire: () => {
        throw new Error('no shard for a thread');
      },
    };
    const run = await Run.create(executor, planRun(tinyRun({ B: 8, accumulation: 4 })), undefined, pool);
    expect(executor.usage.bytes).toBe(trainingMemory(config, parts).total);
    expect(trainingMemory(config, parts).activations).toBeLessThan(
      trainingMemory(config, training).activations / 3,
    );
    await run.train();
    run.dispose();
    expect(executor.usage.bytes).toBe(0);
  });

  it('needs a batch that its parts divide', () => {
    expect(() => planRun(tinyRun({ B: 6, accumulation: 4 }))).toThrow(
      'accumulation is 4 and B is 6; the batch must divide evenly into that many parts.',
    );
  });
});

it('a resumed run keeps its shard count for any number of threads', async () => {
  const { figures, snapshot } = await train(8, EMPTY_POOL);
  const half = await train(4, EMPTY_POOL);
  expect(half.figures).toEqual(figures.slice(0, 4));
  const { pool } = createPool(new PortGradientWorker());
  for (const workers of [EMPTY_POOL, pool, undefined]) {
    const resumed = await train(4, workers as ShardWorkerPool, half.snapshot);
    expect(resumed.figures).toEqual(figures.slice(4));
    expect(resumed.snapshot).toEqual(snapshot);
  }
});

it('a resumed run of one thread is not sharded; a run from weights alone uses the available threads', async () => {
  const run = await Run.create(executor, plan);
  await run.train();
  const snapshot = await run.snapshot();
  expect(snapshot.variants).not.toHaveProperty('batch');
  const resumed = await Run.create(executor, plan, snapshot, EMPTY_POOL);
  expect(resumed.variants).not.toHaveProperty('batch');
  const opened = await Run.create(executor, plan, { ...snapshot, moments: undefined }, EMPTY_POOL);
  expect(opened.variants.batch).toBe('3 shares');
});

it('weights do not change once the gradient is NaN', async () => {
  plan = planRun(tinyRun({ ...DIVERGING, B: 6 }));
  const run = await Run.create(executor, plan, undefined, EMPTY_POOL);
  let weights = (await run.snapshot()).weights;
  let result = await run.train();
  while (Number.isFinite(result.gradientNorm)) {
    weights = (await run.snapshot()).weights;
    result = await run.train();
  }
  expect((await run.snapshot()).weights).toEqual(weights);
  for (const values of weights.values()) expect(values.every(Number.isFinite)).toBe(true);
});

it('the memory estimate includes all threads', async () => {
  const { config, training } = plan;
  const workerExecutor = await WasmExecutor.create();
  const run = await Run.create(executor, plan, undefined, EMPTY_POOL);
  const shard = await ShardProgram.create(workerExecutor, config, { B: 2, T: config.T });
  const { total } = trainingMemory(config, training, 3);
  expect(executor.usage.bytes + 2 * workerExecutor.usage.bytes).toBe(total);
  expect(run.workerBytes).toBe(2 * workerExecutor.usage.bytes);
  shard.dispose();
  run.dispose();
  for (const { usage } of [executor, workerExecutor])
    expect(usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
});
