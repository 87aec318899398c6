// The chain rule of chapter 4: all paths from one quantity of a small network to its cost, and the same derivative by nudging.

import { KernelError } from '../../kernels/errors.ts';
import { locateWeight, WEIGHT_ENTRIES } from '../../model/digits/digit-gradients.ts';
import type {
  SmallNetwork,
  SmallNetworkGradients,
  SmallNetworkRunner,
} from '../../model/digits/small-network.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import { mean, sum } from '../../shared/numbers.ts';
import * as v from '../shared/schemas.ts';

/**
 * A quantity of a small network: weight `from` → `neuron`, bias, weighted sum z, activation a (layer 0: the inputs), target y
 * (of the last layer), or the cost C. Layers and neurons count from 0; layer 0 has no w, b and z.
 */
export const QUANTITY = v.strictObject({ kind: v.oneOf(['w', 'b', 'z', 'a', 'y', 'C']), ...WEIGHT_ENTRIES });

export type Quantity = v.InferOutput<typeof QUANTITY>;

/** ∂ of / ∂ by. */
export interface ChainFactor {
  readonly of: Quantity;
  readonly by: Quantity;
  readonly value: number;
  /** Change of `of` over change of `by` when the requested quantity is nudged; absent if other quantities change `of` too. */
  readonly ratio?: number;
}

/** One path to the cost: the product of its factors, starting at the quantity (chapter 4 of the videos, 3:45). */
export interface ChainPath {
  readonly factors: readonly ChainFactor[];
  readonly product: number;
}

export interface ChainRuleRequest {
  /** Several examples only for a weight or a bias, which all examples share. */
  readonly network: SmallNetwork;
  readonly of: Quantity;
  /** The central difference nudges the quantity by this much to both sides. */
  readonly nudge: number;
}

export interface ChainRule {
  readonly forward: SmallNetworkGradients;
  /** The paths of the first example. */
  readonly paths: readonly ChainPath[];
  /** The sum over all paths, for each example. */
  readonly sums: readonly number[];
  /** Mean of the sums. */
  readonly mean: number;
  /** From the engine's reverse pass, of the mean cost; absent for inputs and targets. */
  readonly gradient?: number;
  /** (C(+ nudge) − C(− nudge)) / 2 nudge of the mean cost C. */
  readonly difference: number;
  /** With the quantity nudged up. */
  readonly nudged: Pick<SmallNetworkGradients, 'z' | 'a' | 'cost'>;
}

const MAX_PATHS = 256;

/** Throws if there is no such quantity. Three runs: unchanged, nudged up, nudged down. */
export async function chainRule(
  small: SmallNetworkRunner,
  { network, of, nudge }: ChainRuleRequest,
): Promise<ChainRule> {
  assertQuantity(network, of, nudge);
  const forward = await small.evaluate({ ...network, nudge: undefined });
  const value = valueAt(network, forward, of);
  const [up, down] = [Math.fround(value + nudge), Math.fround(value - nudge)];
  const above = await small.evaluate(withValue(network, forward, of, up));
  const below = await small.evaluate(withValue(network, forward, of, down));
  const nudged = mergeNudged(forward, above, of, up);
  const rows = network.inputs.map((_, row) => pathsFrom(network, forward, of, row));
  const sums = rows.map((paths) => sum(paths.map(({ product }) => product)));
  const nudgedAt = (at: Quantity) => (isSameQuantity(at, of) ? up : valueAt(network, nudged, at));
  const change = (at: Quantity) => nudgedAt(at) - valueAt(network, forward, at);
  /** The term of this output alone in C: other outputs may change along other paths. */
  const term = (at: Quantity, numberOf: (at: Quantity) => number) =>
    (numberOf({ ...at, kind: 'a' }) - numberOf({ ...at, kind: 'y' })) ** 2;
  const ratioOf = (factor: ChainFactor): { ratio?: number } => {
    const run = change(factor.by);
    const beside = factor.by.kind === 'a' && network.sizes[factor.by.layer] > 1;
    if (run === 0 || (beside && of.kind === 'a' && of.layer < factor.by.layer && factor.of.kind === 'z'))
      return {};
    if (factor.of.kind !== 'C') return { ratio: change(factor.of) / run };
    const before = term(factor.by, (at) => valueAt(network, forward, at));
    return { ratio: (term(factor.by, nudgedAt) - before) / run };
  };
  return {
    forward,
    paths: rows[0].map(({ factors, product }) => ({
      product,
      factors: factors.map((factor) => ({ ...factor, ...ratioOf(factor) })),
    })),
    sums,
    mean: mean(sums),
    ...gradientOf(network, forward, of),
    difference: (above.cost - below.cost) / (up - down),
    nudged,
  };
}

