// What the chapter's scenes show.

import { memoize } from '../../../shared/memoize.ts';
import type { CostBreakdown } from '../../../workers/rpc/api/lab-api.ts';
import type { CostsInput } from '../../scenes/costs/costs-scene.ts';
import type { DescentInput, DescentPart } from '../../scenes/descent/descent-scene.ts';
import type { DigitImages } from '../../types/digits.ts';
import type { Moment } from '../chapter.ts';
import { type Choices, choice } from './choices.ts';
import { CURVE } from './descent.ts';

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
