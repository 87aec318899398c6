// Diagnostics of a visitor's machine, for bug reports: engine, memory, speed.

import type { Executor } from '../../../kernels/backends/executor.ts';
import { OPS } from '../../../kernels/ops/registry.ts';
import { transformerParameters } from '../../../model/architecture/architecture.ts';
import { initialWeights, Weights } from '../../../model/architecture/weights.ts';
import type { Batch } from '../../../model/data/dataset.ts';
import { BENCHMARK_CONFIGS, type BenchmarkConfig } from '../../../model/training/benchmark-configs.ts';
import { nextTokenTask } from '../../../model/training/next-token-task.ts';
import { Trainer } from '../../../model/training/trainer.ts';
import type { Job } from '../../../shared/job.ts';
import { random } from '../../../shared/random.ts';
import type { Diagnostics, SpeedReport } from '../../rpc/api/diagnostics-api.ts';
import type { StartedEngine } from './start-engine.ts';

const WARM_UP_STEPS = 3;
const MIN_STEPS = 5;
/** Measuring time per case, without compilation. */
const MEASURE_MS = 1000;
const OPTIONS = {
  clipNorm: 1,
  optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.95, weightDecay: 0.1 },
} as const;

/** With `speed`, benchmarks both cases step by step, so that other tasks run between steps. */
export async function* diagnose(
  { executor, engine, details }: StartedEngine,
  { speed }: { speed: boolean },
): Job<Diagnostics> {
  const speeds: SpeedReport[] = [];
  if (speed) {
    for (const [name, config] of Object.entries(BENCHMARK_CONFIGS))
      speeds.push(yield* measureSpeed(executor, name, config));
  }
  const wrong = (executor.wrongVariants ?? []).map(
    (sentence) => `; not used, because it is wrong: ${sentence}`,
  );
  const selfTest =
    engine.backend === 'webgpu'
      ? `passed: all ${OPS.length} ops agree with plain arithmetic on this adapter${wrong.join('')}`
      : 'not needed: no GPU computes';
  const memory = { ...executor.usage, ...(executor.memoryBytes && { reserved: executor.memoryBytes }) };
  return { ...engine, selfTest, details: { ...details }, memory, speeds };
}

async function* measureSpeed(executor: Executor, name: string, config: BenchmarkConfig): Job<SpeedReport> {
  const { L, H, C, T, B, V } = config;
  const weights = new Weights(executor, transformerParameters(config));
  let trainer: Trainer<Batch> | undefined;
  try {
    weights.set(initialWeights(weights.parameters, { seed: 1, initStd: config.initStd }));
    yield { label: `${name}: compiling its kernels`, done: 0, total: 1 };
    trainer = await Trainer.create(executor, weights, nextTokenTask(config, config), OPTIONS);
    const stream = random(1, 'tokens');
    const tokens = Int32Array.from({ length: B * T }, () => stream.integer(V));
    const times: number[] = [];
    let measured = 0;
    for (let step = 0; times.length < MIN_STEPS || measured < MEASURE_MS; step++) {
      await executor.idle(); // excludes work queued by other tasks
      const begin = performance.now();
      await trainer.step({ tokens, targets: tokens }, step, 1e-3);
      const time = performance.now() - begin;
      if (step >= WARM_UP_STEPS) {
        times.push(time);
        measured += time;
      }
      const total = Math.max(WARM_UP_STEPS + MIN_STEPS, step + 1, Math.ceil(MEASURE_MS / time));
      yield { label: `${name}: steps measured`, done: step + 1, total };
    }
    times.sort((a, b) => a - b);
    const median = times[times.length >> 1];
    return {
      name,
      sizes: `L${L} H${H} C${C} T${T} B${B} V${V}`,
      tokensPerSecond: Math.round((B * T * 1000) / median),
      steps: times.length,
      variants: countVariants(trainer.variants),
    };
  } finally {
    trainer?.dispose();
    weights.dispose();
  }
}

/** `linear.forward / blocks.0.attn.qkv` → its variant, as `linear.forward` → how often each. */
function countVariants(variants: Readonly<Record<string, string>>): SpeedReport['variants'] {
  const counts: SpeedReport['variants'] = {};
  for (const [label, variant] of Object.entries(variants)) {
    const pass = label.split(' / ')[0];
    counts[pass] ??= {};
    counts[pass][variant] = (counts[pass][variant] ?? 0) + 1;
  }
  return counts;
}
