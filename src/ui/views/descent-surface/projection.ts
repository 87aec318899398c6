// A landscape of costs seen from the side: its patches in the order they are painted, and where a place on it lies.

import { type CostGrid, costAt } from '../descent-map/bands.ts';

/** Where one looks from: turned about the upright axis, and from above, in radians. */
export interface Viewpoint {
  readonly turn: number;
  readonly tilt: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Between four neighbouring points of the grid. */
export interface Patch {
  /** Around it; the picture's middle is (0, 0), x goes right, y down, and the ground's half side is 1. */
  readonly corners: readonly Point[];
  /** Mean cost of its corners. */
  readonly cost: number;
}

/** The highest point above the ground, whose half side is 1. */
const TALL = 0.9;

/** Half the picture's sides that hold every turn of it, seen from no higher than 0.85. */
export const HALF = { x: Math.SQRT2, y: 1.37 } as const;

export class Projection {
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
  at(x: number, y: number, raised = 0): Point {
    return this.#project(x, y, costAt(this.#grid, x, y), raised);
  }

  /** The farthest first, so that near ones cover them. */
  patches(): Patch[] {
    const { xs, ys, costs } = this.#grid;
    const far = (column: number, row: number) => this.#ground(xs[column], ys[row]).near;
    const patches: (Patch & { near: number })[] = [];
    for (let row = 0; row + 1 < ys.length; row++) {
      for (let column = 0; column + 1 < xs.length; column++) {
        const around = [
          [column, row],
          [column + 1, row],
          [column + 1, row + 1],
          [column, row + 1],
        ] as const;
        const heights = around.map(([i, j]) => costs[j * xs.length + i]);
        patches.push({
          corners: around.map(([i, j], k) => this.#project(xs[i], ys[j], heights[k])),
          cost: heights.reduce((sum, height) => sum + height, 0) / 4,
          near: far(column, row) + far(column + 1, row + 1),
        });
      }
    }
    return patches.sort((a, b) => a.near - b.near);
  }

  #project(x: number, y: number, cost: number, raised = 0): Point {
    const { right, near } = this.#ground(x, y);
    const { tilt } = this.#view;
    const range = this.#most - this.#least;
    const height = (range > 0 ? (TALL * (cost - this.#least)) / range : 0) + raised;
    return { x: right, y: near * Math.sin(tilt) - (height - TALL / 2) * Math.cos(tilt) };
  }

  /** On the turned ground: how far to the right, and how near. */
  #ground(x: number, y: number): { right: number; near: number } {
    const { xs, ys } = this.#grid;
    const share = (values: readonly number[], value: number) =>
      (2 * (value - values[0])) / (values[values.length - 1] - values[0]) - 1;
    const [u, v] = [share(xs, x), share(ys, y)];
    const { turn } = this.#view;
    return {
      right: u * Math.cos(turn) + v * Math.sin(turn),
      near: u * Math.sin(turn) - v * Math.cos(turn),
    };
  }
}
