// The attention weights that have a curve: the strongest, so that a long prompt in a deep model stays legible and fast.

import type { NetworkShape } from '../scene/network-shape.ts';
import { memoize } from '../values/memoize.ts';
import { type NetworkValues, patternOf } from '../values/network-values.ts';

export interface Edge {
  readonly head: number;
  readonly query: number;
  readonly key: number;
  readonly weight: number;
}

/** Lower weights have no curve. */
const FAINTEST = 0.03;
/** Curves of all layers together. */
const MOST_CURVES = 1500;

const byValues = memoize((values: NetworkValues) =>
  memoize((shape: NetworkShape) => findEdges(values, shape)),
);

/** By layer, weakest first. */
export const strongEdges = (values: NetworkValues, shape: NetworkShape): readonly Edge[][] =>
  byValues(values)(shape);

function findEdges(values: NetworkValues, { L, H }: NetworkShape): Edge[][] {
  const T = values.tokens.length;
  const most = Math.max(60, Math.round(MOST_CURVES / L));
  return Array.from({ length: L }, (_, layer) => {
    const edges: Edge[] = [];
    for (let head = 0; head < H; head++) {
      const pattern = patternOf(values, layer, head);
      for (let query = 0; query < T && pattern; query++) {
        for (let key = 0; key <= query; key++) {
          const weight = pattern[query * T + key];
          if (weight >= FAINTEST) edges.push({ head, query, key, weight });
        }
      }
    }
    return edges.sort((a, b) => a.weight - b.weight).slice(-most);
  });
}
