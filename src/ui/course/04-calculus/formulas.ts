// The chapter's formulas in TeX, with each symbol linked to its place in the graph; some with numbers.

import type {
  ChainFactor,
  ChainPath,
  DigitLayers,
  Quantity,
  SmallNetwork,
} from '../../../workers/rpc/api/lab-api.ts';
import { inTex } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { quantitiesOf } from '../../scenes/chain/networks.ts';
import type { StageData } from '../../scenes/chain/stage-data.ts';
import {
  indexedTex,
  type Letters,
  type Shape,
  shortNumber,
  texOf,
  twoDecimals,
} from '../../scenes/chain/symbols.ts';
import type { Detail, StageSettings } from './panels.ts';

const texNumber = (value: number): string => inTex(shortNumber(value));
const texDecimals = (value: number): string => inTex(twoDecimals(value));

const last = ({ sizes }: Shape) => sizes.length - 1;
const COST = (shape: Shape): Quantity => ({ kind: 'C', layer: last(shape), neuron: 0 });

/** C₀ = (a − y)², or the sum over j. */
export function costFormula(shape: Shape): string {
  const L = last(shape);
  const several = shape.sizes[L] > 1;
  const letters: Letters = several ? { [L]: 'j' } : {};
  const [a, y] = (['a', 'y'] as const).map((kind) => texOf({ kind, layer: L, neuron: 0 }, shape, letters));
  const sum = several ? `\\sum_{j=0}^{${shape.sizes[L] - 1}}` : '';
  return `${texOf(COST(shape), shape)}=${sum}\\left(${a}-${y}\\right)^2`;
}

/** The right side with numbers; `outputs` are the last activations. */
export function costNumbers(network: SmallNetwork, outputs: ArrayLike<number>, cost: number): string {
  const terms = network.targets[0].map((y, j) => `(${texDecimals(outputs[j])}-${texDecimals(y)})^2`);
  return `${terms.join('+')}=${inTex(formatSignificant(cost))}`;
}

/** z = w a + b of a layer's neuron, and a = σ(z). */
export function sumFormula(shape: Shape, layer: number, neuron = 0): string {
  const z = texOf({ kind: 'z', layer, neuron }, shape);
  const terms = Array.from({ length: shape.sizes[layer - 1] }, (_, from) =>
    [
      texOf({ kind: 'w', layer, neuron, from }, shape),
      texOf({ kind: 'a', layer: layer - 1, neuron: from }, shape),
    ].join('\\,'),
  );
  return `${z}=${terms.join('+')}+${texOf({ kind: 'b', layer, neuron }, shape)}`;
}

export function activationFormula(shape: Shape, layer: number, neuron = 0): string {
  const [a, z] = (['a', 'z'] as const).map((kind) => texOf({ kind, layer, neuron }, shape));
  return `${a}=\\sigma\\left(${z}\\right)`;
}

const slope = (of: string, by: string) => `\\frac{\\partial ${of}}{\\partial ${by}}`;

/** ∂C₀/∂q as the product of its factors; with several paths, a sum over the neurons of the next layer. */
export function chainFormula(of: Quantity, paths: readonly ChainPath[], shape: Shape): string {
  return `${slope(texOf(COST(shape), shape), texOf(of, shape))}=${productOf(paths[0], shape, ratioTex)}`;
}

/** The same, with the derivative of each factor. */
export function valuesFormula(paths: readonly ChainPath[], shape: Shape): string {
  return `=${productOf(paths[0], shape, factorTex)}`;
}

type FactorFormatter = (factor: ChainFactor, shape: Shape, letters: Letters) => string;

/** From the first branch on, letters index the neurons: j in layer L, k before it. */
function productOf(path: ChainPath, shape: Shape, format: FactorFormatter): string {
  let letters: Letters = {};
  return path.factors
    .map((factor) => {
      const { of, by } = factor;
      const parts = by.kind === 'a' && of.kind === 'z' && shape.sizes[of.layer] > 1;
      if (!parts) return format(factor, shape, letters);
      const letter = of.layer === last(shape) ? 'j' : 'k';
      letters = { ...letters, [of.layer]: letter };
      return `\\sum_{${letter}=0}^{${shape.sizes[of.layer] - 1}}${format(factor, shape, letters)}`;
    })
    .join('\\,');
}

