// How fast the forward front runs: each kind of zone has its own time.

import type { NetworkShape, Zone } from '../scene/network-shape.ts';

/** Milliseconds a zone in a network of four blocks. */
const TIMES: Readonly<Record<Zone['kind'], number>> = {
  tokens: 250,
  embedding: 800,
  attention: 800,
  mlp: 620,
  unembedding: 300,
  prediction: 700,
};
/** Deeper networks run faster, so that a sweep takes as long. */
const BLOCKS = 4;

/** Milliseconds of a whole sweep. */
export function sweepDuration(shape: NetworkShape): number {
  return zoneTimes(shape).reduce((sum, time) => sum + time, 0);
}

/** Depth of the front, in zones, after a fraction of the sweep; infinite at the end. */
export function frontDepth(shape: NetworkShape, fraction: number): number {
  if (fraction >= 1) return Number.POSITIVE_INFINITY;
  const times = zoneTimes(shape);
  let left = fraction * sweepDuration(shape);
  for (const [zone, time] of times.entries()) {
    if (left < time) return zone + left / time;
    left -= time;
  }
  return times.length;
}

function zoneTimes({ zones, L }: NetworkShape): number[] {
  const pace = Math.min(1, BLOCKS / L);
  return zones.map(({ kind }) => TIMES[kind] * (kind === 'attention' || kind === 'mlp' ? pace : 1));
}
