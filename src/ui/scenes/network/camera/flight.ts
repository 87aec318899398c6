// A flight between two poses: the smooth zoom of van Wijk and Nuij (2003), with zones unfolding on the same clock.

import { interpolateNumber, interpolateZoom } from 'd3-interpolate';
import { easedFlight, type Flight } from '../../../stage/motion.ts';
import type { Pose } from './pose.ts';

const [SHORTEST, LONGEST, UNFOLDING] = [350, 1500, 900];
/** World units a zone counts as on the path, whatever its height. */
const ZONE = 70;

export function flight(from: Pose, to: Pose): Flight<Pose> {
  const path = interpolateZoom([from.x, from.depth * ZONE, from.width], [to.x, to.depth * ZONE, to.width]);
  const heights = from.heights.map((height, zone) => interpolateNumber(height, to.heights[zone] ?? height));
  const unfolds = from.heights.some((height, zone) => Math.abs(height - to.heights[zone]) > 1);
  const [head, digits] = [interpolateNumber(from.head, to.head), interpolateNumber(from.digits, to.digits)];
  const isStill =
    Math.abs(path.duration) < 1 && !unfolds && from.head === to.head && from.digits === to.digits;
  const duration = isStill ? 0 : Math.max(1, path.duration);
  return easedFlight(to, duration, [unfolds ? UNFOLDING : SHORTEST, LONGEST], (eased) => {
    const [x, y, width] = path(eased);
    return {
      ...{ x, width, depth: y / ZONE },
      heights: heights.map((height) => height(eased)),
      head: head(eased),
      digits: digits(eased),
    };
  });
}
