// Draws the cloud on a 2D canvas, for browsers that render WebGL in software, which takes about a hundred times as long.

import { type PerspectiveCamera, Vector3 } from 'three';
import type { Size } from './labels.ts';
import { AXES, type Cloud, DIAMETER, type Painter } from './painter.ts';

/** A point on the canvas. */
export interface Disc {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export class CanvasPainter implements Painter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #cloud?: Cloud;
  #size: Size = { width: 1, height: 1 };
  #pixelRatio = 1;

  constructor(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) {
    this.#canvas = canvas;
    this.#context = context;
  }

  show(cloud: Cloud, size: Size, pixelRatio: number): void {
    this.#cloud = cloud;
    this.#size = size;
    this.#pixelRatio = pixelRatio;
    this.#canvas.width = Math.round(size.width * pixelRatio);
    this.#canvas.height = Math.round(size.height * pixelRatio);
  }

  paint(camera: PerspectiveCamera): void {
    if (!this.#cloud) return;
    const [context, ratio] = [this.#context, this.#pixelRatio];
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.#size.width, this.#size.height);
    context.strokeStyle = this.#cloud.axisColour;
    context.lineWidth = 1 / ratio;
    context.beginPath();
    for (const [from, to] of axisLines(camera, this.#size)) {
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
    }
    context.stroke();
    for (const { id, x, y, radius } of discs(this.#cloud, camera, this.#size)) {
      context.fillStyle = this.#cloud.colours[id];
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
    }
  }

  dispose(): void {
    this.#cloud = undefined;
  }
}

/** The visible points, farthest first, with the same size as in WebGL's point shader. */
export function discs({ positions, emphasised }: Cloud, camera: PerspectiveCamera, size: Size): Disc[] {
  return positions
    .map((position, id) => ({ id, seen: position.clone().applyMatrix4(camera.matrixWorldInverse) }))
    .filter(({ seen }) => -seen.z > camera.near)
    .sort((a, b) => a.seen.z - b.seen.z)
    .map(({ id, seen }) => {
      const diameter = emphasised[id] ? DIAMETER.emphasised : DIAMETER.plain;
      const radius = (diameter * size.height) / 4 / -seen.z;
      return { id, radius, ...onCanvas(seen, camera, size) };
    });
}

/** The axes, clipped in front of the camera. */
function axisLines(camera: PerspectiveCamera, size: Size): [Pixel, Pixel][] {
  const ends = AXES.map((end) => new Vector3(...end).applyMatrix4(camera.matrixWorldInverse));
  return [0, 2, 4].flatMap((first): [Pixel, Pixel][] => {
    const [near, far] = [ends[first], ends[first + 1]].sort((a, b) => b.z - a.z);
    if (-far.z <= camera.near) return [];
    const hidden = Math.max(0, (near.z + camera.near) / (near.z - far.z || 1));
    return [[onCanvas(near.lerp(far, hidden), camera, size), onCanvas(far, camera, size)]];
  });
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** Projects a point from camera space to CSS pixels; `applyMatrix4` divides by the depth. */
function onCanvas(seen: Vector3, camera: PerspectiveCamera, { width, height }: Size): Pixel {
  const { x, y } = seen.clone().applyMatrix4(camera.projectionMatrix);
  return { x: ((x + 1) / 2) * width, y: ((1 - y) / 2) * height };
}
