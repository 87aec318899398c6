// Speed of a whole training step: forward, backward, clipping and the optimizer, with the loss read back.

import type { Executor, Program } from '../../kernels/backends/executor.ts';
import type { Tensor } from '../../kernels/graph/graph.ts';
import { type PlanCost, planCost, stepFlops } from '../../kernels/graph/plan-cost.ts';
import type { Phase } from '../../kernels/graph/step.ts';
import type { BenchmarkConfig } from '../../model/training/benchmark-configs.ts';
import type { TrainerOptions } from '../../model/training/training-step.ts';
import { planTrainingStep } from './passes.ts';

/** With the dispatches and the bytes of a step. */
export interface TrainingSpeed extends PlanCost {
  /** Median over all measured steps. */
  readonly tokensPerSecond: number;
  /** The slowest and the fastest decile: the noise of a shared machine. */
  readonly spread: readonly [number, number];
  /** Median milliseconds per step; phases are synchronized separately, so their sum exceeds a step. */
  readonly phases: Readonly<Record<Phase | 'readBack', number>>;
}

const WARM_UP_STEPS = 3;
/** A slow adapter is warm after fewer steps. */
const MAX_WARM_UP_MS = 300;
const MIN_STEPS = 5;

/** Measures for about `seconds`, without compilation and tuning. */
export async function timeTraining(
  executor: Executor,
  config: BenchmarkConfig,
  seconds: number,
): Promise<TrainingSpeed> {
  const { program, loss, step, cost, dispose } = await createWarmStep(executor, config);
  const times = await sampleTimes(step, seconds);
  const phase = async (name: Phase) =>
    median(
      await sampleTimes(async () => {
        program.run([name]);
        await executor.idle();
      }, seconds / 8),
    );
  const phases = {
    forward: await phase('forward'),
    backward: await phase('backward'),
    optimizer: await phase('optimizer'),
    readBack: median(await sampleTimes(async () => void (await program.read(loss)), seconds / 8)),
  };
  dispose();

  const rate = (milliseconds: number) => Math.round((config.B * config.T * 1000) / milliseconds);
  return {
    tokensPerSecond: rate(median(times)),
    spread: [rate(quantile(times, 0.9)), rate(quantile(times, 0.1))],
    phases,
    ...cost,
  };
}

/** Minimum milliseconds of a step over many, because other load only slows runs down; and its floating point operations. */
export async function timeSteps(
  executor: Executor,
  config: BenchmarkConfig,
  seconds: number,
): Promise<{ milliseconds: number; operations: number }> {
  const { step, operations, dispose } = await createWarmStep(executor, config);
  const times = await sampleTimes(step, seconds);
  dispose();
  return { milliseconds: Math.min(...times), operations };
}

/** A compiled training step after a few warm-up runs. */
export async function createWarmStep(executor: Executor, config: BenchmarkConfig, options?: TrainerOptions) {
  const { plan, parameterWords, loss, prepare, initialize } = planTrainingStep(
    config,
    executor.adapterKind,
    options,
  );
  const storages = [...plan.sharedStorages].map((name) => executor.allocate(name, parameterWords));
  const shared = Object.fromEntries(storages.map((storage) => [storage.label, storage]));
  initialize(shared.parameters);
  const program = await executor.compile(plan, shared);
  prepare(program);
  const step = async () => {
    program.run();
    await program.read(loss);
  };
  await sampleTimes(step, 0, WARM_UP_STEPS, MAX_WARM_UP_MS);
  return {
    program,
    loss,
    step,
    cost: planCost(plan),
    operations: operationsOf(config, options),
    dispose() {
      program.dispose();
      for (const storage of storages) storage.dispose();
    },
  };
}

/** Median milliseconds of a step over `seconds`, where the loss of the last of several steps is awaited, `inFlight` milliseconds of them. */
export async function timePipelinedSteps(
  program: Program,
  loss: Tensor,
  seconds: number,
  inFlight: number,
): Promise<number> {
  const times: number[] = [];
  let steps = 1;
  const end = performance.now() + 1000 * seconds;
  while (times.length === 0 || performance.now() < end) {
    const begin = performance.now();
    for (let i = 0; i < steps; i++) program.run();
    await program.read(loss);
    const time = performance.now() - begin;
    if (time < inFlight) steps *= 2;
    else times.push(time / steps);
  }
  return median(times);
}

/** Of the step as recorded: what a fused op computes again is no work done. */
function operationsOf(config: BenchmarkConfig, options?: TrainerOptions): number {
  const { plan } = planTrainingStep(config, undefined, options);
  return plan.steps.reduce((sum, step) => sum + stepFlops(step), 0);
}

/** Milliseconds of each of successive calls: for `seconds`, and at least `minSamples` times unless that takes `maxMilliseconds`. */
export async function sampleTimes(
  call: () => Promise<void>,
  seconds: number,
  minSamples = MIN_STEPS,
  maxMilliseconds = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const times: number[] = [];
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  while (elapsed() < (times.length < minSamples ? maxMilliseconds : seconds * 1000)) {
    const begin = performance.now();
    await call();
    times.push(performance.now() - begin);
  }
  return times;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
