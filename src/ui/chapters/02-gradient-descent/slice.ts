// A slice of the cost, as its view draws it: laid through the present weights, then computed on a grid around the path.

import type { ReactiveControllerHost } from 'lit';
import type { DigitRunInfo, LensProgress, SliceInfo, SliceRequest } from '../../../workers/lab-api.ts';
import type { DigitStore, Digits } from '../../controllers/digit-store.ts';
import { LongLook, type LookState } from '../../controllers/long-look.ts';
import { type CostGrid, evenly, squareAround } from '../../views/descent-map/bands.ts';

/** Planes that need no other runs. */
export const DIRECTIONS = [
  'path',
  'gradient',
  'random',
] as const satisfies readonly SliceRequest['directions'][];
export type Directions = (typeof DIRECTIONS)[number];

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

async function readSlice(
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

/** Over so many images, of which each point costs one forward run. */
const IMAGES = 200;

/** The slice on its panel: laid as soon as somebody looks, and for each plane chosen; again only when asked for. */
export class Landscape {
  readonly #digits: { readonly store: DigitStore };
  readonly #look: LongLook<PlaneRequest, SliceMap>;
  #laid?: { readonly run?: DigitRunInfo; readonly plane: Directions };

  constructor(host: ReactiveControllerHost, digits: { readonly store: DigitStore }) {
    this.#digits = digits;
    this.#look = new LongLook(host, (request: PlaneRequest, wait) =>
      readSlice(digits.store.lab, request, wait),
    );
  }

  get state(): LookState<PlaneRequest, SliceMap> {
    return this.#look.state;
  }

  lookAt(plane: Directions): void {
    const { run } = this.#digits.store.value;
    if (this.#laid?.run !== run || this.#laid?.plane !== plane) this.lay(plane);
  }

  lay(plane: Directions): void {
    this.#laid = { run: this.#digits.store.value.run, plane };
    void this.#look.ask({ directions: plane, seed: 1, images: IMAGES });
  }

  stop(): void {
    this.#look.stop();
  }

  forget(): void {
    this.#look.forget();
  }
}
