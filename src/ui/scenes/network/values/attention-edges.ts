// The attention weights that have a curve: each query's strongest, then the strongest of all, so that a long prompt in a deep model
// stays legible and fast.

import { memoize } from '../../../../shared/memoize.ts';
import type { NetworkShape } from '../scene/network-shape.ts';
import { type NetworkValues, patternOf } from './network-values.ts';

export interface Edge {
  readonly head: number;
  readonly query: number;
  readonly key: number;
  readonly weight: number;
}

/** Lower weights have no curve, except each query's strongest. */
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
    const [strongest, others]: [Edge[], Edge[]] = [[], []];
    for (let head = 0; head < H; head++) {
      const pattern = patternOf(values, layer, head);
      for (let query = 0; query < T && pattern; query++) {
        const row = pattern.subarray(query * T, query * T + query + 1);
        const best = row.indexOf(Math.max(...row));
        row.forEach((weight, key) => {
          if (key === best) strongest.push({ head, query, key, weight });
          else if (weight >= FAINTEST) others.push({ head, query, key, weight });
        });
      }
    }
    const byWeight = (a: Edge, b: Edge) => a.weight - b.weight;
    const room = Math.max(0, most - strongest.length);
    const kept = room > 0 ? others.sort(byWeight).slice(-room) : [];
    return [...strongest.sort(byWeight).slice(-most), ...kept].sort(byWeight);
  });
}
