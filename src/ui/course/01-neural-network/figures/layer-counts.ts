// The number of weights and biases of each layer.

import { formatInteger, inTex } from '../../../format/numbers.ts';

export interface LayerCount {
  readonly from: number;
  readonly to: number;
  readonly weights: number;
  readonly biases: number;
  /** Weights and biases of this layer and all layers before it. */
  readonly runningTotal: number;
}

/** `sizes`: neurons in each layer, inputs first. */
export function layerCounts(sizes: readonly number[]): LayerCount[] {
  let runningTotal = 0;
  return sizes.slice(1).map((to, layer) => {
    const from = sizes[layer];
    runningTotal += from * to + to;
    return { from, to, weights: from * to, biases: to, runningTotal };
  });
}

/** `(784·16 + 16·16 + 16·10) + (16 + 16 + 10) = 13,002`, in TeX: two parts, for lines that are short. */
export function countFormula(sizes: readonly number[]): readonly [weights: string, rest: string] {
  const counts = layerCounts(sizes);
  const weights = counts.map(({ from, to }) => `${from}\\cdot ${to}`).join('+');
  const biases = counts.map(({ biases: count }) => count).join('+');
  const total = counts.reduce((sum, each) => sum + each.weights + each.biases, 0);
  return [`(${weights})`, `{}+(${biases})=${inTex(formatInteger(total))}`];
}
