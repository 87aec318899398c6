// State that the digit lenses keep between requests: a slice of the cost, and comparison runs.

import type { Executor } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import type { Job } from '../../shared/job.ts';
import type { Mnist } from '../data/mnist/mnist.ts';
import type { NDArray } from '../inspection/nd-array.ts';
import { CostSlice } from './cost-slice.ts';
import { locateWeight, type WeightChange } from './digit-gradients.ts';
import { MAX_BATCH_SIZE } from './digit-inspector.ts';
import { DigitRun, type PathPoint } from './digit-run.ts';
import type { DigitTraining } from './digit-settings.ts';
import { planDigits } from './digit-settings.ts';
import { evaluateDigits } from './evaluate-digits.ts';
import type { DigitScore } from './test-digits.ts';

/** Images are the first of the training split. */
export interface SliceOptions {
  readonly directions: 'random' | 'gradient' | 'path' | 'comparisonRuns';
  readonly comparisonRuns?: [number, number];
  readonly seed: number;
  readonly images: number;
}

export interface SliceInfo {
  slice: number;
  /** Step of the weights at (0, 0). */
  step: number;
  images: number;
  /** Norms of the directions: one unit along x or y changes the weights by this much. */
  lengths: [number, number];
  /** Path of training, projected onto the plane, with the cost at the weights themselves. */
  path: SlicePoint[];
  /** The same of the two comparison runs. */
  comparisonPaths?: SlicePoint[][];
}

export interface SlicePoint {
  step: number;
  x: number;
  y: number;
  cost: number;
}

export interface ComparisonRunProgress {
  /** Each step with the cost of its batch before the update. */
  points: { step: number; loss: number }[];
  /** After the last step. */
  train: DigitScore;
  test: DigitScore;
  /** On the requested slice. */
  place?: SlicePoint;
}

/** When there are more, the oldest is disposed of. */
const MAX_RUNS = 4;
const MAX_STEPS = 1000;
/** Other requests have the engine in between. */
const STEPS_PER_YIELD = 10;

/** `run` throws if there is no current run. */
export interface ComparisonContext {
  readonly run: () => DigitRun;
  readonly mnist: Mnist;
  readonly executor: () => Executor;
}

export class ComparisonRuns {
  private readonly context: ComparisonContext;
  private slice: { readonly number: number; readonly slice: CostSlice } | undefined;
  private readonly comparisonRuns = new Map<number, DigitRun>();
  private lastId = 0;

  constructor(context: ComparisonContext) {
    this.context = context;
  }

  async createSlice({ directions, seed, images, comparisonRuns }: SliceOptions): Promise<SliceInfo> {
    if (!Number.isInteger(images) || images < 1 || images > MAX_BATCH_SIZE)
      throw new KernelError(`slice: the number of images is ${images}; it can be 1 to ${MAX_BATCH_SIZE}`);
    const { mnist } = this.context;
    const run = this.context.run();
    const indices = Array.from({ length: images }, (_, index) => index);
    const labels = run.labels(indices);
    const pair = directions === 'comparisonRuns' ? this.requirePair(comparisonRuns) : undefined;
    const center = pair ? pair[0].path[0].weights : await run.weights.get();
    const options = { config: run.plan.config, center, mnist, indices, labels };
    const slice = await CostSlice.create(this.context.executor(), options);
    if (pair) slice.setTwoPathDirections(pair[0].path, pair[1].path, seed);
    else if (directions === 'random') slice.setRandomDirections(seed);
    else if (directions === 'path')
      slice.setPathDirections([...run.path, { step: run.step, weights: center }], seed);
    else {
      const pixels = mnist.pixels('train', indices);
      const { d_weights } = await run.inspector.run({ pixels, targets: labels, gradients: true });
      slice.setGradientDirections(d_weights, seed);
    }
    this.slice?.slice.dispose();
    this.lastId += 1;
    this.slice = { number: this.lastId, slice };
    const info = { slice: this.lastId, step: run.step, images, lengths: slice.lengths };
    if (pair) {
      const [first, second] = pair;
      const comparisonPaths = [await projectPath(slice, first.path), await projectPath(slice, second.path)];
      return { ...info, path: [], comparisonPaths };
    }
    const earlier = run.path.filter(({ step }) => step < run.step);
    return { ...info, path: await projectPath(slice, [...earlier, { step: run.step, weights: center }]) };
  }

