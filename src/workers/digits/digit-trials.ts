// What the worker keeps between questions about the digit network: a slice of its cost, and runs beside it.

import { KernelError } from '../../kernels/errors.ts';
import type { Executor } from '../../kernels/executor.ts';
import type { Mnist } from '../../model/data/mnist/mnist.ts';
import { MOST_EXAMPLES } from '../../model/digit-inspector.ts';
import { DigitRun, type PathPoint } from '../../model/digit-run.ts';
import { planDigits } from '../../model/digit-settings.ts';
import { CostSlice } from '../../model/lenses/digits/slice.ts';
import type { InPieces } from '../../model/pieces.ts';
import { evaluateDigits } from '../evaluate.ts';
import type { DigitLenses, DigitLensName, SideRunRequest, SlicePoint, SliceRequest } from '../lab-api.ts';

/** Beside each other; the one begun first goes when there are more. */
const MOST_SIDE_RUNS = 4;
const MOST_STEPS_AT_ONCE = 1000;
/** Between them others have the engine. */
const STEPS_A_PIECE = 10;

type Asks<Name extends DigitLensName> = DigitLenses[Name]['asks'];
type Answers<Name extends DigitLensName> = DigitLenses[Name]['answers'];

/** What trials start from; `run()` throws a sentence where there is none. */
export interface TrialScene {
  readonly run: () => DigitRun;
  readonly mnist: Mnist;
  readonly executor: () => Executor;
}

export class DigitTrials {
  private readonly scene: TrialScene;
  private slice: { readonly number: number; readonly slice: CostSlice } | undefined;
  private readonly sideRuns = new Map<number, DigitRun>();
  private made = 0;

  constructor(scene: TrialScene) {
    this.scene = scene;
  }

  async laySlice({ directions, seed, images, sideRuns }: SliceRequest): Promise<Answers<'slice'>> {
    if (!Number.isInteger(images) || images < 1 || images > MOST_EXAMPLES)
      throw new KernelError(`slice: it takes 1 to ${MOST_EXAMPLES} images, and ${images} were asked for`);
    const { mnist } = this.scene;
    const run = this.scene.run();
    const indices = Array.from({ length: images }, (_, index) => index);
    const examples = { indices, labels: run.labels(indices) };
    const besides = directions === 'sideRuns' ? this.besides(sideRuns) : undefined;
    const middle = besides ? besides[0].path[0].weights : await run.weights.get();
    const slice = await CostSlice.create(this.scene.executor(), {
      config: run.plan.config,
      middle,
      mnist,
      ...examples,
    });
    if (besides) slice.layThrough(besides[0].path, besides[1].path, seed);
    else if (directions === 'random') slice.layRandom(seed);
    else if (directions === 'path') slice.layPath([...run.path, { step: run.step, weights: middle }], seed);
    else {
      const pixels = mnist.pixels('train', indices);
      const look = await run.inspector.look({ pixels, wanted: examples.labels, gradients: true });
      slice.layGradient(look.d_weights, seed);
    }
    this.slice?.slice.dispose();
    this.made += 1;
    this.slice = { number: this.made, slice };
    const info = { slice: this.made, step: run.step, images, lengths: slice.lengths };
    if (besides) {
      const [first, second] = besides;
      return {
        ...info,
        path: [],
        sidePaths: [await placed(slice, first.path), await placed(slice, second.path)],
      };
    }
    const now = { step: run.step, weights: middle };
    return { ...info, path: await placed(slice, [...run.path.filter(({ step }) => step < run.step), now]) };
  }

  async *sliceCosts({ slice, xs, ys }: Asks<'sliceCosts'>): InPieces<Answers<'sliceCosts'>> {
    const costs = new Float32Array(ys.length * xs.length);
    for (const [row, y] of ys.entries()) {
      costs.set(await this.sliceNumber(slice).costs(y, xs), row * xs.length);
      yield { what: 'points computed', done: (row + 1) * xs.length, total: costs.length };
    }
    return { costs: { shape: [ys.length, xs.length], data: costs } };
  }

  async beginSideRun({ training, from }: SideRunRequest): Promise<{ sideRun: number }> {
    const run = this.scene.run();
    const { settings } = run.plan;
    const plan = planDigits({ ...settings, training: { ...settings.training, ...training } });
    const start = from === 'current' ? { step: 0, weights: await run.weights.get() } : undefined;
    const beside = await DigitRun.create(this.scene.executor(), plan, this.scene.mnist, start);
    this.made += 1;
    this.sideRuns.set(this.made, beside);
    for (const oldest of this.sideRuns.keys()) {
      if (this.sideRuns.size <= MOST_SIDE_RUNS) break;
      await this.endSideRun(oldest);
    }
    return { sideRun: this.made };
  }

  async *sideSteps({ sideRun, steps, slice }: Asks<'sideSteps'>): InPieces<Answers<'sideSteps'>> {
    if (!Number.isInteger(steps) || steps < 0 || steps > MOST_STEPS_AT_ONCE)
      throw new KernelError(
        `side run: 0 to ${MOST_STEPS_AT_ONCE} steps at once, and ${steps} were asked for`,
      );
    const points: { step: number; loss: number }[] = [];
    while (points.length < steps && !this.sideRun(sideRun).finished) {
      const run = this.sideRun(sideRun);
      const count = Math.min(STEPS_A_PIECE, steps - points.length, run.steps - run.step);
      const taken = await Promise.all(Array.from({ length: count }, () => run.train()));
      points.push(...taken.map(({ step, loss }) => ({ step, loss })));
      yield { what: 'steps taken', done: points.length, total: steps };
    }
    const run = this.sideRun(sideRun);
    run.notePlace({ step: run.step, weights: await run.weights.get() });
    const { train, test } = yield* evaluateDigits(run, this.scene.mnist);
    if (slice === undefined) return { points, train, test };
    const place = await this.sliceNumber(slice).place(await run.weights.get());
    return { points, train, test, place: { step: run.step, ...place } };
  }

  async endSideRun(sideRun: number): Promise<{ ended: boolean }> {
    this.sideRuns.get(sideRun)?.dispose();
    return { ended: this.sideRuns.delete(sideRun) };
  }

  /** Images a side run learns from. */
  imagesOf(sideRun: number): number {
    return this.sideRun(sideRun).plan.training.images;
  }

  /** Frees all; after a lost engine, `lost` says that nothing is left to be freed. */
  clear({ lost = false } = {}): void {
    if (!lost) {
      this.slice?.slice.dispose();
      for (const run of this.sideRuns.values()) run.dispose();
    }
    this.slice = undefined;
    this.sideRuns.clear();
  }

  private besides(sideRuns: SliceRequest['sideRuns']): [DigitRun, DigitRun] {
    if (sideRuns?.length !== 2) throw new KernelError('slice: a plane through side runs needs two of them');
    return [this.sideRun(sideRuns[0]), this.sideRun(sideRuns[1])];
  }

  private sliceNumber(number: number): CostSlice {
    if (this.slice?.number !== number)
      throw new KernelError('slice: another has taken its place; lay a new one');
    return this.slice.slice;
  }

  private sideRun(number: number): DigitRun {
    const run = this.sideRuns.get(number);
    if (!run) throw new KernelError('side run: it has ended; begin a new one');
    return run;
  }
}

async function placed(slice: CostSlice, path: readonly PathPoint[]): Promise<SlicePoint[]> {
  const points: SlicePoint[] = [];
  for (const { step, weights } of path) points.push({ step, ...(await slice.place(weights)) });
  return points;
}
