// Arrows from one point at their true angles to the yellow one. Around it they are free: many dimensions become a disc.

import type { Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';

/** Of the dot product: positive below a right angle, negative above. */
export const colourOf = (angle: number) =>
  Math.abs(angle - 90) <= 5 ? 'data' : angle < 90 ? 'positive' : 'negative';

const ARROWS = 110;
/** Radians by which one looks down, and between neighbours around the yellow arrow: the golden angle. */
const PITCH = 0.42;
const TURN = 2.39996;

/**
 * @param angles to the yellow arrow, in degrees; the first of them are drawn
 * @param popped how many are out, 0 to 1
 */
export function fan(room: Rect, em: number, angles: readonly number[], popped: number): Mark[] {
  const radius = Math.min(room.width / 2 - em, room.height / 2 - 1.5 * em);
  const [cx, cy] = [room.x + room.width / 2, room.y + room.height - radius - em];
  const lineWidth = radius < 100 ? 1 : 1.8;
  const place = (angle: number, turn: number, length = 1) => {
    const across = Math.sin((angle * Math.PI) / 180) * length;
    const [x, depth] = [across * Math.cos(turn), across * Math.sin(turn)];
    const up = Math.cos((angle * Math.PI) / 180) * length;
    return { x: cx + radius * x, y: cy - radius * (up * Math.cos(PITCH) + depth * Math.sin(PITCH)), depth };
  };
  const disc = Array.from({ length: 65 }, (_, i) => place(90, (i / 32) * Math.PI)).flatMap(({ x, y }) => [
    x,
    y,
  ]);
  const arrows = angles.slice(0, ARROWS).map((angle, i) => {
    const out = overshooting(popped * (ARROWS / 12 + 1) - i / 12);
    return { i, angle, out, ...place(angle, i * TURN, 0.97 * out) };
  });
  const top = place(0, 0, 1.05);
  return [
    {
      key: 'disc',
      shape: { kind: 'line', points: disc, fill: 'raised', stroke: 'lineStrong', lineWidth: 1, alpha: 0.5 },
    },
    ...arrows
      .sort((one, other) => other.depth - one.depth)
      .map(
        ({ i, angle, x, y, out, depth }): Mark => ({
          key: `arrow-${i}`,
          shape: {
            ...{
              kind: 'line',
              points: [cx, cy, x, y],
              stroke: colourOf(angle),
              lineWidth,
              hasHead: true,
            },
            alpha: out > 0 ? 0.7 - 0.3 * depth : 0,
          },
        }),
      ),
    {
      key: 'yellow',
      shape: {
        kind: 'line',
        points: [cx, cy, top.x, top.y],
        stroke: 'highlight',
        lineWidth: 5,
        hasHead: true,
      },
    },
    { key: 'origin', shape: { kind: 'dot', x: cx, y: cy, radius: 5, fill: 'highlight' } },
  ];
}

/** From 0 to 1 and a little beyond on the way. */
function overshooting(t: number): number {
  if (t <= 0) return 0;
  if (t >= 1) return 1;
  return 1 + 2.7 * (t - 1) ** 3 + 1.7 * (t - 1) ** 2;
}
