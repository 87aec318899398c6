// Orthographic projection of a cost surface, with its patches in painting order.

import { type CostGrid, costAt } from '../cost-contours/cost-grid.ts';

/** Rotation about the vertical axis, and angle above the ground, in radians. */
export interface Viewpoint {
  readonly azimuth: number;
  readonly elevation: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The quadrilateral between four adjacent grid points. */
export interface SurfacePatch {
  /** In order around the patch. The origin is the middle of the picture, x right, y down; half a side of the ground is 1. */
  readonly corners: readonly Point[];
  /** Mean cost of its corners. */
  readonly cost: number;
}

/** Height of the highest cost; half a side of the ground is 1. */
const MAX_HEIGHT = 0.9;

/** Half the size of the picture that fits every rotation, for elevations up to 0.85. */
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

  /** Projects a point of the surface, raised by `lift`, so that drawings on it are not hidden. */
  at(x: number, y: number, lift = 0): Point {
    return this.#project(x, y, costAt(this.#grid, x, y), lift);
  }

  /** Patches from far to near (painter's algorithm). */
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

  /** Coordinates on the rotated ground: distance to the right and towards the viewer. */
  #toGround(x: number, y: number): { right: number; near: number } {
    const { xs, ys } = this.#grid;
    const normalize = (values: readonly number[], value: number) =>
      (2 * (value - values[0])) / (values[values.length - 1] - values[0]) - 1;
    const [u, v] = [normalize(xs, x), normalize(ys, y)];
    const { azimuth } = this.#view;
    return {
      right: u * Math.cos(azimuth) + v * Math.sin(azimuth),
      near: u * Math.sin(azimuth) - v * Math.cos(azimuth),
    };
  }
}
