// A slice of the cost, as its view draws it: laid through the present weights, then computed on a grid around the path.

import type { LensProgress, SliceInfo, SliceRequest } from '../../../workers/lab-api.ts';
import type { Digits } from '../../controllers/digit-store.ts';
import { type CostGrid, evenly, squareAround } from '../../views/descent-map/bands.ts';

/** Planes that need no other runs. */
export type Directions = Exclude<SliceRequest['directions'], 'sideRuns'>;

export interface PlaneRequest extends SliceRequest {
  readonly directions: Directions;
}

export interface SliceMap {
  readonly request: PlaneRequest;
  readonly info: SliceInfo;
  readonly grid: CostGrid;
}

/** Points a side: twice as many are four times as slow. */
const POINTS = 25;
/** Of the plane's units, where there is no path to look at. */
const REACH = 1;

export async function readSlice(
  digits: Digits,
  request: PlaneRequest,
  wait: { signal: AbortSignal; onProgress: (progress: LensProgress) => void },
): Promise<SliceMap> {
  const info = await digits.lens('slice', request, { signal: wait.signal });
  const alone = [-REACH, REACH].map((reach) => ({ x: reach, y: reach }));
  const square = squareAround(info.path.length > 1 ? info.path : alone, 0.6);
  const [xs, ys] = [evenly(...square.x, POINTS), evenly(...square.y, POINTS)];
  const { costs } = await digits.lens('sliceCosts', { slice: info.slice, xs, ys }, wait);
  return { request, info, grid: { xs, ys, costs: costs.data } };
}
