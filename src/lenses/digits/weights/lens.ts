// All weights and biases.

import { EMPTY } from '../../shared/schemas.ts';
import { defineDigitLens } from '../define-digit-lens.ts';
import { type DigitLayerWeights, toLayerWeights } from '../digit-results.ts';

export const digitWeightsLens = defineDigitLens({
  name: 'weights',
  request: EMPTY,
  async compute(context): Promise<{ step: number; layers: DigitLayerWeights[] }> {
    const run = context.run();
    return { step: run.step, layers: toLayerWeights(run.plan.config, await run.weights.get()) };
  },
});
