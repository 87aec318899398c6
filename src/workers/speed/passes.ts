// Profiles each pass of a training step separately.

import type { Executor, Program, Storage } from '../../kernels/backends/executor.ts';
import type { Tensor } from '../../kernels/graph/graph.ts';
import type { Plan } from '../../kernels/graph/plan.ts';
import { stepFlops } from '../../kernels/graph/plan-cost.ts';
import type { Step } from '../../kernels/graph/step.ts';
import type { AdapterKind } from '../../kernels/op.ts';
import { transformerParameters } from '../../model/architecture/architecture.ts';
import { flatLayout } from '../../model/architecture/parameters.ts';
import type { BenchmarkConfig } from '../../model/training/benchmark-configs.ts';
import { nextTokenTask } from '../../model/training/next-token-task.ts';
import { type TrainerOptions, trainingStep } from '../../model/training/training-step.ts';
import { random } from '../../shared/random.ts';

export interface PassTime {
  /** `linear.forward R 512 K 64 N 192`. */
  readonly name: string;
  /** The selected kernel, if there are several. */
  readonly variant?: string;
  /** Uses in one training step. */
  readonly uses: number;
  /** Milliseconds of one use: the minimum of many, because other load only slows runs down. */
  readonly milliseconds: number;
  readonly gflops: number;
}

/** The part of an executor that timing needs. */
export type TimingExecutor = Pick<Executor, 'allocate' | 'compile' | 'idle' | 'adapterKind'>;

/** Times each distinct pass for `seconds`; sorted by total time per step, slowest first. */
export async function timePasses(
  executor: TimingExecutor,
  config: BenchmarkConfig,
  seconds = 0.25,
): Promise<PassTime[]> {
  const { plan, parameterWords, prepare, initialize } = planTrainingStep(config, executor.adapterKind);
  // Allocates all storages up front, so that programs of single passes use the data of a whole step.
  const words = new Map([...plan.sharedStorages].map((name) => [name, parameterWords]));
  for (const [name, length] of plan.storages) words.set(name, length);
  const storages = [...words].map(([name, length]) => executor.allocate(name, length));
  const shared = Object.fromEntries(storages.map((storage) => [storage.label, storage]));
  const sharedStorages = new Set(words.keys());
  const compile = (steps: readonly Step[]) =>
    executor.compile({ ...plan, steps, storages: new Map(), sharedStorages }, shared);
  initialize(shared.parameters);
  const all = await compile(plan.steps);
  prepare(all);
  all.run();
  all.dispose();

  const times: PassTime[] = [];
  for (const steps of groupByPass(plan.steps)) {
    const [step] = steps;
    const program = await compile([step]);
    const milliseconds = await minTime(executor, () => program.run(), seconds);
    program.dispose();
    const gflops = stepFlops(step) / milliseconds / 1e6;
    const variant = program.variants[step.label];
    times.push({ name: passName(step), variant, uses: steps.length, milliseconds, gflops });
  }
  for (const storage of storages) storage.dispose();
  return times.sort((a, b) => b.uses * b.milliseconds - a.uses * a.milliseconds);
}

/** A training step as one plan, and its inputs. */
export interface TrainingStepPlan {
  readonly plan: Plan;
  /** [1]. */
  readonly loss: Tensor;
  /** Words of each flat storage. */
  readonly parameterWords: number;
  /** Writes random tokens, and a learning rate so small that many steps hardly change the weights. */
  prepare(program: Program): void;
  initialize(parameters: Storage): void;
}

const ADAMW: TrainerOptions = {
  clipNorm: 1,
  optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.99, weightDecay: 0.1 },
};

export function planTrainingStep(
  config: BenchmarkConfig,
  adapterKind?: AdapterKind,
  options = ADAMW,
): TrainingStepPlan {
  const task = nextTokenTask(config, config);
  const layout = flatLayout(transformerParameters(config));
  const { plan, optimizer } = trainingStep(task, layout, { ...options, adapterKind });
  return {
    plan: plan,
    loss: task.loss,
    parameterWords: layout.length,
    prepare(program) {
      task.initialize?.(program);
      task.write(program, {
        tokens: randomTokens(config, 'tokens'),
        targets: randomTokens(config, 'targets'),
      });
      optimizer.writeStep(program, 0, 1e-9);
    },
    initialize: (parameters) => parameters.write(0, initialParameters(layout.length)),
  };
}

function initialParameters(words: number): Float32Array<ArrayBuffer> {
  const stream = random(1, 'weights');
  return Float32Array.from({ length: words }, () => 0.02 * stream.normal());
}

function randomTokens({ B, T, V }: BenchmarkConfig, purpose: string): Int32Array<ArrayBuffer> {
  const stream = random(1, purpose);
  return Int32Array.from({ length: B * T }, () => stream.integer(V));
}

/** Groups the steps that do the same work on other tensors. */
function groupByPass(steps: readonly Step[]): Step[][] {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    const name = passName(step);
    groups.set(name, [...(groups.get(name) ?? []), step]);
  }
  return [...groups.values()];
}

function passName({ opName, pass, k }: Step): string {
  const sizes = Object.entries(k).filter(([name]) => /^[A-Z]$/.test(name));
  return [`${opName}.${pass.name}`, ...sizes.map(([name, size]) => `${name} ${size}`)].join(' ');
}

/** Fewest samples: one may have been interrupted. */
const MIN_SAMPLES = 2;

/**
 * Milliseconds of one call, minimum over `seconds`; calls are batched, `longEnough` milliseconds at a time, because clocks are
 * coarse: in browsers 0.1 ms, more than a small pass takes.
 */
export async function minTime(
  executor: Pick<TimingExecutor, 'idle'>,
  run: () => void,
  seconds: number,
  longEnough = 2,
): Promise<number> {
  let [best, samples, batch] = [Number.POSITIVE_INFINITY, 0, 1];
  const end = performance.now() + 1000 * seconds;
  while (samples < MIN_SAMPLES || performance.now() < end) {
    const begin = performance.now();
    for (let i = 0; i < batch; i++) run();
    await executor.idle();
    const time = performance.now() - begin;
    if (time < longEnough) {
      batch *= 2;
      continue;
    }
    best = Math.min(best, time / batch);
    samples++;
  }
  return best;
}