const ratioTex: FactorFormatter = ({ of, by }, shape, letters) =>
  slope(texOf(of, shape, letters), texOf(by, shape, letters));

/** ∂z/∂w = previous a; ∂z/∂b = 1; ∂z/∂a = w; ∂a/∂z = σ′(z); ∂C/∂a = 2 (a − y) (chapter 4, 3:57 to 4:45). */
const factorTex: FactorFormatter = ({ of, by }, shape, letters) => {
  const { layer, neuron, from } = by;
  if (by.kind === 'w') return texOf({ kind: 'a', layer: layer - 1, neuron: from ?? 0 }, shape, letters);
  if (by.kind === 'b') return '1';
  if (by.kind === 'z') return `\\sigma'\\!\\left(${texOf(by, shape, letters)}\\right)`;
  if (of.kind === 'z')
    return texOf({ kind: 'w', layer: of.layer, neuron: of.neuron, from: neuron }, shape, letters);
  const [a, y] = (['a', 'y'] as const).map((kind) => texOf({ kind, layer, neuron }, shape, letters));
  return by.kind === 'y' ? `{-2}\\left(${a}-${y}\\right)` : `2\\left(${a}-${y}\\right)`;
};

/** One factor of one path, ∂z/∂w, and its value, = a, on two lines to fit into a row of factors. */
export const factorFormulas = (factor: ChainFactor, shape: Shape): readonly [ratio: string, is: string] => [
  ratioTex(factor, shape, {}),
  `=${factorTex(factor, shape, {})}`,
];

/** ∂C/∂q alone, without links, since it is the label of a button. */
export function componentFormula(of: Quantity, shape: Shape): string {
  return slope('\\class{C}{C}', `\\class{${of.kind}}{${indexedTex(of, shape)}}`);
}

/** The mean over examples; here k numbers examples, as in the video (5:09). */
export function averageFormula(of: Quantity, shape: Shape): string {
  const derivative = texOf(of, shape);
  return `${slope('C', derivative)}=\\frac{1}{n}\\sum_{k=0}^{n-1}${slope('C_k', derivative)}`;
}

/** The right side of z with numbers: each product, the bias and the sum. */
export function sumNumbers(network: SmallNetwork, { z, a }: DigitLayers, layer: number, neuron = 0): string {
  const inputs = network.sizes[layer - 1];
  const before = layer === 1 ? network.inputs[0] : a[layer - 2].data;
  const terms = Array.from({ length: inputs }, (_, from) => {
    const weight = texDecimals(network.weights[layer - 1][neuron * inputs + from]);
    return `${weight.startsWith('−') ? `(${weight})` : weight}\\cdot ${texDecimals(before[from])}`;
  });
  const bias = network.biases[layer - 1][neuron];
  const signedBias = `${bias < 0 ? '-' : '+'}${texDecimals(Math.abs(bias))}`;
  return `${terms.join('+')}${signedBias}=${texDecimals(z[layer - 1].data[neuron])}`;
}

/** The equations of the chain's cost with numbers: the cost alone, or all three lines (chapter 4, 1:24 to 2:10). */
function chainFormulas(data: StageData, which: 'cost' | 'all'): string[] {
  const { network } = data.request;
  const result = data.chain.smallNetwork;
  const L = last(network);
  const outputs = result.a[L - 1].data;
  const cost = `${costFormula(network)}=${costNumbers(network, outputs, result.exampleCosts.data[0])}`;
  if (which === 'cost') return [cost];
  const sum = `${sumFormula(network, L)}=${sumNumbers(network, result, L)}`;
  return [sum, `${activationFormula(network, L)}=${texDecimals(outputs[0])}`, cost];
}

