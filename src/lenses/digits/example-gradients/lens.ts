// Gradients of each example's own cost by chosen weights: the table of chapter 3.

import { boundedArray, strictObject } from '../../../shared/validation.ts';
import type { Tensor } from '../../shared/results.ts';
import { defineDigitLens } from '../define-digit-lens.ts';
import { batchGradients, exampleGradients, WEIGHT_ENTRIES } from '../digit-gradients.ts';
import { computeGradients, DIGIT_INPUT, imagesOf } from '../digit-input.ts';
import { createTensor } from '../digit-results.ts';

export type { DigitWeight } from '../digit-gradients.ts';

export interface ExampleGradients {
  step: number;
  /** [B, weights]: of each example's own cost. */
  examples: Tensor;
  /** [weights]: column means of `examples`. */
  mean: Tensor;
  /** [weights]: from the engine's reverse pass over the batch. */
  batch: Tensor;
}

const MAX_WEIGHTS = 1000;

export const exampleGradientsLens = defineDigitLens({
  name: 'example-gradients',
  aliases: ['exampleGradients'],
  request: strictObject({
    input: DIGIT_INPUT,
    weights: boundedArray(strictObject(WEIGHT_ENTRIES), MAX_WEIGHTS),
  }),
  images: ({ input }) => imagesOf(input),
  async compute(context, { input, weights }): Promise<ExampleGradients> {
    const run = context.run();
    const { config } = run.plan;
    const { pixels, gradients } = await computeGradients(context, input);
    const [B, W] = [gradients.exampleCosts.length, weights.length];
    const table = exampleGradients(config, pixels, gradients, weights);
    const mean = Float32Array.from(weights, (_, column) => {
      let sum = 0;
      for (let row = 0; row < B; row++) sum += table[row * W + column];
      return sum / B;
    });
    return {
      step: run.step,
      examples: createTensor([B, W], table),
      mean: createTensor([W], mean),
      batch: createTensor([W], batchGradients(config, gradients, weights)),
    };
  },
});
