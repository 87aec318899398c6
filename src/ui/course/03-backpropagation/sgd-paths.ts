// Trains two networks from the same random weights, with the full batch and with mini-batches, and projects both paths on one plane.

import { msg } from '@lit/localize';
import type { DigitTraining, LensProgress, SlicePoint } from '../../../workers/rpc/api/lab-api.ts';
import type { Digits } from '../../state/digits/digit-store.ts';
import { queryDigits } from '../../state/query-lenses.ts';
import { boundingSquare, type CostGrid, linspace } from '../../views/charts/cost-contours/cost-grid.ts';
import {
  FULL_BATCH_TRAINING,
  FULL_STEPS,
  MINI_BATCH_TRAINING,
  MINI_STEPS_PER_FULL_STEP,
} from './sgd-training.ts';

/** A path stores 128 points; a point for every few mini-batch steps keeps the noise of the path visible. */
export const MINI_STEPS_PER_POINT = 2;
const GRID_POINTS = 25;
const SLICE_IMAGES = 200;

/** Outputs whose biases are followed. */
export const FOLLOWED = [3, 8] as const;

export interface BiasPoint {
  readonly x: number;
  readonly y: number;
}

export interface SgdPaths {
  readonly grid: CostGrid;
  readonly full: readonly SlicePoint[];
  readonly mini: readonly SlicePoint[];
  /** Two of all numbers, the biases of two outputs, after each step: a plane through both ends hides how the steps of mini-batches waver. */
  readonly biases: { readonly full: readonly BiasPoint[]; readonly mini: readonly BiasPoint[] };
  /** Cost over the training images after each step of the full batch. */
  readonly costs: readonly { readonly full: number; readonly mini: number }[];
}

interface CallOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LensProgress) => void;
}

export async function fetchSgdPaths(
  digits: Pick<Digits, 'lens' | 'query'>,
  options: CallOptions,
): Promise<SgdPaths> {
  const { signal, onProgress } = options;
  const startRun = async (training: DigitTraining) =>
    (await digits.lens('start-comparison-run', { from: 'fresh', training }, { signal })).comparisonRun;
  const comparisonRuns: number[] = [];
  try {
    comparisonRuns.push(await startRun(FULL_BATCH_TRAINING), await startRun(MINI_BATCH_TRAINING));
    const [full, mini] = comparisonRuns;
    const costs: { full: number; mini: number }[] = [];
    const runSteps = async (comparisonRun: number, steps: number) =>
      (await digits.lens('train-comparison-run', { comparisonRun, steps }, { signal })).train.cost;
    const biases = { full: [] as BiasPoint[], mini: [] as BiasPoint[] };
    const follow = async (name: 'full' | 'mini', comparisonRun: number) => {
      const { weights } = await queryDigits(digits, { weights: {} }, comparisonRun);
      const [x, y] = FOLLOWED.map((digit) => weights.layers[weights.layers.length - 1].biases.data[digit]);
      biases[name].push({ x, y });
    };
    for (let step = 0; step <= FULL_STEPS; step++) {
      const hasSteps = Math.min(step, 1);
      let cost = step === 0 ? await runSteps(mini, 0) : 0;
      for (let place = 0; place < hasSteps * MINI_STEPS_PER_FULL_STEP; place += MINI_STEPS_PER_POINT) {
        cost = await runSteps(mini, MINI_STEPS_PER_POINT);
        await follow('mini', mini);
      }
      costs.push({ full: await runSteps(full, hasSteps), mini: cost });
      await follow('full', full);
      onProgress({ label: msg('epochs'), done: step, total: FULL_STEPS });
    }
    const sliceRequest = {
      directions: 'comparisonRuns',
      comparisonRuns: [full, mini],
      seed: 1,
      images: SLICE_IMAGES,
    } as const;
    const info = await digits.lens(
      'cost-slice',
      { ...sliceRequest, comparisonRuns: [full, mini] },
      { signal },
    );
    const [fullPath, miniPath] = info.comparisonPaths ?? [];
    const square = boundingSquare([...fullPath, ...miniPath], 0.5);
    const [xs, ys] = [linspace(...square.x, GRID_POINTS), linspace(...square.y, GRID_POINTS)];
    const grid = await digits.lens('cost-slice-values', { slice: info.slice, xs, ys }, options);
    return { grid: { xs, ys, costs: grid.costs.data }, full: fullPath, mini: miniPath, biases, costs };
  } finally {
    for (const comparisonRun of comparisonRuns)
      void digits.lens('end-comparison-run', { comparisonRun }).catch(() => undefined);
  }
}
