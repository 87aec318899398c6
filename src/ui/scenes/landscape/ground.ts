// A cost over a plane, in parallel perspective: the surface above, the plane with its contour lines below.

import { memoize } from '../../../shared/memoize.ts';
import { clamp, mix, type Point } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type CostGrid, costAt, costRange } from '../../views/charts/cost-contours/cost-grid.ts';

/** Radians: turned about the vertical, and seen from above. */
const [TURN, TILT] = [0.5, 0.6];
/** Half a side of the plane is 1: the highest cost, and the depth of the plane below the lowest. */
const [HIGHEST, DEPTH] = [0.95, 0.75];

const [SIN, COS] = [Math.sin(TURN), Math.cos(TURN)];
const [FLAT, UP] = [Math.sin(TILT), Math.cos(TILT)];
const REACH = SIN + COS;
const EXTENT = { width: 2 * REACH, above: REACH * FLAT + HIGHEST * UP, below: REACH * FLAT + DEPTH * UP };

export interface Ground {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly width: number;
  readonly isNarrow: boolean;
  /** On the surface, and below it on the plane. */
  onSurface(x: number, y: number): [x: number, y: number];
  onPlane(x: number, y: number): [x: number, y: number];
  /** The place whose surface has the height of another one and is drawn there. */
  fromSurface(at: Point, cost: number): [x: number, y: number];
  /** Quadrilaterals of the surface from far to near, with the share of the highest cost. */
  patches(): { readonly points: readonly number[]; readonly height: number }[];
}

/** @param risen how high the surface has risen from flat, 0 to 1 */
export function groundOf(grid: CostGrid, { width, height, textScale }: Viewport, risen: number): Ground {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 16;
  const em = size * textScale;
  const { xs, ys, costs } = grid;
  const { least, most } = costRange(grid);
  const scale = Math.min((width - 2 * em) / EXTENT.width, (height - 2 * em) / (EXTENT.above + EXTENT.below));
  const [cx, cy] = [width / 2, em + (height - 2 * em) * (EXTENT.above / (EXTENT.above + EXTENT.below))];
  const share = (cost: number) => clamp((cost - least) / (most - least || 1));
  const side = (values: readonly number[], value: number) =>
    (2 * (value - values[0])) / (values[values.length - 1] - values[0]) - 1;
  const project = (x: number, y: number, lifted: number): [number, number] => {
    const [u, v] = [side(xs, x), side(ys, y)];
    return [cx + scale * (u * COS + v * SIN), cy + scale * ((u * SIN - v * COS) * FLAT - lifted * UP)];
  };
  const lift = (cost: number) => HIGHEST * risen * share(cost);
  return {
    ...{ size, em, width, isNarrow },
    onSurface: (x, y) => project(x, y, lift(costAt(grid, x, y))),
    onPlane: (x, y) => project(x, y, -DEPTH),
    fromSurface(at, cost) {
      const right = (at.x - cx) / scale;
      const near = ((at.y - cy) / scale + lift(cost) * UP) / FLAT;
      const [u, v] = [right * COS + near * SIN, right * SIN - near * COS];
      const value = (values: readonly number[], side: number) =>
        mix(values[0], values[values.length - 1], clamp((side + 1) / 2));
      return [value(xs, u), value(ys, v)];
    },
    patches() {
      const all = orderOf(grid).map(([i, j]) => {
        const corners = [
          [i, j],
          [i + 1, j],
          [i + 1, j + 1],
          [i, j + 1],
        ];
        const heights = corners.map(([column, row]) => costs[row * xs.length + column]);
        return {
          points: corners.flatMap(([column, row], k) => project(xs[column], ys[row], lift(heights[k]))),
          height: share(heights.reduce((sum, cost) => sum + cost, 0) / 4),
        };
      });
      return all;
    },
  };
}

/** Cells of a grid from far to near. */
const orderOf = memoize(({ xs, ys }: CostGrid): readonly (readonly [column: number, row: number])[] => {
  const near = ([column, row]: readonly [number, number]) =>
    (column / (xs.length - 1)) * SIN - (row / (ys.length - 1)) * COS;
  return ys
    .slice(1)
    .flatMap((_, row) => xs.slice(1).map((_, column) => [column, row] as const))
    .sort((a, b) => near(a) - near(b));
});

const LEVELS = 12;

/** Straight pieces of lines of equal cost, x0, y0, x1, y1 each; close together where the cost is low. */
export const contoursOf = memoize((grid: CostGrid): readonly (readonly number[])[] => {
  const { xs, ys, costs } = grid;
  const { least, most } = costRange(grid);
  const at = (column: number, row: number) => ({
    x: xs[column],
    y: ys[row],
    cost: costs[row * xs.length + column],
  });
  return Array.from({ length: LEVELS }, (_, i) => mix(least, most, ((i + 0.5) / LEVELS) ** 1.6)).flatMap(
    (level) =>
      orderOf(grid).flatMap(([i, j]) => {
        const corners = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
        const crossings = corners.flatMap((from, k) => {
          const to = corners[(k + 1) % 4];
          if (from.cost < level === to.cost < level) return [];
          const t = (level - from.cost) / (to.cost - from.cost);
          return [mix(from.x, to.x, t), mix(from.y, to.y, t)];
        });
        return crossings.length < 4 ? [] : [crossings.slice(0, 4)];
      }),
  );
});
