// All gradients of the mean cost over a batch.

import { defineDigitLens } from '../define-digit-lens.ts';
import { computeGradients, DIGIT_INPUT, imagesOf } from '../digit-input.ts';
import { type DigitGradientParts, toGradientParts } from '../digit-results.ts';

export interface DigitGradient extends DigitGradientParts {
  step: number;
}

export const gradientLens = defineDigitLens({
  name: 'gradient',
  request: DIGIT_INPUT,
  images: imagesOf,
  async compute(context, input): Promise<DigitGradient> {
    const run = context.run();
    const { gradients } = await computeGradients(context, input);
    return { step: run.step, ...toGradientParts(run.plan.config, gradients) };
  },
});
