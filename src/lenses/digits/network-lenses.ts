// Activations of the current digit network for images, its cost, and its gradients.

import { PIXELS, TEST_IMAGES, TRAIN_IMAGES } from '../../model/data/mnist/mnist.ts';
import {
  batchGradients,
  type DesiredLayerChanges,
  desiredChanges,
  exampleGradients,
  locateWeight,
  WEIGHT_ENTRIES,
} from '../../model/digits/digit-gradients.ts';
import { oneHot } from '../../model/digits/digit-network.ts';
import { DIGIT_COUNT } from '../../model/digits/digit-settings.ts';
import { type DigitScore, testDigits, type WrongDigit } from '../../model/digits/test-digits.ts';
import { runToCompletion } from '../../shared/job.ts';
import { columnOf, mean } from '../../shared/numbers.ts';
import type { Tensor } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { anyTrainingImage, defineDigitLens } from './define-digit-lens.ts';
import {
  assertSingleImage,
  computeGradients,
  DIGIT_INPUT,
  imagesOf,
  resolveInput,
  resolveLabelledInput,
  SPLIT,
} from './digit-input.ts';
import {
  type DigitGradientParts,
  type DigitLayers,
  type DigitLayerWeights,
  toGradientParts,
  toLayerWeights,
  vector,
} from './digit-results.ts';

export type { DigitWeight } from '../../model/digits/digit-gradients.ts';
export type { DigitScore } from '../../model/digits/test-digits.ts';
export type { DigitInput } from './digit-input.ts';
export type { DigitLayers, DigitLayerWeights } from './digit-results.ts';

/** 31 MB of pixels. */
const MAX_IMAGES = 10_000;

export interface ImagesResult {
  indices: number[];
  labels: number[];
  /** [count, 784]. */
  pixels: Tensor;
}

/** Images of the data set with their labels. */
export const imagesLens = defineDigitLens({
  name: 'images',
  // `count` images from index `from`; with `digit`, only images with this label.
  request: v.strictObject({
    split: SPLIT,
    from: v.integerBetween(0, TRAIN_IMAGES),
    count: v.integerBetween(0, MAX_IMAGES),
    digit: v.optional(v.integerBetween(0, 9)),
  }),
  images: ({ split, from, count }) => ({ split, count: from + count }),
  async compute({ mnist }, { split, from, count, digit }): Promise<ImagesResult> {
    const indices: number[] = [];
    for (let index = from; index < mnist.count(split) && indices.length < count; index++) {
      if (digit === undefined || mnist.label(split, index) === digit) indices.push(index);
    }
    const labels = indices.map((index) => mnist.label(split, index));
    return {
      indices,
      labels,
      pixels: { shape: [indices.length, PIXELS], data: mnist.pixels(split, indices) },
    };
  },
});

export interface DigitTest extends DigitScore {
  step: number;
  /** [10, 10]: row the label, column the prediction; counts. */
  confusion: Tensor;
  /** Highest output first, at most `mostWrong`. */
  wrong: WrongDigit[];
}

/** Accuracy, cost, confusion matrix and misclassified images of a split, as far as it is loaded. */
export const digitTestLens = defineDigitLens({
  name: 'test',
  request: v.strictObject({ split: SPLIT, mostWrong: v.integerBetween(0, TEST_IMAGES) }),
  images: anyTrainingImage,
  async compute({ run: currentRun, mnist }, { split, mostWrong }): Promise<DigitTest> {
    const run = currentRun();
    const options = { split, count: mnist.count(split) };
    const { confusion, wrong, ...score } = await runToCompletion(testDigits(run.inspector, mnist, options));
    return {
      step: run.step,
      ...score,
      confusion: { shape: [DIGIT_COUNT, DIGIT_COUNT], data: confusion },
      wrong: [...wrong].sort((a, b) => b.output - a.output).slice(0, mostWrong),
    };
  },
});

/** All weights and biases. */
export const digitWeightsLens = defineDigitLens({
  name: 'weights',
  request: v.EMPTY,
  async compute(context): Promise<{ step: number; layers: DigitLayerWeights[] }> {
    const run = context.run();
    return { step: run.step, layers: toLayerWeights(run.plan.config, await run.weights.get()) };
  },
});

/** Weighted sums and activations of every layer. */
export const digitActivationsLens = defineDigitLens({
  name: 'activations',
  request: DIGIT_INPUT,
  images: imagesOf,
  async compute(context, input): Promise<DigitLayers & { step: number }> {
    const run = context.run();
    const { pixels } = resolveInput(context, input);
    return { step: run.step, ...(await run.inspector.run({ pixels })) };
  },
});

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

/** The weighted sum of one neuron for one image, term by term. */
export const weightedSumLens = defineDigitLens({
  name: 'weighted-sum',
  aliases: ['weightedSum'],
  request: v.strictObject({ input: DIGIT_INPUT, layer: v.anyNumber, neuron: v.anyNumber }),
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
      activations: vector(activations),
      weights: vector(weights),
      terms: vector(weights.map((w, k) => w * activations[k])),
      bias: (all.get(`layers.${layer - 1}.bias`) as Float32Array)[neuron],
      z: forward.z[layer - 1].data[neuron],
      a: forward.a[layer - 1].data[neuron],
    };
  },
});

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

/** The cost of each example, term by term. */
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
      outputs,
      targets: { shape: outputs.shape, data: targets },
      terms: { shape: outputs.shape, data: terms },
      costs: vector(forward.exampleCosts),
      mean: forward.cost,
    };
  },
});

export interface DigitGradient extends DigitGradientParts {
  step: number;
}

/** All gradients of the mean cost over a batch. */
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

/** Gradients of each example's own cost by chosen weights: the table of chapter 3. */
export const exampleGradientsLens = defineDigitLens({
  name: 'example-gradients',
  aliases: ['exampleGradients'],
  request: v.strictObject({
    input: DIGIT_INPUT,
    weights: v.boundedArray(v.strictObject(WEIGHT_ENTRIES), MAX_WEIGHTS),
  }),
  images: ({ input }) => imagesOf(input),
  async compute(context, { input, weights }): Promise<ExampleGradients> {
    const run = context.run();
    const { config } = run.plan;
    const { pixels, gradients } = await computeGradients(context, input);
    const [B, W] = [gradients.exampleCosts.length, weights.length];
    const table = exampleGradients(config, pixels, gradients, weights);
    const means = weights.map((_, column) => mean(columnOf(table, column, W)));
    return {
      step: run.step,
      examples: { shape: [B, W], data: table },
      mean: vector(Float32Array.from(means)),
      batch: vector(batchGradients(config, gradients, weights)),
    };
  },
});

export interface DesiredChanges {
  step: number;
  cost: number;
  layers: DesiredLayerChanges[];
}

/** Desired changes of one example, layer by layer: minus the gradient of its cost. */
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
    return { step: run.step, cost: gradients.cost, layers };
  },
});
