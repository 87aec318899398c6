// The weighted sum of one neuron for one image, term by term.

import { anyNumber, strictObject } from '../../../shared/validation.ts';
import type { Tensor } from '../../shared/results.ts';
import { defineDigitLens } from '../define-digit-lens.ts';
import { locateWeight } from '../digit-gradients.ts';
import { assertSingleImage, DIGIT_INPUT, imagesOf, resolveInput } from '../digit-input.ts';
import { createTensor } from '../digit-results.ts';

export interface WeightedSum {
  step: number;
  /** [inputs]: activations of the previous layer. */
  activations: Tensor;
  /** [inputs]: weights into this neuron. */
  weights: Tensor;
  /** [inputs]: weight × activation. */
  terms: Tensor;
  bias: number;
  /** The sum of the terms and the bias. */
  z: number;
  a: number;
}

export const weightedSumLens = defineDigitLens({
  name: 'weighted-sum',
  aliases: ['weightedSum'],
  request: strictObject({ input: DIGIT_INPUT, layer: anyNumber, neuron: anyNumber }),
  images: ({ input }) => imagesOf(input),
  async compute(context, { input, layer, neuron }): Promise<WeightedSum> {
    const run = context.run();
    const { config } = run.plan;
    locateWeight(config, { layer, neuron });
    const { pixels } = resolveInput(context, input);
    assertSingleImage(pixels);
    const forward = await run.inspector.run({ pixels });
    const all = await run.weights.get();
    const inputs = config.sizes[layer - 1];
    const weights = (all.get(`layers.${layer - 1}.weight`) as Float32Array<ArrayBuffer>).slice(
      neuron * inputs,
      (neuron + 1) * inputs,
    );
    const activations = layer === 1 ? pixels : forward.a[layer - 2].data;
    return {
      step: run.step,
      activations: createTensor([inputs], activations),
      weights: createTensor([inputs], weights),
      terms: createTensor(
        [inputs],
        weights.map((w, k) => w * activations[k]),
      ),
      bias: (all.get(`layers.${layer - 1}.bias`) as Float32Array)[neuron],
      z: forward.z[layer - 1].data[neuron],
      a: forward.a[layer - 1].data[neuron],
    };
  },
});
