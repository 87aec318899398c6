// Weighted sums and activations of every layer.

import { defineDigitLens } from '../define-digit-lens.ts';
import { DIGIT_INPUT, imagesOf, resolveInput } from '../digit-input.ts';
import { type DigitLayers, toLayers } from '../digit-results.ts';

export type { DigitInput } from '../digit-input.ts';
export type { DigitLayers, DigitLayerWeights } from '../digit-results.ts';

export const digitActivationsLens = defineDigitLens({
  name: 'activations',
  request: DIGIT_INPUT,
  images: imagesOf,
  async compute(context, input): Promise<DigitLayers & { step: number }> {
    const run = context.run();
    const { pixels } = resolveInput(context, input);
    return { step: run.step, ...toLayers(await run.inspector.run({ pixels })) };
  },
});
