// Contributions of neurons as steps: sorted, added up, and placed on the canvas.

import { memoize } from '../../../shared/memoize.ts';
import { mix, type Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface Steps {
  /** Neurons, the largest contribution first; 0-based. */
  readonly order: readonly number[];
  /** After 0 to all neurons of that order. */
  readonly sums: readonly number[];
}

export const stepsOf = memoize((neurons: readonly number[]): Steps => {
  const order = [...neurons.keys()].sort((one, other) => neurons[other] - neurons[one]);
  const sums = [0];
  for (const neuron of order) sums.push(sums[sums.length - 1] + neurons[neuron]);
  return { order, sums };
});

/** Steps at both ends that are wide, and named. */
export const ENDS = { first: 5, last: 2 };

/** Neurons that have a cell each. */
const MOST_CELLS = 4096;

export interface Places {
  /** Of text, before the visitor's font size scales it; and of a line of it, in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  /** All neurons in their order, a cell each; none on a low canvas, or where a cell would be a point. */
  readonly field: (Rect & { readonly columns: number }) | undefined;
  /** Where each step begins, and the last one ends. */
  readonly edges: readonly number[];
  /** Where the bias's step ends. */
  readonly end: number;
  /** Left edge and width of the total's bar. */
  readonly bar: readonly [x: number, width: number];
  y(sum: number): number;
  /** How many steps end before a point. */
  count(x: number): number;
}

/** @param bias of the MLP's output, the step after all neurons */
export function placesOf(
  { width, height, textScale }: Viewport,
  { order, sums }: Steps,
  neurons: readonly number[],
  bias: number,
): Places {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 15;
  const em = size * textScale;
  const total = sums[sums.length - 1] + bias;
  const [low, high] = [sums, [total]].reduce(
    ([least, most], values) => [Math.min(least, ...values), Math.max(most, ...values)],
    [0, 1e-9],
  );
  const hasField = height > 24 * em && neurons.length <= MOST_CELLS;
  const field = hasField
    ? { x: em, y: 2.2 * em, width: width - 2 * em, height: 0.2 * height, columns: columnsOf(neurons.length) }
    : undefined;
  const [top, bottom] = [field ? field.y + field.height + 3 * em : 2.4 * em, height - 3.4 * em];
  const [left, end] = [isNarrow ? 5.8 * em : 9.6 * em, (isNarrow ? 0.78 : 0.76) * width];
  const edges = edgesOf(order.map((neuron) => Math.abs(neurons[neuron]))).map((share) =>
    mix(left, end - em, share),
  );
  return {
    ...{ size, em, isNarrow, field, edges, end },
    bar: isNarrow ? [0.84 * width, 0.12 * width] : [0.87 * width, 0.08 * width],
    y: (sum) => mix(bottom, top, (sum - low) / (high - low)),
    count(x) {
      const after = edges.findIndex((edge) => edge > x);
      if (after < 1) return after < 0 ? order.length : 0;
      return x - edges[after - 1] < edges[after] - x ? after - 1 : after;
    },
  };
}

/** Eight rows, as the network map has of 512. */
const columnsOf = (neurons: number): number => Math.ceil(neurons / 8);

/** From 0 to 1: steps at the ends have one width, between them a large step is wider than a small one. */
function edgesOf(sizes: readonly number[]): number[] {
  const count = ENDS.first + ENDS.last;
  const most = Math.max(...sizes, 1e-9);
  const isEnd = (i: number) => i < ENDS.first || i >= sizes.length - ENDS.last;
  const middle = sizes.map((size, i) => (isEnd(i) ? 0 : 0.02 + size / most));
  const sum = middle.reduce((all, each) => all + each, 0);
  const share = sizes.length > count ? 0.055 : 1 / sizes.length;
  const edges = [0];
  for (const [i, size] of middle.entries())
    edges.push(edges[i] + (isEnd(i) ? share : ((1 - count * share) * size) / sum));
  return edges;
}
