// The lenses of the digit network as the page asks for them: inputs by index or as pixels, answers of one step's weights.

import { KernelError } from '../../kernels/errors.ts';
import { PIXELS } from '../../model/data/mnist/mnist.ts';
import type { DigitGradients, DigitLook } from '../../model/digit-inspector.ts';
import { DIGITS } from '../../model/digit-settings.ts';
import type { DigitsConfig } from '../../model/digits.ts';
import { oneHot } from '../../model/digits.ts';
import type { Values } from '../../model/inspector.ts';
import { chainRule } from '../../model/lenses/digits/chain-rule.ts';
import { batchGradients, exampleGradients, placeOf, wishes } from '../../model/lenses/digits/nudges.ts';
import type { SmallLook, SmallNetworks } from '../../model/lenses/digits/small-network.ts';
import { testDigits } from '../../model/lenses/digits/test.ts';
import { atOnce, type InPieces } from '../../model/pieces.ts';
import type { WeightValues } from '../../model/weights.ts';
import type {
  DigitInput,
  DigitLayers,
  DigitLayerWeights,
  DigitLenses,
  DigitLensName,
  DigitSplit,
  SmallNetwork,
  SmallReading,
  Tensor,
} from '../lab-api.ts';
import type { DigitTrials, TrialScene } from './digit-trials.ts';

/** What lenses look at. */
export interface DigitScene extends TrialScene {
  readonly small: () => SmallNetworks;
  readonly trials: DigitTrials;
}

type DigitLens<Name extends DigitLensName> = (
  scene: DigitScene,
  asked: DigitLenses[Name]['asks'],
) => Promise<DigitLenses[Name]['answers']> | InPieces<DigitLenses[Name]['answers']>;

export const DIGIT_LENSES: { readonly [Name in DigitLensName]: DigitLens<Name> } = {
  async images({ mnist }, { split, from, count, digit }) {
    const indices: number[] = [];
    for (let index = from; index < mnist.count(split) && indices.length < count; index++) {
      if (digit === undefined || mnist.label(split, index) === digit) indices.push(index);
    }
    const labels = indices.map((index) => mnist.label(split, index));
    return { indices, labels, pixels: tensor([indices.length, PIXELS], mnist.pixels(split, indices)) };
  },

  async look(scene, asked) {
    const run = scene.run();
    const { pixels } = read(scene, asked);
    return { step: run.step, ...layersOf(await run.inspector.look({ pixels })) };
  },

  async weights(scene) {
    const run = scene.run();
    return { step: run.step, layers: layerWeights(run.plan.config, await run.weights.get()) };
  },

  async weightedSum(scene, { input, layer, neuron }) {
    const run = scene.run();
    const { config } = run.plan;
    placeOf(config, { layer, neuron });
    const { pixels } = read(scene, input);
    one(pixels);
    const look = await run.inspector.look({ pixels });
    const all = await run.weights.get();
    const inputs = config.sizes[layer - 1];
    const weights = (all.get(`layers.${layer - 1}.weight`) as Float32Array<ArrayBuffer>).slice(
      neuron * inputs,
      (neuron + 1) * inputs,
    );
    const activations = layer === 1 ? pixels : look.a[layer - 2].data;
    return {
      step: run.step,
      activations: tensor([inputs], activations),
      weights: tensor([inputs], weights),
      terms: tensor(
        [inputs],
        weights.map((w, k) => w * activations[k]),
      ),
      bias: (all.get(`layers.${layer - 1}.bias`) as Float32Array)[neuron],
      z: look.z[layer - 1].data[neuron],
      a: look.a[layer - 1].data[neuron],
    };
  },

  async gradient(scene, asked) {
    const run = scene.run();
    const { look } = await gradients(scene, asked);
    return { step: run.step, ...gradientOf(run.plan.config, look) };
  },

  async nudges(scene, { input, weights }) {
    const run = scene.run();
    const { config } = run.plan;
    const { pixels, look } = await gradients(scene, input);
    const [B, W] = [look.exampleCosts.length, weights.length];
    const table = exampleGradients(config, pixels, look, weights);
    const mean = Float32Array.from(weights, (_, column) => {
      let sum = 0;
      for (let row = 0; row < B; row++) sum += table[row * W + column];
      return sum / B;
    });
    return {
      step: run.step,
      examples: tensor([B, W], table),
      mean: tensor([W], mean),
      batch: tensor([W], batchGradients(config, look, weights)),
    };
  },

  async wishes(scene, asked) {
    const run = scene.run();
    const { pixels, look } = await gradients(scene, asked);
    one(pixels);
    const layers = wishes(run.plan.config, await run.weights.get(), look);
    return {
      step: run.step,
      cost: look.cost,
      layers: layers.map(({ a, activations, sums, fromNext }) => ({
        a: shown(a),
        sums: shown(sums),
        ...(activations && { activations: shown(activations) }),
        ...(fromNext && { fromNext: shown(fromNext) }),
      })),
    };
  },

  async test(scene, { split, mostWrong }) {
    const run = scene.run();
    const count = scene.mnist.count(split);
    const { confusion, wrong, ...score } = await atOnce(
      testDigits(run.inspector, scene.mnist, { split, count }),
    );
    const surest = [...wrong].sort((a, b) => b.output - a.output).slice(0, mostWrong);
    return { step: run.step, ...score, confusion: tensor([DIGITS, DIGITS], confusion), wrong: surest };
  },

  async cost(scene, asked) {
    const run = scene.run();
    const { kind } = run.plan.config;
    const { pixels, labels } = labelled(scene, asked);
    const look = await run.inspector.look({ pixels, wanted: labels });
    const outputs = look.a[look.a.length - 1];
    const wanted = oneHot(labels, DIGITS);
    const terms = outputs.data.map((a, i) =>
      kind === 'sigmoid' ? (a - wanted[i]) ** 2 : wanted[i] === 0 ? 0 : -Math.log(a),
    );
    return {
      step: run.step,
      outputs: shown(outputs),
      wanted: tensor(outputs.shape, wanted),
      terms: tensor(outputs.shape, terms),
      costs: tensor([labels.length], look.exampleCosts),
      mean: look.cost,
    };
  },

  async small({ small }, asked) {
    return smallReading(asked, await small().look(asked));
  },

  async chain({ small }, asked) {
    const { look, sums, nudged, ...found } = await chainRule(small(), asked);
    return {
      ...found,
      reading: smallReading(asked.network, look),
      sums: tensor([sums.length], Float32Array.from(sums)),
      nudged: { ...layersOf(nudged), cost: nudged.cost },
    };
  },

  slice: ({ trials }, asked) => trials.laySlice(asked),
  sliceCosts: ({ trials }, asked) => trials.sliceCosts(asked),
  sideRun: ({ trials }, asked) => trials.beginSideRun(asked),
  sideSteps: ({ trials }, asked) => trials.sideSteps(asked),
  endSideRun: ({ trials }, { sideRun }) => trials.endSideRun(sideRun),
};

