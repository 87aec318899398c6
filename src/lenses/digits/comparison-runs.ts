// What the worker keeps between questions about the digit network: a slice of its cost, and runs beside it.

import { KernelError } from '../../kernels/errors.ts';
import type { Executor } from '../../kernels/executor.ts';
import type { Mnist } from '../../model/data/mnist/mnist.ts';
import { MAX_BATCH_SIZE } from '../../model/digits/digit-inspector.ts';
import { DigitRun, type PathPoint } from '../../model/digits/digit-run.ts';
import { planDigits } from '../../model/digits/digit-settings.ts';
import type { Job } from '../../shared/job.ts';
import type {
  ComparisonRunRequest,
  DigitLenses,
  DigitLensName,
  SlicePoint,
  SliceRequest,
} from '../../workers/rpc/api/lab-api.ts';
import { evaluateDigits } from '../evaluation/evaluate.ts';
import { CostSlice } from './cost-slice.ts';

/** Beside each other; the one begun first goes when there are more. */
const MAX_RUNS = 4;
const MAX_STEPS = 1000;
/** Between them others have the engine. */
const STEPS_PER_YIELD = 10;

type RequestOf<Name extends DigitLensName> = DigitLenses[Name]['request'];
type ResultOf<Name extends DigitLensName> = DigitLenses[Name]['result'];

/** What trials start from; `run()` throws a sentence where there is none. */
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

  async createSlice({ directions, seed, images, comparisonRuns }: SliceRequest): Promise<ResultOf<'slice'>> {
    if (!Number.isInteger(images) || images < 1 || images > MAX_BATCH_SIZE)
      throw new KernelError(`slice: it takes 1 to ${MAX_BATCH_SIZE} images, and ${images} were asked for`);
    const { mnist } = this.context;
    const run = this.context.run();
    const indices = Array.from({ length: images }, (_, index) => index);
    const examples = { indices, labels: run.labels(indices) };
    const besides = directions === 'comparisonRuns' ? this.requirePair(comparisonRuns) : undefined;
    const center = besides ? besides[0].path[0].weights : await run.weights.get();
    const slice = await CostSlice.create(this.context.executor(), {
      config: run.plan.config,
      center,
      mnist,
      ...examples,
    });
    if (besides) slice.setTwoPathDirections(besides[0].path, besides[1].path, seed);
    else if (directions === 'random') slice.setRandomDirections(seed);
    else if (directions === 'path')
      slice.setPathDirections([...run.path, { step: run.step, weights: center }], seed);
    else {
      const pixels = mnist.pixels('train', indices);
      const look = await run.inspector.run({ pixels, targets: examples.labels, gradients: true });
      slice.setGradientDirections(look.d_weights, seed);
    }
    this.slice?.slice.dispose();
    this.lastId += 1;
    this.slice = { number: this.lastId, slice };
    const info = { slice: this.lastId, step: run.step, images, lengths: slice.lengths };
    if (besides) {
      const [first, second] = besides;
      return {
        ...info,
        path: [],
        comparisonPaths: [await projectPath(slice, first.path), await projectPath(slice, second.path)],
      };
    }
    const now = { step: run.step, weights: center };
    return {
      ...info,
      path: await projectPath(slice, [...run.path.filter(({ step }) => step < run.step), now]),
    };
  }

  async *sliceCosts({ slice, xs, ys }: RequestOf<'sliceCosts'>): Job<ResultOf<'sliceCosts'>> {
    const costs = new Float32Array(ys.length * xs.length);
    for (const [row, y] of ys.entries()) {
      costs.set(await this.requireSlice(slice).costs(y, xs), row * xs.length);
      yield { label: 'points computed', done: (row + 1) * xs.length, total: costs.length };
    }
    return { costs: { shape: [ys.length, xs.length], data: costs } };
  }

  async startComparisonRun({ training, from }: ComparisonRunRequest): Promise<{ comparisonRun: number }> {
    const run = this.context.run();
    const { settings } = run.plan;
    const plan = planDigits({ ...settings, training: { ...settings.training, ...training } });
    const start = from === 'current' ? { step: 0, weights: await run.weights.get() } : undefined;
    const beside = await DigitRun.create(this.context.executor(), plan, this.context.mnist, start);
    this.lastId += 1;
    this.comparisonRuns.set(this.lastId, beside);
    for (const oldest of this.comparisonRuns.keys()) {
      if (this.comparisonRuns.size <= MAX_RUNS) break;
      await this.endComparisonRun(oldest);
    }
    return { comparisonRun: this.lastId };
  }

  async *trainComparisonRun({
    comparisonRun,
    steps,
    slice,
  }: RequestOf<'trainComparisonRun'>): Job<ResultOf<'trainComparisonRun'>> {
    if (!Number.isInteger(steps) || steps < 0 || steps > MAX_STEPS)
      throw new KernelError(`side run: 0 to ${MAX_STEPS} steps at once, and ${steps} were asked for`);
    const points: { step: number; loss: number }[] = [];
    while (points.length < steps && !this.comparisonRun(comparisonRun).finished) {
      const run = this.comparisonRun(comparisonRun);
      const count = Math.min(STEPS_PER_YIELD, steps - points.length, run.steps - run.step);
      const taken = await Promise.all(Array.from({ length: count }, () => run.train()));
      points.push(...taken.map(({ step, loss }) => ({ step, loss })));
      yield { label: 'steps taken', done: points.length, total: steps };
    }
    const run = this.comparisonRun(comparisonRun);
    run.recordPathPoint({ step: run.step, weights: await run.weights.get() });
    const { train, test } = yield* evaluateDigits(run, this.context.mnist);
    if (slice === undefined) return { points, train, test };
    const place = await this.requireSlice(slice).project(await run.weights.get());
    return { points, train, test, place: { step: run.step, ...place } };
  }

  async endComparisonRun(comparisonRun: number): Promise<{ ended: boolean }> {
    this.comparisonRuns.get(comparisonRun)?.dispose();
    return { ended: this.comparisonRuns.delete(comparisonRun) };
  }

  /** Images a side run learns from. */
  imageCountOf(comparisonRun: number): number {
    return this.comparisonRun(comparisonRun).plan.training.images;
  }

  /** Frees all; after a lost engine, `lost` says that nothing is left to be freed. */
  clear({ lost = false } = {}): void {
    if (!lost) {
      this.slice?.slice.dispose();
      for (const run of this.comparisonRuns.values()) run.dispose();
    }
    this.slice = undefined;
    this.comparisonRuns.clear();
  }

  private requirePair(comparisonRuns: SliceRequest['comparisonRuns']): [DigitRun, DigitRun] {
    if (comparisonRuns?.length !== 2)
      throw new KernelError('slice: a plane through side runs needs two of them');
    return [this.comparisonRun(comparisonRuns[0]), this.comparisonRun(comparisonRuns[1])];
  }

  private requireSlice(number: number): CostSlice {
    if (this.slice?.number !== number)
      throw new KernelError('slice: another has taken its place; lay a new one');
    return this.slice.slice;
  }

  private comparisonRun(number: number): DigitRun {
    const run = this.comparisonRuns.get(number);
    if (!run) throw new KernelError('side run: it has ended; begin a new one');
    return run;
  }
}

async function projectPath(slice: CostSlice, path: readonly PathPoint[]): Promise<SlicePoint[]> {
  const points: SlicePoint[] = [];
  for (const { step, weights } of path) points.push({ step, ...(await slice.project(weights)) });
  return points;
}