/** All paths to the cost of one example. */
function pathsFrom(
  network: SmallNetwork,
  forward: SmallNetworkGradients,
  of: Quantity,
  row: number,
): ChainPath[] {
  return factorsFrom(network, forward, of, row).map((factors) => ({
    factors,
    product: factors.reduce((product, { value }) => product * value, 1),
  }));
}

function factorsFrom(
  network: SmallNetwork,
  forward: SmallNetworkGradients,
  at: Quantity,
  row: number,
): ChainFactor[][] {
  const { kind, layer, neuron } = at;
  const extend = (of: Quantity, value: number) =>
    factorsFrom(network, forward, of, row).map((rest) => [{ of, by: at, value }, ...rest]);
  if (kind === 'C') return [[]];
  const a = activation(network, forward, layer, neuron, row);
  if (kind === 'w')
    return extend({ kind: 'z', layer, neuron }, activation(network, forward, layer - 1, at.from, row));
  if (kind === 'b') return extend({ kind: 'z', layer, neuron }, 1);
  if (kind === 'z') return extend({ kind: 'a', layer, neuron }, a * (1 - a)); // σ′ = σ (1 − σ)
  const last = network.sizes.length - 1;
  const error = () => 2 * (a - network.targets[row][neuron]);
  if (layer === last) return extend(cost(last), kind === 'y' ? -error() : error());
  const inputs = network.sizes[layer];
  return Array.from({ length: network.sizes[layer + 1] }, (_, j) =>
    extend({ kind: 'z', layer: layer + 1, neuron: j }, network.weights[layer][j * inputs + neuron]),
  ).flat();
}

const cost = (last: number): Quantity => ({ kind: 'C', layer: last, neuron: 0 });

function activation(
  network: SmallNetwork,
  { a }: Pick<SmallNetworkGradients, 'a'>,
  layer: number,
  neuron = 0,
  row = 0,
) {
  return layer === 0 ? network.inputs[row][neuron] : a[layer - 1].data[row * network.sizes[layer] + neuron];
}

/** The value in the first example, unless the quantity is a weight or a bias. */
function valueAt(
  network: SmallNetwork,
  forward: Pick<SmallNetworkGradients, 'z' | 'a' | 'cost'>,
  at: Quantity,
): number {
  const { kind, layer, neuron, from = 0 } = at;
  if (kind === 'w') return network.weights[layer - 1][neuron * network.sizes[layer - 1] + from];
  if (kind === 'b') return network.biases[layer - 1][neuron];
  if (kind === 'z') return forward.z[layer - 1].data[neuron];
  if (kind === 'a') return activation(network, forward, layer, neuron);
  return kind === 'y' ? network.targets[0][neuron] : forward.cost;
}

/**
 * The network with another value of the quantity. An activation cannot be set, but the layers after it are a network with
 * that activation among the inputs. z changes with its bias.
 */
