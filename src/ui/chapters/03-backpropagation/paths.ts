// Two networks from the same random weights, one stepping after all its images, one after small batches: both paths on one plane.

import type { LensProgress, SlicePoint } from '../../../workers/lab-api.ts';
import type { Digits } from '../../controllers/digit-store.ts';
import { type CostGrid, evenly, squareAround } from '../../views/descent-map/bands.ts';

/** Images both learn from; the full batch is all of them. */
export const IMAGES = 1000;
export const MINI_BATCH = 100;
/** Both see as many images: one step of the full batch against so many of the small ones. */
export const STEPS_A_STEP = IMAGES / MINI_BATCH;
/** Steps of the full batch. */
export const FULL_STEPS = 25;
/** A path keeps 128 places: one for so many steps of the small batches, so that their wobble shows. */
export const STEPS_A_PLACE = 2;
const LEARNING_RATE = 2;
const POINTS = 25;
const SLICE_IMAGES = 200;

export interface TwoPaths {
  readonly grid: CostGrid;
  readonly full: readonly SlicePoint[];
  readonly mini: readonly SlicePoint[];
  /** After each step of the full batch, over the images learnt from. */
  readonly costs: readonly { readonly full: number; readonly mini: number }[];
}

interface Wait {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LensProgress) => void;
}

export async function readPaths(digits: Pick<Digits, 'lens'>, wait: Wait): Promise<TwoPaths> {
  const { signal, onProgress } = wait;
  const rates = { learningRate: LEARNING_RATE, minLearningRate: LEARNING_RATE };
  const training = { ...rates, images: IMAGES, optimizer: 'sgd', momentum: 0 } as const;
  const begin = async (B: number, steps: number) =>
    (await digits.lens('sideRun', { from: 'fresh', training: { ...training, B, steps } }, { signal }))
      .sideRun;
  const sideRuns: number[] = [];
  try {
    sideRuns.push(await begin(IMAGES, FULL_STEPS), await begin(MINI_BATCH, FULL_STEPS * STEPS_A_STEP));
    const [full, mini] = sideRuns;
    const costs: { full: number; mini: number }[] = [];
    const go = async (sideRun: number, steps: number) =>
      (await digits.lens('sideSteps', { sideRun, steps }, { signal })).train.cost;
    for (let step = 0; step <= FULL_STEPS; step++) {
      const some = Math.min(step, 1);
      const places = some * (STEPS_A_STEP / STEPS_A_PLACE);
      let cost = step === 0 ? await go(mini, 0) : 0;
      for (let place = 0; place < places; place++) cost = await go(mini, STEPS_A_PLACE);
      costs.push({ full: await go(full, some), mini: cost });
      onProgress({ what: 'times through the images', done: step, total: FULL_STEPS });
    }
    const asked = { directions: 'sideRuns', sideRuns: [full, mini], seed: 1, images: SLICE_IMAGES } as const;
    const info = await digits.lens('slice', { ...asked, sideRuns: [full, mini] }, { signal });
    const [fullPath, miniPath] = info.sidePaths ?? [];
    const square = squareAround([...fullPath, ...miniPath], 0.5);
    const [xs, ys] = [evenly(...square.x, POINTS), evenly(...square.y, POINTS)];
    const grid = await digits.lens('sliceCosts', { slice: info.slice, xs, ys }, wait);
    return { grid: { xs, ys, costs: grid.costs.data }, full: fullPath, mini: miniPath, costs };
  } finally {
    for (const sideRun of sideRuns) void digits.lens('endSideRun', { sideRun }).catch(() => undefined);
  }
}