/** The images a question is about: the first so many of a split have to be here before it gets its turn. */
export function imagesAsked(
  { trials }: DigitScene,
  name: DigitLensName,
  asked: DigitLenses[DigitLensName]['asks'],
): { split: DigitSplit; count: number } | undefined {
  if ('input' in asked) return imagesAsked({ trials } as DigitScene, 'look', asked.input);
  if ('indices' in asked) return { split: asked.split, count: Math.max(0, ...asked.indices) + 1 };
  if ('count' in asked) return { split: asked.split, count: asked.from + asked.count };
  if ('steps' in asked) return { split: 'train', count: trials.imagesOf(asked.sideRun) };
  return name === 'test' || name === 'slice' ? { split: 'train', count: 1 } : undefined;
}

async function gradients(scene: DigitScene, asked: DigitInput) {
  const { pixels, labels } = labelled(scene, asked);
  const look = await scene.run().inspector.look({ pixels, wanted: labels, gradients: true });
  return { pixels, look };
}

/** Training images have the labels the run learns, which may have been dealt out at random. */
function read({ mnist, run }: DigitScene, asked: DigitInput) {
  if ('pixels' in asked)
    return { pixels: asked.pixels, labels: asked.labels && Int32Array.from(asked.labels) };
  const { split, indices } = asked;
  const labels = split === 'train' ? run().labels(indices) : mnist.labels(split, indices);
  return { pixels: mnist.pixels(split, indices), labels };
}

function labelled(scene: DigitScene, asked: DigitInput) {
  const { pixels, labels } = read(scene, asked);
  const wrong = labels?.find((label) => !Number.isInteger(label) || label < 0 || label >= DIGITS);
  if (!labels || wrong !== undefined)
    throw new KernelError(
      `digits: a cost needs the digit, 0 to 9, that each image should be${wrong === undefined ? '' : `; ${wrong} is none`}`,
    );
  return { pixels, labels };
}

function one(pixels: Float32Array): void {
  if (pixels.length !== PIXELS)
    throw new KernelError(`digits: this is asked of one image; ${pixels.length / PIXELS} were given`);
}

function smallReading({ sizes }: SmallNetwork, { differences, ...look }: SmallLook): SmallReading {
  const config: DigitsConfig = { sizes, kind: 'sigmoid' };
  const { d_a, ...gradient } = gradientOf(config, look);
  return {
    ...gradient,
    d_a: d_a as Tensor[],
    ...(differences && { differences: layerWeights(config, differences) }),
  };
}

function layersOf({ z, a }: DigitLook): DigitLayers {
  return { z: z.map(shown), a: a.map(shown) };
}

function gradientOf(config: DigitsConfig, look: DigitGradients) {
  return {
    ...layersOf(look),
    cost: look.cost,
    exampleCosts: tensor([look.exampleCosts.length], look.exampleCosts),
    d_z: look.d_z.map(shown),
    d_a: look.d_a.map((values) => values && shown(values)),
    layers: layerWeights(config, look.d_weights),
  };
}

function layerWeights({ sizes }: DigitsConfig, values: WeightValues): DigitLayerWeights[] {
  return sizes.slice(1).map((to, layer) => ({
    weights: tensor([to, sizes[layer]], values.get(`layers.${layer}.weight`) as Float32Array<ArrayBuffer>),
    biases: tensor([to], values.get(`layers.${layer}.bias`) as Float32Array<ArrayBuffer>),
  }));
}

function shown({ shape, data }: Values): Tensor {
  return tensor(shape, data);
}

function tensor(shape: readonly number[], data: Float32Array<ArrayBuffer>): Tensor {
  return { shape: [...shape], data };
}
