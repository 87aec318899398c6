// Desired changes of one example, layer by layer: minus the gradient of its cost.

import type { Tensor } from '../../shared/results.ts';
import { defineDigitLens } from '../define-digit-lens.ts';
import { desiredChanges } from '../digit-gradients.ts';
import { assertSingleImage, computeGradients, DIGIT_INPUT, imagesOf } from '../digit-input.ts';
import { toTensor } from '../digit-results.ts';

export interface DesiredChanges {
  step: number;
  cost: number;
  layers: {
    /** [neurons]. */
    a: Tensor;
    /** [neurons]: of the activations; absent at the last layer of `relu`. */
    activations?: Tensor;
    /** [neurons]: of the weighted sums, and so of the biases. */
    weightedSums: Tensor;
    /** [neurons of the next layer, neurons]: row j is the contribution of its neuron j to `activations`. */
    fromNext?: Tensor;
  }[];
}

export const desiredChangesLens = defineDigitLens({
  name: 'desired-changes',
  aliases: ['desiredChanges'],
  request: DIGIT_INPUT,
  images: imagesOf,
  async compute(context, input): Promise<DesiredChanges> {
    const run = context.run();
    const { pixels, gradients } = await computeGradients(context, input);
    assertSingleImage(pixels);
    const layers = desiredChanges(run.plan.config, await run.weights.get(), gradients);
    return {
      step: run.step,
      cost: gradients.cost,
      layers: layers.map(({ a, activations, sums, fromNext }) => ({
        a: toTensor(a),
        weightedSums: toTensor(sums),
        ...(activations && { activations: toTensor(activations) }),
        ...(fromNext && { fromNext: toTensor(fromNext) }),
      })),
    };
  },
});
