// How fast the forward front runs: each kind of zone has its own time.

import type { Target } from '../camera/shot.ts';
import { type NetworkShape, type Zone, zoneIndex } from '../scene/network-shape.ts';

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

/** Fraction of the sweep at which the front reaches the zone that the camera shows: before it, nothing would be seen. */
export function sweepStart(shape: NetworkShape, target: Target): number {
  const before = zoneTimes(shape).slice(0, Math.max(0, zoneOf(shape, target)));
  return before.reduce((sum, time) => sum + time, 0) / sweepDuration(shape);
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

/** The first zone in view. */
function zoneOf(shape: NetworkShape, target: Target): number {
  switch (target.at) {
    case 'network':
      return 0;
    case 'embedding':
    case 'unembedding':
      return zoneIndex(shape, target.at);
    case 'vector':
      return shape.stages[target.stage].zone;
    case 'mlp':
      return zoneIndex(shape, 'mlp', target.layer);
    default:
      return zoneIndex(shape, 'attention', target.layer);
  }
}

function zoneTimes({ zones, L }: NetworkShape): number[] {
  const pace = Math.min(1, BLOCKS / L);
  return zones.map(({ kind }) => TIMES[kind] * (kind === 'attention' || kind === 'mlp' ? pace : 1));
}
