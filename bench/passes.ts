// How long every pass of a training step takes by itself: what to make faster next.

import type { Executor, Program, Storage } from '../src/kernels/executor.ts';
import type { Tensor } from '../src/kernels/graph/graph.ts';
import type { Plan, Step } from '../src/kernels/graph/plan.ts';
import type { BenchCase } from '../src/model/cases.ts';
import { nextTokenTask } from '../src/model/next-token-task.ts';
import { flatLayout, transformerParameters } from '../src/model/parameters.ts';
import { random } from '../src/model/random.ts';
import { trainingStep } from '../src/model/training-step.ts';

export interface PassTime {
  /** `linear.forward R 512 K 64 N 192`. */
  readonly name: string;
  /** The kernel that ran, where there is a choice. */
  readonly variant?: string;
  /** Uses in one training step. */
  readonly uses: number;
  /** Milliseconds of one use: the least of many, for a shared machine only ever adds. */
  readonly milliseconds: number;
  readonly gflops: number;
}

/** As much of an executor as timing needs. */
export type Timed = Pick<Executor, 'allocate' | 'compile' | 'idle'>;

/** Times each different pass for so many seconds, slowest in sum first. */
export async function timePasses(executor: Timed, config: BenchCase, seconds = 0.25): Promise<PassTime[]> {
  const { whole, parameterWords, prepare, initialise } = timedStep(config);
  // All storages are made here, so that the programs of single passes find the numbers of a whole step.
  const words = new Map([...whole.sharedStorages].map((name) => [name, parameterWords]));
  for (const [name, length] of whole.storages) words.set(name, length);
  const storages = [...words].map(([name, length]) => executor.allocate(name, length));
  const shared = Object.fromEntries(storages.map((storage) => [storage.label, storage]));
  const sharedStorages = new Set(words.keys());
  const compile = (steps: readonly Step[]) =>
    executor.compile({ ...whole, steps, storages: new Map(), sharedStorages }, shared);
  initialise(shared.parameters);
  const all = await compile(whole.steps);
  prepare(all);
  all.run();
  all.dispose();

  const times: PassTime[] = [];
  for (const steps of alike(whole.steps)) {
    const [step] = steps;
    const program = await compile([step]);
    const milliseconds = await leastTime(executor, () => program.run(), seconds);
    program.dispose();
    const gflops = step.pass.flops(step.k) / milliseconds / 1e6;
    const variant = program.variants[step.label];
    times.push({ name: passName(step), variant, uses: steps.length, milliseconds, gflops });
  }
  for (const storage of storages) storage.dispose();
  return times.sort((a, b) => b.uses * b.milliseconds - a.uses * a.milliseconds);
}

/** A training step as one plan, and what it needs before it can run. */
export interface TimedStep {
  readonly whole: Plan;
  /** [1]. */
  readonly loss: Tensor;
  /** Words of each flat storage. */
  readonly parameterWords: number;
  /** Writes random tokens, and a learning rate so small that many steps change little. */
  prepare(program: Program): void;
  initialise(parameters: Storage): void;
}

export function timedStep(config: BenchCase): TimedStep {
  const task = nextTokenTask(config, config);
  const layout = flatLayout(transformerParameters(config));
  const { plan, optimizer } = trainingStep(task, layout, {
    clipNorm: 1,
    optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.99, weightDecay: 0.1 },
  });
  return {
    whole: plan,
    loss: task.loss,
    parameterWords: layout.length,
    prepare(program) {
      task.prepare?.(program);
      task.write(program, {
        tokens: randomTokens(config, 'tokens'),
        targets: randomTokens(config, 'targets'),
      });
      program.write(optimizer.settings, optimizer.scalars(0, 1e-9));
    },
    initialise: (parameters) => parameters.write(0, initialParameters(layout.length)),
  };
}

function initialParameters(words: number): Float32Array<ArrayBuffer> {
  const stream = random(1, 'weights');
  return Float32Array.from({ length: words }, () => 0.02 * stream.normal());
}

function randomTokens({ B, T, V }: BenchCase, purpose: string): Int32Array<ArrayBuffer> {
  const stream = random(1, purpose);
  return Int32Array.from({ length: B * T }, () => stream.integer(V));
}

/** Groups the steps that do the same work on other tensors. */
function alike(steps: readonly Step[]): Step[][] {
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

/** Milliseconds of one call, the least over so many seconds; batches make up for coarse clocks. */
async function leastTime(executor: Timed, run: () => void, seconds: number): Promise<number> {
  const batchTime = async (calls: number) => {
    const begin = performance.now();
    for (let i = 0; i < calls; i++) run();
    await executor.idle();
    return performance.now() - begin;
  };
  await batchTime(3);
  let batch = 1;
  // A browser's clock goes in steps of a tenth of a millisecond: beside one of them a small pass takes no time at all.
  while ((await batchTime(batch)) < 2) batch *= 2;
  let least = Number.POSITIVE_INFINITY;
  const end = performance.now() + 1000 * seconds;
  while (least === Number.POSITIVE_INFINITY || performance.now() < end) {
    const time = await batchTime(batch);
    // It seemed long enough only because something else ran meanwhile.
    if (time < 1) batch *= 2;
    else least = Math.min(least, time / batch);
  }
  return least;
}
