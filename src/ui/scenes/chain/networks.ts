// The chapter's two networks, with one neuron and with several neurons per layer; names and editable values of their quantities.

import type {
  ChainRuleResult,
  Quantity,
  SmallNetwork,
  SmallNetworkResult,
} from '../../../workers/rpc/api/lab-api.ts';

/** Three weights and three biases (chapter 4, 0:46). */
export const CHAIN: SmallNetwork = {
  sizes: [1, 1, 1, 1],
  weights: [[3], [-2.5], [3]],
  biases: [[-1.5], [1.5], [-1.2]],
  inputs: [[0.6]],
  targets: [[1]],
};

/** Small enough to show every path: three neurons k in layer L−1, two neurons j in layer L. */
export const LAYERS: SmallNetwork = {
  sizes: [2, 3, 2],
  weights: [
    [1.5, -1, -0.5, 2, 0.75, 0.5],
    [2, -1, 0.5, -1.5, 1, 1.75],
  ],
  biases: [
    [-0.25, 0.5, -1],
    [-0.5, 0.25],
  ],
  inputs: [[0.9, 0.3]],
  targets: [[1, 0]],
};

/** Examples for the average, beside the visitor's own. */
export const OTHER_EXAMPLES = [
  { input: 0.1, target: 0 },
  { input: 0.9, target: 1 },
  { input: 0.3, target: 0 },
  { input: 0.75, target: 1 },
] as const;

/** `w3` in the chain; `w2j1k0` with several neurons per layer: from neuron 0 to neuron 1 of layer 2. */
export function quantityKey(
  { kind, layer, neuron, from }: Quantity,
  { sizes }: Pick<SmallNetwork, 'sizes'>,
): string {
  if (kind === 'C') return 'C';
  if (sizes.every((size) => size === 1)) return `${kind}${layer}`;
  return `${kind}${layer}j${neuron}${from === undefined ? '' : `k${from}`}`;
}

/** All quantities of a network that can be nudged, from the inputs to the targets. */
export function quantitiesOf({ sizes }: Pick<SmallNetwork, 'sizes'>): Quantity[] {
  const last = sizes.length - 1;
  return sizes.flatMap((size, layer) => {
    const each = (kind: Quantity['kind']) =>
      Array.from({ length: size }, (_, neuron): Quantity => ({ kind, layer, neuron }));
    if (layer === 0) return each('a');
    const weights = each('w').flatMap((weight) =>
      Array.from({ length: sizes[layer - 1] }, (_, from) => ({ ...weight, from })),
    );
    return [...weights, ...each('b'), ...each('z'), ...each('a'), ...(layer === last ? each('y') : [])];
  });
}

/** By key; the keys of the two networks differ. */
export const CHAIN_QUANTITIES = indexByKey(CHAIN);
export const LAYERS_QUANTITIES = indexByKey(LAYERS);
export const KEYS = [...CHAIN_QUANTITIES.keys(), ...LAYERS_QUANTITIES.keys()] as [string, ...string[]];

function indexByKey(network: SmallNetwork): ReadonlyMap<string, Quantity> {
  return new Map(quantitiesOf(network).map((quantity) => [quantityKey(quantity, network), quantity]));
}

/** Weights, biases, inputs and targets; all other quantities depend on them. */
export const isEditable = ({ kind, layer }: Quantity): boolean =>
  kind === 'w' || kind === 'b' || kind === 'y' || (kind === 'a' && layer === 0);

/** The ends of a quantity's number line. */
export function rangeOf({ kind }: Quantity): readonly [least: number, most: number] {
  if (kind === 'w' || kind === 'b') return [-5, 5];
  return kind === 'z' ? [-6, 6] : [0, 1];
}

/** The value of a quantity for the first example. */
export function valueAt(
  network: SmallNetwork,
  values: NetworkValues,
  { kind, layer, neuron, from = 0 }: Quantity,
): number {
  if (kind === 'w') return network.weights[layer - 1][neuron * network.sizes[layer - 1] + from];
  if (kind === 'b') return network.biases[layer - 1][neuron];
  if (kind === 'y') return network.targets[0][neuron];
  if (kind === 'C') return values.exampleCosts?.data[0] ?? values.cost;
  if (kind === 'z') return values.z[layer - 1].data[neuron];
  return layer === 0 ? network.inputs[0][neuron] : values.a[layer - 1].data[neuron];
}

type NetworkValues = ChainRuleResult['nudged'] &
  Partial<Pick<ChainRuleResult['smallNetwork'], 'exampleCosts'>>;

/** The engine's derivative of the cost with respect to a weight or a bias. */
export function gradientOf(
  { layers }: Pick<SmallNetworkResult, 'layers'>,
  { kind, layer, neuron, from = 0 }: Quantity,
): number {
  const { weights, biases } = layers[layer - 1];
  return kind === 'b' ? biases.data[neuron] : weights.data[neuron * weights.shape[1] + from];
}

/** The cost of one example of the chain, with another value of a weight or a bias: for curves between the engine's points. */
export function costWith(network: SmallNetwork, example: number, of: Quantity, value: number): number {
  const { weights, biases, inputs, targets } = withValues(network, { [quantityKey(of, network)]: value });
  let [a] = inputs[example];
  for (const [at, [w]] of weights.entries()) a = 1 / (1 + Math.exp(-(w * a + biases[at][0])));
  return (a - targets[example][0]) ** 2;
}

/** The network with edited values; values with keys of other networks are ignored. */
export function withValues(
  network: SmallNetwork,
  values: Readonly<Record<string, number | undefined>>,
): SmallNetwork {
  const copy = structuredClone(network);
  for (const quantity of quantitiesOf(network).filter(isEditable)) {
    const value = values[quantityKey(quantity, network)];
    if (value === undefined) continue;
    const { kind, layer, neuron, from = 0 } = quantity;
    if (kind === 'w') copy.weights[layer - 1][neuron * network.sizes[layer - 1] + from] = value;
    else if (kind === 'b') copy.biases[layer - 1][neuron] = value;
    else (kind === 'y' ? copy.targets : copy.inputs)[0][neuron] = value;
  }
  return copy;
}
