// What draws a cloud: a graphics card through WebGL, or the page itself on a canvas of two dimensions.

import type { PerspectiveCamera, Vector3 } from 'three';
import type { Size } from './labels.ts';

/** Points in space, each with its colour as CSS writes it and whether it stands out. */
export interface Cloud {
  readonly positions: readonly Vector3[];
  readonly colours: readonly string[];
  readonly emphasised: readonly boolean[];
  /** Of the three axes through the middle. */
  readonly axisColour: string;
}

export interface Painter {
  /** Another cloud, or the same on another size of canvas; drawn when it is painted next. */
  show(cloud: Cloud, size: Size, pixelRatio: number): void;
  /** Draws what was shown as this camera sees it. */
  paint(camera: PerspectiveCamera): void;
  dispose(): void;
}

/** Across a point, in units of space. */
export const DIAMETER = { plain: 0.055, emphasised: 0.1 } as const;

/** Ends of the three axes, in pairs. */
export const AXES = [
  [-1, 0, 0],
  [1, 0, 0],
  [0, -1, 0],
  [0, 1, 0],
  [0, 0, -1],
  [0, 0, 1],
] as const;
