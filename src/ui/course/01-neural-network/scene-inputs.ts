// What the chapter's scenes show.

import { msg } from '@lit/localize';
import type { DigitLayerWeights, DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { NeuronPickEvent } from '../../events/index.ts';
import type { CountInput } from '../../scenes/count/count-scene.ts';
import type { DetectorInput, DetectorPart } from '../../scenes/detector/detector-scene.ts';
import type { MatrixInput } from '../../scenes/matrix/matrix-scene.ts';
import type { UnrollInput } from '../../scenes/unroll/unroll-scene.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import type { Moment } from '../chapter.ts';
import { EDGE, RIM } from '../digit-stage/edge-detector.ts';
import { type Choices, choice } from './choices.ts';
import type { NeuronData } from './neuron-data.ts';

interface SceneContext {
  readonly choices: Choices;
  /** Of the moment. */
  readonly settings: NonNullable<Moment['settings']>;
}

const choosePixel = (pixel: number) => choice({ pixel });

/** For the pixels that become a column. */
export const unrollInput = (pixels: Float32Array, { pixel }: Choices): UnrollInput => ({
  ...{ pixels, pixel, pixelEvent: choosePixel },
});

const SIGMOID = { name: 'σ', of: (x: number) => 1 / (1 + Math.exp(-x)) };
const RELU = { name: msg('ReLU'), of: (x: number) => Math.max(0, x) };
const BIAS = -10;
const moveBar = (right: number, down: number) => choice({ right, down });

/** For the edge detector of the video. */
export function detectorInput({ choices: { right, down }, settings }: SceneContext): DetectorInput {
  const shows = (settings.shows ?? 'curve') as DetectorPart;
  return {
    ...{ shows, edge: EDGE, rim: RIM, right, down, moveEvent: moveBar },
    bias: shows === 'bias' ? BIAS : 0,
    curve: settings.curve === 'ReLU' ? RELU : SIGMOID,
  };
}

const pickNeuron = (neuron: NeuronIndex) => new NeuronPickEvent(neuron);

/** For all numbers, of all layers or of those that the moment counts. */
export const countInput = (
  layers: readonly DigitLayerWeights[],
  settings: SceneContext['settings'],
): CountInput => ({
  ...{ layers, counted: Number(settings.layers ?? layers.length), neuronEvent: pickNeuron },
});

/** For a layer as a matrix. */
export const matrixInput = (
  { activations, weights, place: { layer, neuron } }: NeuronData,
  { kind, sizes }: DigitRunInfo,
  settings: SceneContext['settings'],
): MatrixInput => ({
  ...{ layer, weights: weights[layer - 1], before: activations[layer - 1], after: activations[layer] },
  ...{ row: neuron, isWhole: settings.shows !== 'product', neuronEvent: pickNeuron },
  activationFunction: activationName(kind, layer === sizes.length - 1),
});

/** Of a layer, in plain text. */
export function activationName(kind: DigitRunInfo['kind'], isLast: boolean): string {
  if (kind === 'sigmoid') return 'σ';
  return isLast ? msg('softmax') : msg('ReLU');
}
