// The lenses of the digit network as the page asks for them: inputs by index or as pixels, answers of one step's weights.

import { KernelError } from '../../kernels/errors.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import { PIXELS } from '../../model/data/mnist/mnist.ts';
import type { DigitActivations, DigitGradients } from '../../model/digits/digit-inspector.ts';
import type { DigitNetworkConfig } from '../../model/digits/digit-network.ts';
import { oneHot } from '../../model/digits/digit-network.ts';
import { DIGIT_COUNT } from '../../model/digits/digit-settings.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import { type Job, runToCompletion } from '../../shared/job.ts';
import type {
  DigitInput,
  DigitLayers,
  DigitLayerWeights,
  DigitLenses,
  DigitLensName,
  DigitSplit,
  SmallNetwork,
  SmallNetworkResult,
  Tensor,
} from '../../workers/rpc/api/lab-api.ts';
import { chainRule } from './chain-rule.ts';
import type { ComparisonContext, ComparisonRuns } from './comparison-runs.ts';
import { batchGradients, desiredChanges, exampleGradients, locateWeight } from './example-gradients.ts';
import type { SmallNetworkResult as SmallNetworkActivations, SmallNetworkRunner } from './small-network.ts';
import { testDigits } from './test-digits.ts';

/** What lenses look at. */
export interface DigitLensContext extends ComparisonContext {
  readonly small: () => SmallNetworkRunner;
  readonly trials: ComparisonRuns;
}

type DigitLens<Name extends DigitLensName> = (
  context: DigitLensContext,
  request: DigitLenses[Name]['request'],
) => Promise<DigitLenses[Name]['result']> | Job<DigitLenses[Name]['result']>;

