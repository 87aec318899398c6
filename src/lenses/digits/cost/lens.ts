// The cost of each example, term by term.

import { oneHot } from '../../../model/digits/digit-network.ts';
import { DIGIT_COUNT } from '../../../model/digits/digit-settings.ts';
import type { Tensor } from '../../shared/results.ts';
import { defineDigitLens } from '../define-digit-lens.ts';
import { DIGIT_INPUT, imagesOf, resolveLabelledInput } from '../digit-input.ts';
import { createTensor, toTensor } from '../digit-results.ts';

export interface CostBreakdown {
  step: number;
  /** [B, 10]. */
  outputs: Tensor;
  /** [B, 10]: one-hot labels y. */
  targets: Tensor;
  /** [B, 10]: (a − y)², or −y ln a for `relu`. */
  terms: Tensor;
  /** [B]. */
  costs: Tensor;
  mean: number;
}

export const digitCostLens = defineDigitLens({
  name: 'cost',
  request: DIGIT_INPUT,
  images: imagesOf,
  async compute(context, input): Promise<CostBreakdown> {
    const run = context.run();
    const { kind } = run.plan.config;
    const { pixels, labels } = resolveLabelledInput(context, input);
    const forward = await run.inspector.run({ pixels, targets: labels });
    const outputs = forward.a[forward.a.length - 1];
    const targets = oneHot(labels, DIGIT_COUNT);
    const terms = outputs.data.map((a, i) =>
      kind === 'sigmoid' ? (a - targets[i]) ** 2 : targets[i] === 0 ? 0 : -Math.log(a),
    );
    return {
      step: run.step,
      outputs: toTensor(outputs),
      targets: createTensor(outputs.shape, targets),
      terms: createTensor(outputs.shape, terms),
      costs: createTensor([labels.length], forward.exampleCosts),
      mean: forward.cost,
    };
  },
});
