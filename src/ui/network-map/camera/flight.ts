// A flight between two poses: the smooth zoom of van Wijk and Nuij (2003), with zones unfolding on the same clock.

import { interpolateNumber, interpolateZoom } from 'd3-interpolate';
import type { Pose } from './pose.ts';

export interface Flight {
  /** Milliseconds; 0 where nothing moves. */
  readonly duration: number;
  /** The pose at a fraction of the duration, 0 to 1. */
  at(fraction: number): Pose;
}

const [SHORTEST, LONGEST, UNFOLDING] = [350, 1500, 900];
/** World units a zone counts as on the path, whatever its height. */
const ZONE = 70;

export function flight(from: Pose, to: Pose): Flight {
  const path = interpolateZoom([from.x, from.depth * ZONE, from.width], [to.x, to.depth * ZONE, to.width]);
  const heights = from.heights.map((height, zone) => interpolateNumber(height, to.heights[zone] ?? height));
  const unfolds = from.heights.some((height, zone) => Math.abs(height - to.heights[zone]) > 1);
  const [head, digits] = [interpolateNumber(from.head, to.head), interpolateNumber(from.digits, to.digits)];
  const isStill =
    Math.abs(path.duration) < 1 && !unfolds && from.head === to.head && from.digits === to.digits;
  const duration = Math.min(LONGEST, Math.max(unfolds ? UNFOLDING : SHORTEST, path.duration));
  return {
    duration: isStill ? 0 : duration,
    at(fraction) {
      if (fraction >= 1) return to;
      const eased = easeInOut(fraction);
      const [x, y, width] = path(eased);
      return {
        ...{ x, width, depth: y / ZONE },
        heights: heights.map((height) => height(eased)),
        head: head(eased),
        digits: digits(eased),
      };
    },
  };
}

const easeInOut = (t: number) => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);