/** The product with its numbers: each factor, and what they multiply to; of several paths, one product each. */
function productNumbers({ chain: { paths, mean } }: StageData): string {
  const number = (value: number) => {
    const text = texNumber(Number(value.toPrecision(3)));
    return text.startsWith('−') ? `(${text})` : text;
  };
  const products = paths.map(({ factors }) => factors.map(({ value }) => number(value)).join('\\cdot '));
  return paths.length > 2 || products.join('').replaceAll('{,}', ',').length > 90
    ? `=${texNumber(mean)}`
    : `=${products.join('+')}=${texNumber(mean)}`;
}

/** What stands below the picture. */
export function formulasAt({ panel, formulas, tell }: StageSettings, data: StageData): string[] {
  const { request, chain } = data;
  const { network, of, nudge } = request;
  const ofCost = slope(texOf(COST(network), network), texOf(of, network));
  switch (formulas) {
    case 'function': {
      const parameters = quantitiesOf(network).filter(({ kind }) => kind === 'w' || kind === 'b');
      return [`C\\left(${parameters.map((each) => texOf(each, network)).join(',\\;')}\\right)`];
    }
    case 'layers': {
      const [before, own] = [last(network) - 1, last(network)].map((layer) =>
        texOf({ kind: 'a', layer, neuron: 0 }, network),
      );
      return [`${before}\\;\\longrightarrow\\;${own}`];
    }
    case 'cost':
    case 'all':
      return chainFormulas(data, formulas);
    case 'question':
      return [`${ofCost}=\\;?`];
    case 'quotient': {
      const change = chain.nudged.cost - chain.smallNetwork.cost;
      return [
        `${ofCost}\\approx\\frac{${inTex(formatSignificant(Number(change.toPrecision(3))))}}{${texNumber(nudge)}}=${texNumber(Number((change / nudge).toPrecision(3)))}`,
      ];
    }
    case 'ratios':
      return [chainFormula(of, chain.paths, network)];
  }
  const product = [
    chainFormula(of, chain.paths, network),
    valuesFormula(chain.paths, network),
    productNumbers(data),
  ];
  switch (panel) {
    case 'graph':
      return chainFormulas(data, 'all');
    case 'factors':
      return product;
    case 'average':
      return [`${averageFormula(of, network)}=${texNumber(chain.mean)}`];
    case 'gradient':
      return [`\\nabla C=\\left(${gradientEntries(network).join(',\\;')}\\right)`];
    case 'layers':
      return tell === 'paths' ? product : layerFormulas(data, tell);
  }
}

/** At most three components from each end. */
function gradientEntries(network: SmallNetwork): string[] {
  const entries = quantitiesOf(network)
    .filter(({ kind }) => kind === 'w' || kind === 'b')
    .map((each) => componentFormula(each, network));
  return entries.length > 6 ? [...entries.slice(0, 3), '\\dots', ...entries.slice(-2)] : entries;
}

/** Several neurons a layer: what a detail of theirs is in symbols. */
function layerFormulas({ request, chain }: StageData, detail: Exclude<Detail, 'paths'>): string[] {
  const { network, of } = request;
  const L = last(network);
  const letters: Letters = { [L]: 'j', [L - 1]: 'k' };
  const symbol = (kind: Quantity['kind'], layer: number) =>
    texOf({ kind, layer, neuron: 0, ...(kind === 'w' && { from: 0 }) }, network, letters);
  switch (detail) {
    case 'indices':
      return [
        `${symbol('a', L - 1)}\\quad k=0,\\dots,${network.sizes[L - 1] - 1}`,
        `${symbol('a', L)}\\quad j=0,\\dots,${network.sizes[L] - 1}`,
      ];
    case 'cost':
      return [
        `${costFormula(network)}=${costNumbers(network, chain.smallNetwork.a[L - 1].data, chain.smallNetwork.cost)}`,
      ];
    case 'matrix':
      return [symbol('w', L)];
    case 'sums':
      return [
        `${sumFormula(network, L, of.neuron)}`,
        `=${sumNumbers(network, chain.smallNetwork, L, of.neuron)}`,
      ];
  }
}
