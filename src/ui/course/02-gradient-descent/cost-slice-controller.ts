// Computes a slice of the cost: a plane through the current weights, evaluated on a grid around the path.

import type { ReactiveControllerHost } from 'lit';
import type {
  DigitRunInfo,
  LensProgress,
  SliceInfo,
  SliceRequest,
} from '../../../workers/rpc/api/lab-api.ts';
import { CancellableTask } from '../../state/cancellable-task.ts';
import type { DigitStore, Digits } from '../../state/digits/digit-store.ts';
import type { TaskState } from '../../types/task.ts';
import { boundingSquare, type CostGrid, linspace } from '../../views/charts/cost-contours/cost-grid.ts';

/** Planes that need no training path. */
export const DIRECTIONS = [
  'path',
  'gradient',
  'random',
] as const satisfies readonly SliceRequest['directions'][];
export type Directions = (typeof DIRECTIONS)[number];

export interface SlicePlaneRequest extends SliceRequest {
  readonly directions: Directions;
}

export interface CostSliceResult {
  readonly request: SlicePlaneRequest;
  readonly info: SliceInfo;
  readonly grid: CostGrid;
}

/** Grid points on each side; doubling it takes four times as long. */
const GRID_POINTS = 25;
/** Half the side in the plane's units, used if there is no path. */
const HALF_WIDTH = 1;

async function fetchCostSlice(
  digits: Digits,
  request: SlicePlaneRequest,
  options: { signal: AbortSignal; onProgress: (progress: LensProgress) => void },
): Promise<CostSliceResult> {
  const info = await digits.lens('cost-slice', request, { ...options, onProgress: () => {} });
  const unitBox = [-HALF_WIDTH, HALF_WIDTH].map((reach) => ({ x: reach, y: reach }));
  const square = boundingSquare(info.path.length > 1 ? info.path : unitBox, 0.6);
  const [xs, ys] = [linspace(...square.x, GRID_POINTS), linspace(...square.y, GRID_POINTS)];
  const { costs } = await digits.lens('cost-slice-values', { slice: info.slice, xs, ys }, options);
  return { request, info, grid: { xs, ys, costs: costs.data } };
}

/** Number of images; each grid point costs one forward pass over them. */
const IMAGES = 200;

/** Loads a slice when its panel opens and for each plane selected; later slices need a button press. */
export class CostSliceController {
  readonly #digits: { readonly store: DigitStore };
  readonly #task: CancellableTask<SlicePlaneRequest, CostSliceResult>;
  #requested?: { readonly run?: DigitRunInfo; readonly plane: Directions };

  constructor(host: ReactiveControllerHost, digits: { readonly store: DigitStore }) {
    this.#digits = digits;
    this.#task = new CancellableTask(host, (request: SlicePlaneRequest, options) =>
      fetchCostSlice(digits.store.client, request, options),
    );
  }

  get state(): TaskState<SlicePlaneRequest, CostSliceResult> {
    return this.#task.state;
  }

  ensureLoaded(plane: Directions): void {
    const { run } = this.#digits.store.value;
    if (this.#requested?.run !== run || this.#requested?.plane !== plane) this.load(plane);
  }

  load(plane: Directions): void {
    this.#requested = { run: this.#digits.store.value.run, plane };
    void this.#task.run({ directions: plane, seed: 1, images: IMAGES });
  }

  stop(): void {
    this.#task.abort();
  }

  reset(): void {
    this.#task.reset();
  }
}