export const DIGIT_LENSES: { readonly [Name in DigitLensName]: DigitLens<Name> } = {
  async images({ mnist }, { split, from, count, digit }) {
    const indices: number[] = [];
    for (let index = from; index < mnist.count(split) && indices.length < count; index++) {
      if (digit === undefined || mnist.label(split, index) === digit) indices.push(index);
    }
    const labels = indices.map((index) => mnist.label(split, index));
    return { indices, labels, pixels: createTensor([indices.length, PIXELS], mnist.pixels(split, indices)) };
  },

  async activations(context, request) {
    const run = context.run();
    const { pixels } = resolveInput(context, request);
    return { step: run.step, ...toLayers(await run.inspector.run({ pixels })) };
  },

  async weights(context) {
    const run = context.run();
    return { step: run.step, layers: layerWeights(run.plan.config, await run.weights.get()) };
  },

  async weightedSum(context, { input, layer, neuron }) {
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

  async gradient(context, request) {
    const run = context.run();
    const { activations } = await computeGradients(context, request);
    return { step: run.step, ...toGradient(run.plan.config, activations) };
  },

  async exampleGradients(context, { input, weights }) {
    const run = context.run();
    const { config } = run.plan;
    const { pixels, activations } = await computeGradients(context, input);
    const [B, W] = [activations.exampleCosts.length, weights.length];
    const table = exampleGradients(config, pixels, activations, weights);
    const mean = Float32Array.from(weights, (_, column) => {
      let sum = 0;
      for (let row = 0; row < B; row++) sum += table[row * W + column];
      return sum / B;
    });
    return {
      step: run.step,
      examples: createTensor([B, W], table),
      mean: createTensor([W], mean),
      batch: createTensor([W], batchGradients(config, activations, weights)),
    };
  },

  async desiredChanges(context, request) {
    const run = context.run();
    const { pixels, activations } = await computeGradients(context, request);
    assertSingleImage(pixels);
    const layers = desiredChanges(run.plan.config, await run.weights.get(), activations);
    return {
      step: run.step,
      cost: activations.cost,
      layers: layers.map(({ a, activations, sums, fromNext }) => ({
        a: toTensor(a),
        weightedSums: toTensor(sums),
        ...(activations && { activations: toTensor(activations) }),
        ...(fromNext && { fromNext: toTensor(fromNext) }),
      })),
    };
  },

  async test(context, { split, mostWrong }) {
    const run = context.run();
    const count = context.mnist.count(split);
    const { confusion, wrong, ...score } = await runToCompletion(
      testDigits(run.inspector, context.mnist, { split, count }),
    );
    const surest = [...wrong].sort((a, b) => b.output - a.output).slice(0, mostWrong);
    return {
      step: run.step,
      ...score,
      confusion: createTensor([DIGIT_COUNT, DIGIT_COUNT], confusion),
      wrong: surest,
    };
  },

  async cost(context, request) {
    const run = context.run();
    const { kind } = run.plan.config;
    const { pixels, labels } = resolveLabelledInput(context, request);
    const forward = await run.inspector.run({ pixels, targets: labels });
    const outputs = forward.a[forward.a.length - 1];
    const wanted = oneHot(labels, DIGIT_COUNT);
    const terms = outputs.data.map((a, i) =>
      kind === 'sigmoid' ? (a - wanted[i]) ** 2 : wanted[i] === 0 ? 0 : -Math.log(a),
    );
    return {
      step: run.step,
      outputs: toTensor(outputs),
      targets: createTensor(outputs.shape, wanted),
      terms: createTensor(outputs.shape, terms),
      costs: createTensor([labels.length], forward.exampleCosts),
      mean: forward.cost,
    };
  },

  async smallNetwork({ small: smallNetwork }, request) {
    return toSmallResult(request, await smallNetwork().evaluate(request));
  },

  async chainRule({ small: smallNetwork }, request) {
    const { forward: activations, sums, nudged, ...found } = await chainRule(smallNetwork(), request);
    return {
      ...found,
      smallNetwork: toSmallResult(request.network, activations),
      sums: createTensor([sums.length], Float32Array.from(sums)),
      nudged: { ...toLayers(nudged), cost: nudged.cost },
    };
  },

  slice: ({ trials }, request) => trials.createSlice(request),
  sliceCosts: ({ trials }, request) => trials.sliceCosts(request),
  comparisonRun: ({ trials }, request) => trials.startComparisonRun(request),
  trainComparisonRun: ({ trials }, request) => trials.trainComparisonRun(request),
  endComparisonRun: ({ trials }, { comparisonRun }) => trials.endComparisonRun(comparisonRun),
};

/** The images a question is about: the first so many of a split have to be here before it gets its turn. */
export function requiredImages(
  { trials }: DigitLensContext,
  name: DigitLensName,
  request: DigitLenses[DigitLensName]['request'],
): { split: DigitSplit; count: number } | undefined {
  if ('input' in request) return requiredImages({ trials } as DigitLensContext, 'activations', request.input);
  if ('indices' in request) return { split: request.split, count: Math.max(0, ...request.indices) + 1 };
  if ('count' in request) return { split: request.split, count: request.from + request.count };
  if ('steps' in request) return { split: 'train', count: trials.imageCountOf(request.comparisonRun) };
  return name === 'test' || name === 'slice' ? { split: 'train', count: 1 } : undefined;
}

async function computeGradients(context: DigitLensContext, request: DigitInput) {
  const { pixels, labels } = resolveLabelledInput(context, request);
  const forward = await context.run().inspector.run({ pixels, targets: labels, gradients: true });
  return { pixels, activations: forward };
}

/** Training images have the labels the run learns, which may have been dealt out at random. */
function resolveInput({ mnist, run }: DigitLensContext, request: DigitInput) {
  if ('pixels' in request)
    return { pixels: request.pixels, labels: request.labels && Int32Array.from(request.labels) };
  const { split, indices } = request;
  const labels = split === 'train' ? run().labels(indices) : mnist.labels(split, indices);
  return { pixels: mnist.pixels(split, indices), labels };
}

function resolveLabelledInput(context: DigitLensContext, request: DigitInput) {
  const { pixels, labels } = resolveInput(context, request);
  const wrong = labels?.find((label) => !Number.isInteger(label) || label < 0 || label >= DIGIT_COUNT);
  if (!labels || wrong !== undefined)
    throw new KernelError(
      `digits: a cost needs the digit, 0 to 9, that each image should be${wrong === undefined ? '' : `; ${wrong} is none`}`,
    );
  return { pixels, labels };
}

function assertSingleImage(pixels: Float32Array): void {
  if (pixels.length !== PIXELS)
    throw new KernelError(`digits: this is asked of one image; ${pixels.length / PIXELS} were given`);
}

function toSmallResult(
  { sizes }: SmallNetwork,
  { differences, ...forward }: SmallNetworkActivations,
): SmallNetworkResult {
  const config: DigitNetworkConfig = { sizes, kind: 'sigmoid' };
  const { d_a, ...gradient } = toGradient(config, forward);
  return {
    ...gradient,
    d_a: d_a as Tensor[],
    ...(differences && { differences: layerWeights(config, differences) }),
  };
}

function toLayers({ z, a }: DigitActivations): DigitLayers {
  return { z: z.map(toTensor), a: a.map(toTensor) };
}

function toGradient(config: DigitNetworkConfig, forward: DigitGradients) {
  return {
    ...toLayers(forward),
    cost: forward.cost,
    exampleCosts: createTensor([forward.exampleCosts.length], forward.exampleCosts),
    d_z: forward.d_z.map(toTensor),
    d_a: forward.d_a.map((values) => values && toTensor(values)),
    layers: layerWeights(config, forward.d_weights),
  };
}

function layerWeights({ sizes }: DigitNetworkConfig, values: WeightValues): DigitLayerWeights[] {
  return sizes.slice(1).map((to, layer) => ({
    weights: createTensor(
      [to, sizes[layer]],
      values.get(`layers.${layer}.weight`) as Float32Array<ArrayBuffer>,
    ),
    biases: createTensor([to], values.get(`layers.${layer}.bias`) as Float32Array<ArrayBuffer>),
  }));
}

function toTensor({ shape, data }: NDArray): Tensor {
  return createTensor(shape, data);
}

function createTensor(shape: readonly number[], data: Float32Array<ArrayBuffer>): Tensor {
  return { shape: [...shape], data };
}
