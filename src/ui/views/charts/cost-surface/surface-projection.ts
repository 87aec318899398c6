// A landscape of costs seen from the side: its patches in the order they are painted, and where a place on it lies.

import { type CostGrid, costAt } from '../cost-contours/cost-grid.ts';

/** Where one looks from: turned about the upright axis, and from above, in radians. */
export interface Viewpoint {
  readonly azimuth: number;
  readonly elevation: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Between four neighbouring points of the grid. */
export interface SurfacePatch {
  /** Around it; the picture's middle is (0, 0), x goes right, y down, and the ground's half side is 1. */
  readonly corners: readonly Point[];
  /** Mean cost of its corners. */
  readonly cost: number;
}

/** The highest point above the ground, whose half side is 1. */
const MAX_HEIGHT = 0.9;

/** Half the picture's sides that hold every turn of it, seen from no higher than 0.85. */
export const HALF_EXTENT = { x: Math.SQRT2, y: 1.37 } as const;

export class SurfaceProjection {
  readonly #grid: CostGrid;
  readonly #least: number;
  readonly #most: number;
  readonly #view: Viewpoint;

  constructor(grid: CostGrid, { least, most }: { least: number; most: number }, view: Viewpoint) {
    this.#grid = grid;
    this.#least = least;
    this.#most = most;
    this.#view = view;
  }

  /** A place on the surface, raised a little so that what is drawn there does not sink into it. */
  at(x: number, y: number, lift = 0): Point {
    return this.#project(x, y, costAt(this.#grid, x, y), lift);
  }

  /** The farthest first, so that near ones cover them. */
  patches(): SurfacePatch[] {
    const { xs, ys, costs } = this.#grid;
    const depthAt = (column: number, row: number) => this.#toGround(xs[column], ys[row]).near;
    const patches: (SurfacePatch & { near: number })[] = [];
    for (let row = 0; row + 1 < ys.length; row++) {
      for (let column = 0; column + 1 < xs.length; column++) {
        const corners = [
          [column, row],
          [column + 1, row],
          [column + 1, row + 1],
          [column, row + 1],
        ] as const;
        const heights = corners.map(([i, j]) => costs[j * xs.length + i]);
        patches.push({
          corners: corners.map(([i, j], k) => this.#project(xs[i], ys[j], heights[k])),
          cost: heights.reduce((sum, height) => sum + height, 0) / 4,
          near: depthAt(column, row) + depthAt(column + 1, row + 1),
        });
      }
    }
    return patches.sort((a, b) => a.near - b.near);
  }

  #project(x: number, y: number, cost: number, lift = 0): Point {
    const { right, near } = this.#toGround(x, y);
    const { elevation } = this.#view;
    const range = this.#most - this.#least;
    const height = (range > 0 ? (MAX_HEIGHT * (cost - this.#least)) / range : 0) + lift;
    return { x: right, y: near * Math.sin(elevation) - (height - MAX_HEIGHT / 2) * Math.cos(elevation) };
  }

  /** On the turned ground: how far to the right, and how near. */
  #toGround(x: number, y: number): { right: number; near: number } {
    const { xs, ys } = this.#grid;
    const share = (values: readonly number[], value: number) =>
      (2 * (value - values[0])) / (values[values.length - 1] - values[0]) - 1;
    const [u, v] = [share(xs, x), share(ys, y)];
    const { azimuth } = this.#view;
    return {
      right: u * Math.cos(azimuth) + v * Math.sin(azimuth),
      near: u * Math.sin(azimuth) - v * Math.cos(azimuth),
    };
  }
}
