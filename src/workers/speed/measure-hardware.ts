// Measures every engine of a machine: rates, the cost of a dispatch, variants of the product, training steps.

import { BENCHMARK_CONFIGS, type BenchmarkConfig } from '../../model/training/benchmark-configs.ts';
import { resolveSettings } from '../../model/training/run-plan.ts';
import { type TrainerOptions, toTrainerOptions } from '../../model/training/training-step.ts';
import { errorMessage } from '../../shared/error-message.ts';
import type { Job } from '../../shared/job.ts';
import { truncate } from '../../shared/truncate.ts';
import type {
  EngineSpeed,
  HardwareProgress,
  HardwareReport,
  ProductSpeed,
  StepSpeed,
} from '../rpc/api/hardware-api.ts';
import type { StartOptions } from '../rpc/api/lab-api.ts';
import type { SpeedRequest } from '../rpc/speed-messages.ts';
import type { StartedEngine } from '../session/engine/start-engine.ts';
import { NO_SHARED_MEMORY, requireThreads, useAllThreads } from './measured-threads.ts';
import { leftOutVariants, measureProduct, PRODUCTS } from './products.ts';
import { higherRates, measureDispatchCost, measurePeakRates } from './rates/peak-rates.ts';
import { createWarmStep, timePipelinedSteps } from './training-speed.ts';

export interface Machine extends SpeedRequest {
  /** Engines to measure; default: all. */
  readonly backends?: readonly EngineSpeed['backend'][];
  /** Measurement of each training step, 0.4 by default. */
  readonly seconds?: number;
  start(options: StartOptions): Promise<StartedEngine>;
}

/** Characters; a link is to stay short. */
const MAX_NAME = 80;
const MAX_REASON = 200;

/** As in training, further steps are submitted before a loss arrives: milliseconds of steps between two losses. */
const MILLISECONDS_IN_FLIGHT = 50;

interface StepCase {
  readonly config: BenchmarkConfig;
  /** AdamW by default. */
  readonly options?: TrainerOptions;
}

const CASES: Readonly<Record<string, { readonly label: string; create(): StepCase }>> = {
  small: { label: 'training step, small', create: () => ({ config: BENCHMARK_CONFIGS.small }) },
  middle: { label: 'training step, middle', create: () => ({ config: BENCHMARK_CONFIGS.middle }) },
  course: {
    label: 'training step, course',
    create() {
      const { config, training } = resolveSettings({ preset: 'world' });
      return { config: { ...config, B: training.B }, options: toTrainerOptions(training) };
    },
  },
};

/** The parts of an engine's measurement: its start, its rates, each size and each case. */
const PARTS = 2 + PRODUCTS.length + Object.keys(CASES).length;

/** Limits and features that decide which models and kernels run. */
const SHOWN_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'subgroups',
];
const SHOWN_FEATURES = ['shader-f16', 'subgroups', 'timestamp-query'];

/** Takes five to ten seconds an engine. Yields after each part. */
export async function* measureHardware(machine: Machine): Job<HardwareReport, HardwareProgress> {
  const { threads, host, processorThreads, backends = ['webgpu', 'cpu'], seconds = 0.4 } = machine;
  const all = [
    { backend: 'webgpu' },
    { backend: 'cpu' },
    ...(threads > 1 ? [{ backend: 'cpu', threads } as const] : []),
  ] as const;
  const wanted: StartOptions[] = all.filter(({ backend }) => backends.includes(backend));
  const engines: EngineSpeed[] = [];
  const missing: { engine: string; reason: string }[] = [];
  const date = new Date().toISOString().slice(0, 10);
  const report = (current?: EngineSpeed): HardwareReport => ({
    ...{ date, host, processorThreads },
    ...{ engines: current ? [...engines, current] : [...engines], missing: [...missing] },
  });
  for (const [i, options] of wanted.entries()) {
    const name = engineName(options);
    let part = 0;
    let speed: EngineSpeed | undefined;
    const progress = (label: string) => ({
      label: `${name}: ${label}`,
      done: i * PARTS + part++,
      total: wanted.length * PARTS,
      report: report(speed),
    });
    yield progress('starting');
    let started: StartedEngine | undefined;
    try {
      started = await machine.start(options);
      const { threads: wanted = 1 } = options;
      if (wanted > 1 && !started.threads) throw new Error(NO_SHARED_MEMORY);
      await useAllThreads(started);
      for await (const next of measureEngine(started, seconds)) {
        await requireThreads(started, wanted);
        speed = next.speed;
        yield progress(next.label);
      }
    } catch (error) {
      missing.push({ engine: name, reason: truncate(errorMessage(error), MAX_REASON) });
    } finally {
      started?.executor.dispose();
    }
    if (speed) engines.push(speed);
  }
  return report();
}