  /** [ys, xs]. */
  async *sliceCosts(slice: number, xs: readonly number[], ys: readonly number[]): Job<NDArray> {
    const costs = new Float32Array(ys.length * xs.length);
    for (const [row, y] of ys.entries()) {
      costs.set(await this.requireSlice(slice).costs(y, xs), row * xs.length);
      yield { label: 'points computed', done: (row + 1) * xs.length, total: costs.length };
    }
    return { shape: [ys.length, xs.length], data: costs };
  }

  /** Settings that are left out are the current run's; `changes` are weights set by hand. Returns its id. */
  async start(
    from: 'current' | 'fresh',
    training?: Partial<DigitTraining>,
    changes: readonly WeightChange[] = [],
  ): Promise<number> {
    const run = this.context.run();
    const { settings } = run.plan;
    const plan = planDigits({ ...settings, training: { ...settings.training, ...training } });
    const snapshot = from === 'current' ? { step: 0, weights: await run.weights.get() } : undefined;
    const located = changes.map((change) => ({ ...change, ...locateWeight(plan.config, change) }));
    const comparison = await DigitRun.create(this.context.executor(), plan, this.context.mnist, snapshot);
    for (const { name, index, value } of located) comparison.weights.setElement(name, index, value);
    this.lastId += 1;
    this.comparisonRuns.set(this.lastId, comparison);
    for (const oldest of this.comparisonRuns.keys()) {
      if (this.comparisonRuns.size <= MAX_RUNS) break;
      this.end(oldest);
    }
    return this.lastId;
  }

  /** The result has the run's position on `slice`, if there is one. */
  async *train(id: number, steps: number, slice?: number): Job<ComparisonRunProgress> {
    const points = yield* this.step(id, steps);
    const run = this.comparisonRun(id);
    run.recordPathPoint({ step: run.step, weights: await run.weights.get() });
    const { train, test } = yield* evaluateDigits(run, this.context.mnist);
    if (slice === undefined) return { points, train, test };
    const place = await this.requireSlice(slice).project(await run.weights.get());
    return { points, train, test, place: { step: run.step, ...place } };
  }

  /** Each step with the cost of its batch before the update; ends with the run's last step. */
  async *step(id: number, steps: number): Job<ComparisonRunProgress['points']> {
    if (!Number.isInteger(steps) || steps < 0 || steps > MAX_STEPS)
      throw new KernelError(`comparison run: the number of steps is ${steps}; it can be 0 to ${MAX_STEPS}`);
    const points: { step: number; loss: number }[] = [];
    while (points.length < steps && !this.comparisonRun(id).finished) {
      const run = this.comparisonRun(id);
      const count = Math.min(STEPS_PER_YIELD, steps - points.length, run.steps - run.step);
      const trained = await Promise.all(Array.from({ length: count }, () => run.train()));
      points.push(...trained.map(({ step, loss }) => ({ step, loss })));
      yield { label: 'training steps', done: points.length, total: steps };
    }
    return points;
  }

  /** False if it had ended. */
  end(id: number): boolean {
    this.comparisonRuns.get(id)?.dispose();
    return this.comparisonRuns.delete(id);
  }

  /** Training images of a comparison run. */
  imageCountOf(id: number): number {
    return this.comparisonRun(id).plan.training.images;
  }

  /** `lost`: the engine is lost, and its memory with it. */
  clear({ lost = false } = {}): void {
    if (!lost) {
      this.slice?.slice.dispose();
      for (const run of this.comparisonRuns.values()) run.dispose();
    }
    this.slice = undefined;
    this.comparisonRuns.clear();
  }

  private requirePair(ids: SliceOptions['comparisonRuns']): [DigitRun, DigitRun] {
    if (ids?.length !== 2) throw new KernelError('slice: a plane through comparison runs needs two of them');
    return [this.comparisonRun(ids[0]), this.comparisonRun(ids[1])];
  }

  private requireSlice(number: number): CostSlice {
    if (this.slice?.number !== number)
      throw new KernelError('slice: it was replaced by another; create a new one');
    return this.slice.slice;
  }

  /** Throws if it has ended. */
  comparisonRun(number: number): DigitRun {
    const run = this.comparisonRuns.get(number);
    if (!run) throw new KernelError('comparison run: it has ended; start a new one');
    return run;
  }
}

async function projectPath(slice: CostSlice, path: readonly PathPoint[]): Promise<SlicePoint[]> {
  const points: SlicePoint[] = [];
  for (const { step, weights } of path) points.push({ step, ...(await slice.project(weights)) });
  return points;
}
