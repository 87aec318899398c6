// All weights and biases in one row, with the place of each in the network.

import { memoize } from '../../../shared/memoize.ts';
import type { DigitLayerWeights } from '../../../workers/rpc/api/lab-api.ts';
import { clamp } from '../../stage/geometry.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import type { Nudge } from '../../views/digits/digit-gradient/nudges.ts';

export interface Components {
  /** Layer by layer: weights, neuron after neuron, then biases. */
  readonly numbers: Float32Array;
  /** The number that has the full colour: few are larger. */
  readonly most: number;
}

export function componentsOf(layers: readonly DigitLayerWeights[], sign: 1 | -1): Components {
  const numbers = Float32Array.from(
    layers.flatMap(({ weights, biases }) => [...weights.data, ...biases.data]),
    (value) => sign * value,
  );
  const shown = pooled(numbers).map(Math.abs).sort();
  return { numbers, most: shown[Math.floor(0.95 * (shown.length - 1))] || 1 };
}

/** A weight, or a bias, by its index among all. */
export function placeOf(sizes: readonly number[], index: number): Omit<Nudge, 'nudge'> {
  let rest = index;
  for (let layer = 1; ; layer++) {
    const [inputs, neurons] = [sizes[layer - 1], sizes[layer]];
    if (rest < inputs * neurons) return { layer, neuron: Math.floor(rest / inputs), from: rest % inputs };
    rest -= inputs * neurons;
    if (rest < neurons || layer === sizes.length - 1) return { layer, neuron: rest };
    rest -= neurons;
  }
}

/** Index of the first weight into a neuron. */
function startOf(sizes: readonly number[], { layer, neuron }: NeuronIndex): number {
  let start = 0;
  for (let before = 1; before < layer; before++) start += (sizes[before - 1] + 1) * sizes[before];
  return start + neuron * sizes[layer - 1];
}

/** First of `count` neighbours: around the largest weight into a neuron; without one, where weights of both signs are large. */
export function enlarged(
  components: Components,
  sizes: readonly number[],
  neuron: NeuronIndex | undefined,
  count: number,
): number {
  if (!neuron) return mixed(components)(sizes, count);
  const { numbers } = components;
  const from = startOf(sizes, neuron);
  const to = from + sizes[neuron.layer - 1];
  let largest = from;
  for (let i = from; i < to; i++) if (Math.abs(numbers[i]) > Math.abs(numbers[largest])) largest = i;
  return clamp(largest - Math.floor(count / 3), from, Math.max(from, to - count));
}

const mixed = memoize(({ numbers }: Components) => {
  let known: number | undefined;
  return (sizes: readonly number[], count: number): number => {
    known ??= mostMixed(numbers, sizes, count);
    return known;
  };
});

function mostMixed(numbers: Float32Array, sizes: readonly number[], count: number): number {
  let [best, most] = [0, -1];
  for (let first = 0; first + count <= numbers.length; first++) {
    const part = numbers.subarray(first, first + count);
    const score = Math.min(Math.max(...part), -Math.min(...part));
    const [one, other] = [first, first + count - 1].map((index) => placeOf(sizes, index));
    const isOfWeights = one.layer === other.layer && other.from !== undefined;
    if (score <= most || !isOfWeights) continue;
    [best, most] = [first, score];
  }
  return best;
}

const STRIPES = 650;

/** As many stripes as a screen has lines: the largest number of each. */
export const pooled = memoize((numbers: Float32Array): Float32Array => {
  const stripes = new Float32Array(Math.min(STRIPES, numbers.length));
  numbers.forEach((value, i) => {
    const stripe = Math.floor((i * stripes.length) / numbers.length);
    if (Math.abs(value) > Math.abs(stripes[stripe])) stripes[stripe] = value;
  });
  return stripes;
});
