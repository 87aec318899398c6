// Speedup of threads: the same training steps on one thread and on several, measured alternately.
// `node scripts/run.mjs bench/threads.ts [2 4 …]` in Node, whose threads perform like the page's.

import { setFlagsFromString } from 'node:v8';
import { WasmExecutor } from '../src/kernels/backends/wasm/wasm-executor.ts';
import { transformerParameters } from '../src/model/architecture/architecture.ts';
import { initialWeights, Weights } from '../src/model/architecture/weights.ts';
import { BENCHMARK_CONFIGS, type BenchmarkConfig } from '../src/model/training/benchmark-configs.ts';
import { nextTokenTask } from '../src/model/training/next-token-task.ts';
import { Trainer } from '../src/model/training/trainer.ts';
import { isKernelThread, threadsOf } from '../src/node/kernel-thread.ts';
import { random } from '../src/shared/random.ts';
import { median, sampleTimes } from '../src/workers/speed/training-speed.ts';
import { parseBenchCase } from './bench-case.ts';

setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 hides it
/** Both cases, and the sizes of the presets `facts` and `world`. */
const SIZES: Readonly<Record<string, BenchmarkConfig>> = {
  ...BENCHMARK_CONFIGS,
  facts: parseBenchCase('2,4,64,32,16,352'),
  world: parseBenchCase('4,4,128,32,32,1056'),
};
const ROUNDS = 3;
const SECONDS = 1;
const OPTIONS = {
  clipNorm: 1,
  optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.95, weightDecay: 0.1 },
} as const;

if (!isKernelThread(import.meta.url)) {
  const counts = process.argv.slice(2).map(Number).filter(Boolean);
  for (const count of counts.length > 0 ? counts : [2]) await compare(count);
}

async function compare(count: number): Promise<void> {
  const single = await WasmExecutor.create();
  const team = await WasmExecutor.create(undefined, {
    threads: { count, start: threadsOf(new URL(import.meta.url)) },
  });
  for (const [name, config] of Object.entries(SIZES)) {
    const [one, many] = [await stepOf(single, config), await stepOf(team, config)];
    for (let round = 0; round < ROUNDS; round++) {
      const [slow, fast] = [
        median(await sampleTimes(one, SECONDS)),
        median(await sampleTimes(many, SECONDS)),
      ];
      const rate = (ms: number) => Math.round((config.B * config.T * 1000) / ms).toLocaleString('en');
      const ratio = `× ${(slow / fast).toFixed(2)}`;
      console.log(`${name}: ${rate(slow)} tokens/s on one thread, ${rate(fast)} on ${count}: ${ratio}`);
    }
  }
  team.dispose();
}

async function stepOf(executor: WasmExecutor, config: BenchmarkConfig): Promise<() => Promise<void>> {
  const weights = new Weights(executor, transformerParameters(config));
  weights.set(initialWeights(weights.parameters, { seed: 1, initStd: config.initStd }));
  const trainer = await Trainer.create(executor, weights, nextTokenTask(config, config), OPTIONS);
  const stream = random(1, 'tokens');
  const tokens = Int32Array.from({ length: config.B * config.T }, () => stream.integer(config.V));
  let step = 0;
  return async () => void (await trainer.step({ tokens, targets: tokens }, step++, 1e-9));
}
