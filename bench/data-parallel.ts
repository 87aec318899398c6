// Speedup of data parallelism: steps with a sharded batch on one thread and on several, measured alternately.
// `node scripts/run.mjs bench/data-parallel.ts [2 4 …] [seconds]` in Node, whose threads perform like the page's.

import { setFlagsFromString } from 'node:v8';
import type { Executor } from '../src/kernels/backends/executor.ts';
import { transformerParameters } from '../src/model/architecture/parameters.ts';
import { initialWeights, Weights } from '../src/model/architecture/weights.ts';
import { BENCHMARK_CONFIGS, type BenchmarkConfig } from '../src/model/training/benchmark-configs.ts';
import { shardCountFor } from '../src/model/training/data-parallel/batch-shards.ts';
import {
  DataParallelTrainer,
  type ShardWorkerPool,
} from '../src/model/training/data-parallel/data-parallel-trainer.ts';
import { nextTokenTask } from '../src/model/training/next-token-task.ts';
import { Trainer } from '../src/model/training/trainer.ts';
import { serveAsGradientWorker } from '../src/node/gradient-worker-thread.ts';
import { startNodeEngine } from '../src/node/node-engine.ts';
import { random } from '../src/shared/random.ts';
import { parseBenchCase } from './bench-case.ts';
import { median, sampleTimes } from './training-speed.ts';

setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 hides it
/** Both cases, and the size of the preset facts. */
const SIZES: Readonly<Record<string, BenchmarkConfig>> = {
  ...BENCHMARK_CONFIGS,
  facts: parseBenchCase('2,4,64,32,16,352'),
};
const ROUNDS = 3;
const OPTIONS = {
  clipNorm: 1,
  optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.95, weightDecay: 0.1 },
} as const;

if (!serveAsGradientWorker()) await compareThreadCounts(process.argv.slice(2).map(Number).filter(Boolean));

async function compareThreadCounts(counts: readonly number[]): Promise<void> {
  for (const threads of counts.length > 0 ? counts : [2]) {
    const { executor, workerPool } = await startNodeEngine('cpu', threads);
    for (const [name, config] of Object.entries(SIZES)) await compareCase(executor, name, config, workerPool);
    workerPool?.dispose();
  }
}

async function compareCase(
  executor: Executor,
  name: string,
  config: BenchmarkConfig,
  workers?: ShardWorkerPool,
) {
  const shards = shardCountFor(config.B, 1 + (workers?.count ?? 0));
  const weights = () => {
    const made = new Weights(executor, transformerParameters(config));
    made.set(initialWeights(made.parameters, { seed: 1, initStd: config.initStd }));
    return made;
  };
  const singleTrainer = await Trainer.create(executor, weights(), nextTokenTask(config, config), OPTIONS);
  const parallelTrainer = await DataParallelTrainer.create(executor, weights(), config, {
    ...OPTIONS,
    B: config.B,
    shards,
    workers,
  });
  const stream = random(1, 'tokens');
  const tokens = Int32Array.from({ length: config.B * config.T }, () => stream.integer(config.V));
  const step = (
    trainer: Trainer<{ tokens: typeof tokens; targets: typeof tokens }> | DataParallelTrainer,
  ) => {
    let stepIndex = 0;
    return async () => void (await trainer.step({ tokens, targets: tokens }, stepIndex++, 1e-9));
  };
  const [one, many] = [step(singleTrainer), step(parallelTrainer)];
  await sampleTimes(many, 2); // until all threads are ready
  for (let round = 0; round < ROUNDS; round++) {
    const [slow, fast] = [median(await sampleTimes(one, 2)), median(await sampleTimes(many, 2))];
    const rate = (ms: number) => Math.round((config.B * config.T * 1000) / ms).toLocaleString('en');
    console.log(
      `${name}: ${rate(slow)} tokens/s on one thread, ${rate(fast)} on ${shards}: × ${(slow / fast).toFixed(2)}`,
    );
  }
}