const engineName = ({ backend, threads = 1 }: StartOptions): string =>
  backend === 'webgpu' ? 'WebGPU' : threads === 1 ? 'CPU, 1 thread' : `CPU, ${threads} threads`;

interface Part {
  /** What is measured next. */
  readonly label: string;
  /** What is known so far. */
  readonly speed: EngineSpeed;
}

async function* measureEngine(started: StartedEngine, seconds: number): AsyncGenerator<Part> {
  const { executor } = started;
  let speed: EngineSpeed = { ...describeEngine(started), leftOut: leftOutVariants(executor) };
  yield { label: 'multiply-adds and copies', speed };
  const first = await measurePeakRates(executor);
  speed = { ...speed, ...first, dispatchMicroseconds: await measureDispatchCost(executor) };
  let smaller: ProductSpeed | undefined;
  for (const { size, label } of PRODUCTS) {
    yield { label, speed };
    smaller = await measureProduct(executor, size, smaller);
    speed = { ...speed, products: [...speed.products, smaller] };
  }
  const rates = higherRates(first, await measurePeakRates(executor));
  speed = { ...speed, ...rates };
  for (const [name, { label }] of Object.entries(CASES)) {
    yield { label, speed };
    speed = { ...speed, steps: [...speed.steps, await measureStep(started, name, rates.fmaGflops, seconds)] };
  }
  yield { label: 'measured', speed };
}

function describeEngine({ engine, details = {} }: StartedEngine): EngineSpeed {
  const isGpu = engine.backend === 'webgpu';
  const limits = SHOWN_LIMITS.filter((name) => details[name]).map((name) => [name, details[name]]);
  const features = (details.features ?? '').split(', ').filter((name) => SHOWN_FEATURES.includes(name));
  return {
    backend: isGpu ? 'webgpu' : 'cpu',
    adapter: truncate(engine.adapter, MAX_NAME),
    kind: !isGpu ? 'processor' : engine.inSoftware ? 'software' : 'hardware',
    threads: engine.threads ?? 1,
    limits: isGpu ? { ...Object.fromEntries(limits), features: features.join(', ') || 'none' } : {},
    products: [],
    steps: [],
  };
}

async function measureStep(
  { executor }: StartedEngine,
  name: string,
  fmaGflops: number,
  seconds: number,
): Promise<StepSpeed> {
  const { config, options } = CASES[name].create();
  const { L, H, C, T, B, V } = config;
  const { program, loss, cost, operations, dispose } = await createWarmStep(executor, config, options);
  try {
    const milliseconds = await timePipelinedSteps(program, loss, seconds, MILLISECONDS_IN_FLIGHT);
    return {
      case: name,
      sizes: `L${L} H${H} C${C} T${T} B${B} V${V}`,
      tokensPerSecond: Math.round((B * T * 1000) / milliseconds),
      ...cost,
      fraction: operations / milliseconds / 1e6 / fmaGflops,
    };
  } finally {
    dispose();
  }
}
