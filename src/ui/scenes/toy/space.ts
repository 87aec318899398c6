// The space of three directions on the canvas: the first to the right, the second towards the eye, the third up.

import { mix } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

/** Along the first name, the last name and the sport. */
export type Vector = readonly [first: number, last: number, sport: number];

export interface Space {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  /** Too low for all names. */
  readonly isLow: boolean;
  readonly width: number;
  readonly height: number;
  place(vector: Vector): [x: number, y: number];
}

/** Radians: how far the floor is turned on arrival and at rest, and how high the eye is over it. */
const TURN = { from: 0.9, to: 0.3 };
const EYE = 0.61;

/**
 * @param highest along the sport, of all that is drawn
 * @param turned 0 on arrival, 1 at rest
 */
export function spaceOf({ width, height, textScale }: Viewport, highest: number, turned: number): Space {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 15;
  const em = size * textScale;
  const corners = [FIRST, LAST, BOTH, [0, 0, 1], [1, 1, highest], [0, 0, 0]] as const;
  const projected = corners.map((corner) => project(corner, 1));
  const [xs, ys] = [0, 1].map((axis) => projected.map((point) => point[axis]));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [across, down] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const room = { x: 5.4 * em, top: 2.2 * em, bottom: 5.6 * em };
  const scale = Math.min((width - 2 * room.x) / across, (height - room.top - room.bottom) / down);
  const [x0, y0] = [
    width / 2 - scale * (left + across / 2),
    (room.top + height - room.bottom) / 2 - scale * (top + down / 2),
  ];
  const place = (vector: Vector): [number, number] => {
    const [x, y] = project(vector, turned);
    return [x0 + scale * x, y0 + scale * y];
  };
  return { size, em, isNarrow, isLow: height < 20 * em, width, height, place };
}

const FIRST: Vector = [1, 0, 0];
const LAST: Vector = [0, 1, 0];
const BOTH: Vector = [1, 1, 0];

/** On a canvas without scale, y downwards. */
function project([first, last, sport]: Vector, turned: number): [x: number, y: number] {
  const turn = mix(TURN.from, TURN.to, turned);
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  const depth = first * sin - last * cos;
  return [first * cos + last * sin, -depth * Math.sin(EYE) - sport * Math.cos(EYE)];
}
