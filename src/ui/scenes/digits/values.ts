// The numbers of one picture, all of one step of the weights, and what follows from them.

import { memoize } from '../../../shared/memoize.ts';
import type { DigitLayerWeights } from '../../../workers/rpc/api/lab-api.ts';
import type { DigitOverlay } from './shot.ts';

export interface DigitMapValues {
  readonly step: number;
  readonly kind: 'sigmoid' | 'relu';
  /** Neurons a layer, pixels first. */
  readonly sizes: readonly number[];
  /** One array a layer, pixels first. */
  readonly activations: readonly Float32Array[];
  /** Before the activation function; index l − 1 is layer l. */
  readonly weightedSums: readonly Float32Array[];
  /** Index l − 1 is into layer l. */
  readonly weights: readonly DigitLayerWeights[];
  /** Where the picture shows the cost. */
  readonly cost?: DigitCost;
  readonly gradient?: DigitMapGradient;
}

export interface DigitCost {
  readonly label: number;
  /** 0 or 1 an output. */
  readonly targets: Float32Array;
  /** One an output: (a − y)², or cross-entropy. */
  readonly terms: Float32Array;
  readonly total: number;
}

/** Of the mean cost over some examples. */
export interface DigitMapGradient {
  readonly examples: number;
  /** ∂C/∂w and ∂C/∂b. */
  readonly layers: readonly DigitLayerWeights[];
  /** ∂C/∂z and ∂C/∂a of one example, index l − 1; of several there are none. */
  readonly d_z?: readonly Float32Array[];
  readonly d_a?: readonly (Float32Array | undefined)[];
}

/** A line from a neuron to one of the next layer. */
export interface Edge {
  /** The layer it leaves. */
  readonly layer: number;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** Size in the largest of its layer, 0 to 1. */
  readonly strength: number;
}

/** What the line from neuron `from` of `layer` to neuron `to` of the next shows; undefined where nothing is known. */
export function edgeValue(
  values: DigitMapValues,
  overlay: DigitOverlay,
  layer: number,
  from: number,
  to: number,
): number | undefined {
  const at = to * values.sizes[layer] + from;
  const weight = values.weights[layer].weights.data[at];
  switch (overlay) {
    case 'weights':
      return weight;
    case 'nudges': {
      const slope = values.gradient?.layers[layer].weights.data[at];
      return slope === undefined ? undefined : -slope;
    }
    case 'requests': {
      const slope = values.gradient?.d_z?.[layer][to];
      return slope === undefined ? undefined : -slope * weight;
    }
    default:
      return weight * values.activations[layer][from];
  }
}

/** How the activation of a neuron should change: −∂C/∂a; of an output of cross-entropy −∂C/∂z. */
export function desiredChange(
  { gradient }: DigitMapValues,
  layer: number,
  neuron: number,
): number | undefined {
  const slopes = gradient?.d_a?.[layer - 1] ?? gradient?.d_z?.[layer - 1];
  return slopes && -slopes[neuron];
}

/** The largest of what a layer's neurons have, by index. */
export function largestChange(
  { sizes }: DigitMapValues,
  layer: number,
  changeOf: (neuron: number) => number | undefined,
): number {
  let largest = 0;
  for (let i = 0; i < sizes[layer]; i++) largest = Math.max(largest, Math.abs(changeOf(i) ?? 0));
  return largest;
}

/** Lines out of the pixels that are drawn: the strongest of each neuron. */
const PIXEL_LINES = 560;
/** Lines between two other layers. */
const MOST_LINES = 1200;

const edgeCache = memoize((_values: DigitMapValues) => new Map<string, readonly Edge[]>());

/** The lines out of a layer that are drawn, weakest first. @param opened a neuron that shows more of its lines */
export function edgesOf(
  values: DigitMapValues,
  overlay: DigitOverlay,
  layer: number,
  opened?: number,
): readonly Edge[] {
  const shown = overlay === 'cost' ? 'activations' : overlay;
  const cache = edgeCache(values);
  const key = `${shown} ${layer} ${opened ?? ''}`;
  const known = cache.get(key) ?? strongestEdges(values, shown, layer, opened);
  cache.set(key, known);
  return known;
}

function strongestEdges(
  values: DigitMapValues,
  overlay: DigitOverlay,
  layer: number,
  opened: number | undefined,
): readonly Edge[] {
  const [inputs, outputs] = [values.sizes[layer], values.sizes[layer + 1]];
  const each = Math.max(1, Math.floor((layer === 0 ? PIXEL_LINES : MOST_LINES) / outputs));
  let largest = 0;
  const edges: { layer: number; from: number; to: number; value: number }[] = [];
  for (let to = 0; to < outputs; to++) {
    const own: typeof edges = [];
    for (let from = 0; from < inputs; from++) {
      const value = edgeValue(values, overlay, layer, from, to) ?? 0;
      if (value !== 0) own.push({ layer, from, to, value });
      largest = Math.max(largest, Math.abs(value));
    }
    const count = to === opened ? 4 * each : each;
    if (own.length > count) own.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
    edges.push(...own.slice(0, count));
  }
  return edges
    .map((edge) => ({ ...edge, strength: largest > 0 ? Math.abs(edge.value) / largest : 0 }))
    .sort((a, b) => a.strength - b.strength);
}

const rowCache = memoize((_weights: DigitLayerWeights) => new Map<number, Float32Array>());

/** The weights into one neuron of a layer, the same array each time. */
export function weightRow({ weights, sizes }: DigitMapValues, layer: number, neuron: number): Float32Array {
  const inputs = sizes[layer - 1];
  const cache = rowCache(weights[layer - 1]);
  const row =
    cache.get(neuron) ?? weights[layer - 1].weights.data.subarray(neuron * inputs, (neuron + 1) * inputs);
  cache.set(neuron, row);
  return row;
}

const termCache = memoize((_values: DigitMapValues) => new Map<string, Float32Array>());

/** Weight × activation of each input of a neuron. */
export function termsOf(values: DigitMapValues, layer: number, neuron: number): Float32Array {
  const cache = termCache(values);
  const key = `${layer} ${neuron}`;
  const row = weightRow(values, layer, neuron);
  const terms = cache.get(key) ?? row.map((weight, i) => weight * values.activations[layer - 1][i]);
  cache.set(key, terms);
  return terms;
}

export const largest = memoize((numbers: Float32Array) =>
  numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
);

/** The largest request of each layer's neurons to those before; index l is of layer l + 1. */
export const largestRequest = memoize((values: DigitMapValues): readonly number[] =>
  values.weights.map(({ weights }, layer) => {
    const inputs = values.sizes[layer];
    const d_z = values.gradient?.d_z?.[layer];
    let most = 1e-12;
    for (let to = 0; d_z && to < d_z.length; to++)
      for (let from = 0; from < inputs; from++)
        most = Math.max(most, Math.abs(d_z[to] * weights.data[to * inputs + from]));
    return most;
  }),
);

/** The brightest output. */
export function answerOf({ activations }: DigitMapValues): { digit: number; output: number } {
  const outputs = activations[activations.length - 1];
  const output = Math.max(...outputs);
  return { digit: outputs.indexOf(output), output };
}

/** How bright a neuron is, 0 to 1; without an upper limit (ReLU), in the largest of its layer. */
export function brightness(values: DigitMapValues, layer: number, neuron: number): number {
  const layerActivations = values.activations[layer];
  const top = Math.max(1, largest(layerActivations));
  return Math.max(0, layerActivations[neuron] / top);
}
