// One case on one engine, as the line of JSON that `lab bench` prints. Runs in Node and in browsers.

import { type Executor, MEMORY_BUDGET } from '../src/kernels/backends/executor.ts';
import { MODEL_LIMITS } from '../src/model/architecture/config.ts';
import { BENCHMARK_CONFIGS, type BenchmarkConfig } from '../src/model/training/benchmark-configs.ts';
import { getPreset } from '../src/model/training/presets.ts';
import { TRAINING_LIMITS } from '../src/model/training/training-config.ts';
import { memoryProblem, trainingMemory } from '../src/model/training/training-memory.ts';
import type { StartedEngine } from '../src/workers/session/engine/start-engine.ts';
import { requireThreads, useAllThreads } from '../src/workers/speed/measured-threads.ts';
import { type PassTime, timePasses } from '../src/workers/speed/passes.ts';
import { higherRates, measurePeakRates, type PeakRates } from '../src/workers/speed/rates/peak-rates.ts';
import { type TrainingSpeed, timeTraining } from '../src/workers/speed/training-speed.ts';

export interface BenchResult extends TrainingSpeed {
  readonly case: string;
  readonly backend: 'webgpu' | 'cpu';
  readonly adapter: string;
  readonly host: 'node' | 'browser';
  /** Of the CPU engine. */
  readonly threads?: number;
  readonly ops: readonly PassTime[];
  /** Peak rates of the adapter or of these threads: the higher of those measured before and after the kernels. */
  readonly fmaGflops: number;
  readonly copyGBs: number;
  /** Fraction of the peak multiply-add rate, over a whole step. */
  readonly fractionOfFma: number;
  /** Kernels that were measured above that rate: other load slowed it down, and every fraction is too high. */
  readonly aboveRate: readonly string[];
}

/** Largest sizes of a case: those of a run. The vocabulary is limited by memory alone. */
const MAX_SIZES = Object.entries({ ...MODEL_LIMITS, B: TRAINING_LIMITS.B }).filter(
  ([letter]) => letter.length === 1,
);

/** `small`, `middle`, or `L,H,C,T,B,V`. @throws Error for anything else, and for sizes beyond the limits of a run */
export function parseBenchCase(name: string): BenchmarkConfig {
  if (Object.hasOwn(BENCHMARK_CONFIGS, name)) return BENCHMARK_CONFIGS[name];
  const sizes = name.split(',').map(Number);
  if (sizes.length !== 6 || !sizes.every((size) => Number.isInteger(size) && size > 0)) {
    throw new Error(
      `'${name}' is neither ${Object.keys(BENCHMARK_CONFIGS).join(' nor ')} nor six sizes L,H,C,T,B,V.`,
    );
  }
  const [L, H, C, T, B, V] = sizes;
  if (C % H !== 0) throw new Error(`A width C of ${C} does not divide evenly among ${H} heads.`);
  const config = { ...BENCHMARK_CONFIGS.small, L, H, C, T, B, V, mlpWidth: 4 * C };
  for (const [letter, { max }] of MAX_SIZES) {
    const size = config[letter as 'L'];
    if (size > max) throw new Error(`'${name}' has ${letter} ${size}; it can be at most ${max}.`);
  }
  const capacity = { label: 'a benchmark', totalBytes: MEMORY_BUDGET, maxBufferBytes: MEMORY_BUDGET };
  const tooLarge = memoryProblem(trainingMemory(config, { ...getPreset('text').training, B }), capacity);
  if (tooLarge) throw new Error(`'${name}' is too large. ${tooLarge}`);
  return config;
}

/** `WebAssembly, SIMD, 2 threads`; a GPU has none of them. */
export const engineLabel = ({ adapter, threads }: Pick<BenchResult, 'adapter' | 'threads'>): string =>
  threads === undefined ? adapter : `${adapter}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;

interface CaseOptions {
  readonly seconds: number;
  readonly host: BenchResult['host'];
  readonly measureRates?: (executor: Executor) => Promise<PeakRates>;
}

/** Times whole steps for `seconds`, then each pass separately for `seconds / 16`. */
export async function runCase(
  started: StartedEngine,
  name: string,
  { seconds, host, measureRates = measurePeakRates }: CaseOptions,
): Promise<BenchResult> {
  const { executor, engine } = started;
  const { adapter, threads = 1 } = engine;
  const config = parseBenchCase(name);
  await useAllThreads(started);
  const before = await measureRates(executor);
  const speed = await timeTraining(executor, config, seconds);
  const ops = await timePasses(executor, config, seconds / 16);
  const rates = higherRates(before, await measureRates(executor));
  await requireThreads(started, threads);
  // Operations of a step: declared operations of every pass times its uses.
  const operations = ops.reduce(
    (sum, { uses, milliseconds, gflops }) => sum + uses * milliseconds * gflops * 1e6,
    0,
  );
  const gflops = (operations * speed.tokensPerSecond) / (config.B * config.T) / 1e9;
  return {
    case: name,
    backend: executor.backend === 'webgpu' ? 'webgpu' : 'cpu',
    adapter,
    host,
    ...(executor.backend !== 'webgpu' && { threads }),
    ...speed,
    ops,
    ...rates,
    fractionOfFma: gflops / rates.fmaGflops,
    aboveRate: ops.filter((op) => op.gflops > rates.fmaGflops).map((op) => op.name),
  };
}
