// The interface of a renderer of points: WebGL or a 2D canvas.

import type { PerspectiveCamera, Vector3 } from 'three';
import type { Size } from './labels.ts';

/** Points in space, each with its CSS colour and whether it is highlighted. */
export interface Cloud {
  readonly positions: readonly Vector3[];
  readonly colours: readonly string[];
  readonly emphasised: readonly boolean[];
  /** Colour of the three axes through the centre. */
  readonly axisColour: string;
}

export interface Painter {
  /** Sets the points or the size of the canvas; the next `paint` renders them. */
  show(cloud: Cloud, size: Size, pixelRatio: number): void;
  /** Renders the points with this camera. */
  paint(camera: PerspectiveCamera): void;
  dispose(): void;
}

/** Diameter of a point, in units of space. */
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
