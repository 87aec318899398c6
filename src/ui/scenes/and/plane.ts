// The plane of two dot products on the canvas: seen from above, then turned and tilted, with heights over it.

import { mix, type Point, type Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface Plane {
  /** What both axes show. */
  readonly least: number;
  readonly most: number;
  /** Of text, in CSS pixels. */
  readonly size: number;
  readonly isNarrow: boolean;
  /** Room for the results below the plane; none on a low canvas. */
  readonly table: Rect | undefined;
  place(first: number, last: number, height?: number): [x: number, y: number];
  /** The point of the plane that is drawn there. */
  unplace(point: Point): [first: number, last: number];
  /** Ends of the line row · (first, last) = at within the plane, on the canvas. */
  line(row: readonly [number, number], at: number): [number, number, number, number] | undefined;
  /** Corners, on the canvas, of the part of the plane where a linear function is positive; raised to a height that is 0 at its border. */
  cut(
    of: (first: number, last: number) => number,
    height?: (first: number, last: number) => number,
  ): number[];
}

const [LEAST, MOST] = [-0.35, 1.3];
const MIDDLE = (LEAST + MOST) / 2;
/** Radians, once it is tilted; and CSS pixels of a height of 1, in those of the plane. */
const [TURN, TILT, HEIGHT] = [0.5, 0.9, 0.5];

/**
 * @param tilted 0 to 1
 * @param height over a vector once it is tilted: the surface fits the canvas, with room for names
 */
export function planeOf(
  { width, height: canvasHeight, textScale }: Viewport,
  tilted: number,
  height: (first: number, last: number) => number,
): Plane {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 15;
  const rows = canvasHeight > 400 * textScale ? 7.5 * size * textScale : 0;
  const room = { width, height: canvasHeight - rows };
  const edge = Math.max(8, (width - 900 * textScale) / 2);
  const table = rows > 0 ? { x: edge, y: room.height, width: width - 2 * edge, height: rows } : undefined;
  const margin = { x: (isNarrow ? 4 : 6) * size * textScale, y: 2.6 * size * textScale };
  const fitted = [0, 1].map((tilt) => {
    const corners = CORNERS.flatMap(([m, j]) => [project(m, j, 0, tilt), project(m, j, height(m, j), tilt)]);
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const [across, down] = [Math.max(...xs) - left, Math.max(...ys) - top];
    const scale = Math.min((room.width - 2 * margin.x) / across, (room.height - 2 * margin.y) / down);
    return {
      scale,
      x: room.width / 2 - scale * (left + across / 2),
      y: room.height / 2 - scale * (top + down / 2),
    };
  });
  const [flat, steep] = fitted;
  const scale = mix(flat.scale, steep.scale, tilted);
  const [cx, cy] = [mix(flat.x, steep.x, tilted), mix(flat.y, steep.y, tilted)];
  const [sin, cos] = [Math.sin(TURN * tilted), Math.cos(TURN * tilted)];
  const depth = Math.cos(TILT * tilted);
  const place = (first: number, last: number, lifted = 0): [number, number] => {
    const [x, y] = project(first, last, lifted, tilted);
    return [cx + scale * x, cy + scale * y];
  };
  return {
    ...{ least: LEAST, most: MOST, size, isNarrow, table, place },
    unplace({ x, y }) {
      const [across, away] = [(x - cx) / scale, (cy - y) / scale / depth];
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
    cut: (of, height = () => 0) =>
      CORNERS.flatMap(([m0, j0], i) => {
        const [m1, j1] = CORNERS[(i + 1) % CORNERS.length];
        const [from, to] = [of(m0, j0), of(m1, j1)];
        const share = from / (from - to);
        return [
          ...(from >= 0 ? place(m0, j0, height(m0, j0)) : []),
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

/** On a canvas without scale, y downwards. */
function project(first: number, last: number, height: number, tilted: number): [x: number, y: number] {
  const [x, y] = [first - MIDDLE, last - MIDDLE];
  const [sin, cos] = [Math.sin(TURN * tilted), Math.cos(TURN * tilted)];
  const [up, flat] = [Math.sin(TILT * tilted) * HEIGHT, Math.cos(TILT * tilted)];
  return [x * cos - y * sin, -(x * sin + y * cos) * flat - height * up];
}