function withValue(
  network: SmallNetwork,
  forward: SmallNetworkGradients,
  of: Quantity,
  value: number,
): SmallNetwork {
  const { kind, layer, neuron, from = 0 } = of;
  const replaceAt = (lists: number[][], at: number, index: number, to: number) =>
    lists.map((list, i) => (i === at ? list.with(index, to) : list));
  const { weights, biases, inputs, targets, sizes } = network;
  if (kind === 'w')
    return { ...network, weights: replaceAt(weights, layer - 1, neuron * sizes[layer - 1] + from, value) };
  if (kind === 'b') return { ...network, biases: replaceAt(biases, layer - 1, neuron, value) };
  if (kind === 'z') {
    const bias = biases[layer - 1][neuron] + value - forward.z[layer - 1].data[neuron];
    return { ...network, biases: replaceAt(biases, layer - 1, neuron, bias) };
  }
  if (kind === 'y') return { ...network, targets: replaceAt(targets, 0, neuron, value) };
  // The cost depends on the differences of last activations and targets only.
  if (layer === sizes.length - 1) {
    const target = targets[0][neuron] + forward.a[layer - 1].data[neuron] - value;
    return { ...network, targets: replaceAt(targets, 0, neuron, target) };
  }
  const layerInputs = layer === 0 ? inputs[0] : [...forward.a[layer - 1].data];
  return {
    sizes: sizes.slice(layer),
    weights: weights.slice(layer),
    biases: biases.slice(layer),
    inputs: [layerInputs.with(neuron, value)],
    targets,
  };
}

/** The layers after a nudged activation, together with the unchanged layers before it. */
function mergeNudged(
  forward: SmallNetworkGradients,
  above: SmallNetworkGradients,
  { kind, layer, neuron }: Quantity,
  value: number,
) {
  if (kind !== 'a' || layer === 0) return above;
  const { shape, data } = forward.a[layer - 1];
  const own = { shape, data: data.with(neuron, value) as Float32Array<ArrayBuffer> };
  const behind = (values: readonly NDArray[]) => values.slice(values.length - (forward.a.length - layer));
  return {
    z: [...forward.z.slice(0, layer), ...behind(above.z)],
    a: [...forward.a.slice(0, layer - 1), own, ...behind(above.a)],
    cost: above.cost,
  };
}

/** The engine's gradients are of the mean cost; for z and a there is one example. */
function gradientOf(
  { sizes }: SmallNetwork,
  forward: SmallNetworkGradients,
  of: Quantity,
): { gradient?: number } {
  const { kind, layer, neuron, from } = of;
  if (kind === 'y' || layer === 0) return {};
  if (kind === 'z') return { gradient: forward.d_z[layer - 1].data[neuron] };
  if (kind === 'a') return { gradient: forward.d_a[layer - 1]?.data[neuron] };
  const { name, index } = locateWeight({ sizes }, kind === 'b' ? { layer, neuron } : { layer, neuron, from });
  return { gradient: forward.d_weights.get(name)?.[index] };
}

function isSameQuantity(one: Quantity, other: Quantity): boolean {
  return (
    one.kind === other.kind &&
    one.layer === other.layer &&
    one.neuron === other.neuron &&
    one.from === other.from
  );
}

const QUANTITY_NAMES = {
  w: 'weight',
  b: 'bias',
  z: 'weighted sum',
  a: 'activation',
  y: 'target',
  C: 'cost to be nudged, whose number is',
} as const;

function assertQuantity({ sizes, inputs }: SmallNetwork, of: Quantity, nudge: number): void {
  const { kind, layer, neuron, from } = of;
  const shared = kind === 'w' || kind === 'b';
  if (shared)
    locateWeight({ sizes }, kind === 'b' ? { layer, neuron } : { layer, neuron, from: from ?? Number.NaN });
  const firstLayer = { w: 1, b: 1, z: 1, a: 0, y: sizes.length - 1, C: Number.POSITIVE_INFINITY }[kind];
  if (!(layer >= firstLayer && layer < sizes.length && neuron >= 0 && neuron < sizes[layer])) {
    const network = `a network of ${sizes.join('-')}`;
    throw new KernelError(
      `chain rule: ${network} has no ${QUANTITY_NAMES[kind]} ${neuron} of layer ${layer}`,
    );
  }
  if (inputs.length > 1 && !shared)
    throw new KernelError(`chain rule: this quantity needs one example, not ${inputs.length}`);
  if (!Number.isFinite(nudge) || nudge === 0)
    throw new KernelError(`chain rule: the nudge is ${nudge}; it must be a finite number other than 0`);
  if (sizes.slice(layer + 1).reduce((paths, size) => paths * size, 1) > MAX_PATHS)
    throw new KernelError(`chain rule: there are more than ${MAX_PATHS} paths to the cost`);
}
