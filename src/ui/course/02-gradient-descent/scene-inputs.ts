// What the chapter's scenes show.

import { msg } from '@lit/localize';
import { memoize } from '../../../shared/memoize.ts';
import type { CostBreakdown } from '../../../workers/rpc/api/lab-api.ts';
import type { CostsInput } from '../../scenes/costs/costs-scene.ts';
import type { DescentInput, DescentPart } from '../../scenes/descent/descent-scene.ts';
import type { ExampleInput } from '../../scenes/example/example-scene.ts';
import type { LabelsInput } from '../../scenes/labels/labels-scene.ts';
import type { LandscapeInput, LandscapePart, Place } from '../../scenes/landscape/landscape-scene.ts';
import type { ComparedRun, DigitImages } from '../../types/digits.ts';
import { linspace } from '../../views/charts/cost-contours/cost-grid.ts';
import type { Moment } from '../chapter.ts';
import { type Choices, choice } from './choices.ts';
import type { CostSliceResult } from './cost-slice-controller.ts';
import { BOWL, CURVE, gradientDescent, HILLS, type Point } from './descent.ts';

interface SceneContext {
  readonly choices: Choices;
  /** Of the moment. */
  readonly settings: NonNullable<Moment['settings']>;
}

const chooseStart = (from: number) => choice({ from });
const RATE = 0.08;

/** For the curve. */
export const descentInput = ({ choices, settings }: SceneContext): DescentInput => ({
  ...{ curve: CURVE, rate: RATE, fromEvent: chooseStart },
  shows: (settings.shows ?? 'slope') as DescentPart,
  from: choices.from ?? Number(settings.from ?? 4.4),
});

const PIXELS = 784;
const imagesOf = memoize(({ pixels, indices }: DigitImages): Float32Array[] =>
  indices.map((_, i) => pixels.subarray(i * PIXELS, (i + 1) * PIXELS)),
);
const chooseImage = (image: number) => choice({ image });

/** For the mean of many costs. */
export function costsInput(
  { cost, images }: { readonly cost: CostBreakdown; readonly images: DigitImages },
  { image }: Choices,
): CostsInput {
  return {
    ...{
      images: imagesOf(images),
      labels: images.labels,
      costs: cost.costs.data,
      mean: cost.mean,
      step: cost.step,
    },
    picked: image !== undefined && image < images.indices.length ? image : undefined,
    pickEvent: chooseImage,
  };
}

/** Half the side of the plane, and points along it. */
const SIDE = 2.2;
const AXIS = linspace(-SIDE, SIDE, 29);
const surfaceOf = (surface: typeof BOWL, start: Place) => ({
  ...{ ...surface, start },
  grid: {
    xs: AXIS,
    ys: AXIS,
    costs: Float32Array.from(AXIS.flatMap((y) => AXIS.map((x) => surface.at([x, y])))),
  },
});
const SURFACES = { bowl: surfaceOf(BOWL, [1, 1]), hills: surfaceOf(HILLS, [0.3, 0.4]) };
type Surface = (typeof SURFACES)['bowl'];
const STEPS = 40;

const isInside = ([x, y]: Point) => Math.abs(x) <= SIDE && Math.abs(y) <= SIDE;
const choosePlace = (x: number, y: number) => choice({ x, y });

type Descent = Pick<LandscapeInput, 'path' | 'gradient'> & { readonly surface: Surface };
let known: Descent | undefined;

/** Down a surface, and the gradient at its start; the same for the same start. */
function descentOn(surface: Surface, x: number, y: number): Descent {
  const start = known?.path[0];
  if (known?.surface === surface && start?.[0] === x && start[1] === y) return known;
  const all = gradientDescent(surface.gradient, [x, y], RATE, STEPS);
  const end = all.findIndex((place) => !isInside(place));
  const path = all.slice(0, end < 0 ? undefined : end).map(([x, y]): Place => [x, y]);
  const [dx, dy] = surface.gradient([x, y]);
  known = { surface, path, gradient: [dx, dy] };
  return known;
}

/** For a surface of two variables. */
export function landscapeInput({ choices, settings }: SceneContext): LandscapeInput {
  const surface = SURFACES[settings.surface === 'hills' ? 'hills' : 'bowl'];
  const [x, y] = surface.start;
  const { path, gradient } = descentOn(surface, choices.x ?? x, choices.y ?? y);
  return {
    ...{ grid: surface.grid, path, gradient, placeEvent: choosePlace },
    shows: (settings.shows ?? 'gradient') as LandscapePart,
    ...{ xName: 'x', yName: 'y' },
  };
}

/** For the network's own cost, on the plane through the path of its training; none until it is computed. */
export const ownLandscape = memoize(
  ({ info, grid }: CostSliceResult): LandscapeInput => ({
    ...{ grid, shows: 'steps', path: info.path.map(({ x, y }): Place => [x, y]) },
    ...{ xName: msg('from start to end'), yName: msg('second direction') },
  }),
);

const chooseStep = (step: number) => choice({ step });

/** For the two networks whose labels are compared. */
export const labelsInput = (runs: readonly ComparedRun[], { step }: Choices): LabelsInput => ({
  ...{ runs, step, stepEvent: chooseStep },
});

/** For one image before the first step and now. */
export const exampleInput = ({
  activations: [pixels],
  first,
  cost,
}: {
  readonly activations: readonly Float32Array[];
  readonly first: CostBreakdown;
  readonly cost: CostBreakdown;
}): ExampleInput => ({
  ...{ pixels, outputs: cost.outputs.data, targets: cost.targets.data, terms: cost.terms.data },
  first: first.terms.data,
});
