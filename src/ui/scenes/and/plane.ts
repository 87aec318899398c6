// The plane of two dot products on the canvas: seen from above, then turned and tilted, with heights over it.

import { mix, type Point, type Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface Plane {
  /** What both axes show. */
  readonly least: number;
  readonly most: number;
  /** Of text, in CSS pixels. */
  readonly size: number;
  /** Room for the results beside the plane, on a narrow canvas below it. */
  readonly side: Rect;
  place(first: number, last: number, height?: number): [x: number, y: number];
  /** The point of the plane that is drawn there. */
  unplace(point: Point): [first: number, last: number];
  /** Ends of the line row · (first, last) = at within the plane, on the canvas. */
  line(row: readonly [number, number], at: number): [number, number, number, number] | undefined;
  /** Corners, on the canvas, of the part of the plane where a linear function is positive. */
  cut(of: (first: number, last: number) => number): number[];
}

const [LEAST, MOST] = [-0.4, 1.5];
const MIDDLE = (LEAST + MOST) / 2;
/** Radians, once it is tilted; and CSS pixels of a height of 1, in those of the plane. */
const [TURN, TILT, HEIGHT] = [0.5, 0.9, 0.62];

/** @param tilted 0 to 1 */
export function planeOf({ width, height, textScale }: Viewport, tilted: number): Plane {
  const isNarrow = width < 620 * textScale;
  const size = (isNarrow ? 12 : 15) * textScale;
  const room = isNarrow
    ? { x: 0, y: 0, width, height: 0.66 * height }
    : { x: 0, y: 0, width: 0.7 * width, height };
  const side = isNarrow
    ? { x: 0.1 * width, y: 0.68 * height, width: 0.8 * width, height: 0.3 * height }
    : { x: 0.73 * width, y: 0.16 * height, width: 0.24 * width, height: 0.68 * height };
  const scale = (0.8 * Math.min(room.width, room.height)) / (MOST - LEAST);
  const [cx, cy] = [room.x + room.width / 2, room.y + mix(0.5, 0.56, tilted) * room.height];
  const [sin, cos] = [Math.sin(TURN * tilted), Math.cos(TURN * tilted)];
  const [up, flat] = [Math.sin(TILT * tilted) * HEIGHT, Math.cos(TILT * tilted)];
  const place = (first: number, last: number, height = 0): [number, number] => {
    const [x, y] = [first - MIDDLE, last - MIDDLE];
    return [cx + scale * (x * cos - y * sin), cy - scale * ((x * sin + y * cos) * flat + height * up)];
  };
  return {
    ...{ least: LEAST, most: MOST, size, side, place },
    unplace({ x, y }) {
      const [across, away] = [(x - cx) / scale, (cy - y) / scale / flat];
      return [across * cos + away * sin + MIDDLE, away * cos - across * sin + MIDDLE];
    },
    line([first, last], at) {
      const ends = CORNERS.flatMap(([m0, j0], i) => {
        const [m1, j1] = CORNERS[(i + 1) % CORNERS.length];
        const [from, to] = [first * m0 + last * j0 - at, first * m1 + last * j1 - at];
        if (from * to > 0 || from === to) return [];
        const share = from / (from - to);
        return [place(mix(m0, m1, share), mix(j0, j1, share))];
      });
      return ends.length < 2 ? undefined : [...ends[0], ...ends[1]];
    },
    cut: (of) =>
      CORNERS.flatMap(([m0, j0], i) => {
        const [m1, j1] = CORNERS[(i + 1) % CORNERS.length];
        const [from, to] = [of(m0, j0), of(m1, j1)];
        const share = from / (from - to);
        return [
          ...(from >= 0 ? place(m0, j0) : []),
          ...(from * to < 0 ? place(mix(m0, m1, share), mix(j0, j1, share)) : []),
        ];
      }),
  };
}

const CORNERS = [
  [LEAST, LEAST],
  [MOST, LEAST],
  [MOST, MOST],
  [LEAST, MOST],
] as const;
