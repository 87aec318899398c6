// A drawing of a digit by strokes, and the image that the network reads: scaled and centred as in MNIST.

import { toMnistImage } from './mnist-image.ts';

/** Canvas pixels a side: ten times the resolution of the image. */
const CANVAS_SIDE = 280;
const PEN_WIDTH = 22;

/** 0 to 1 in the width and height of the pad. */
interface Point {
  readonly x: number;
  readonly y: number;
}

export type Strokes = readonly (readonly Point[])[];

export class Drawing {
  /** The strokes, white on black. */
  readonly canvas = document.createElement('canvas');
  #strokes: Strokes = [];

  constructor() {
    this.canvas.width = this.canvas.height = CANVAS_SIDE;
  }

  get isEmpty(): boolean {
    return this.#strokes.length === 0;
  }

  get strokes(): Strokes {
    return this.#strokes;
  }

  set strokes(strokes: Strokes) {
    this.#paint(strokes);
  }

  start(point: Point): void {
    this.#paint([...this.#strokes, [point]]);
  }

  extend(points: readonly Point[]): void {
    const stroke = [...(this.#strokes.at(-1) ?? []), ...points];
    this.#paint([...this.#strokes.slice(0, -1), stroke]);
  }

  undo(): void {
    this.#paint(this.#strokes.slice(0, -1));
  }

  /** 784 numbers, 0 to 1; undefined without strokes. */
  image(): Float32Array<ArrayBuffer> | undefined {
    const pixels = this.#context()?.getImageData(0, 0, CANVAS_SIDE, CANVAS_SIDE).data;
    if (this.isEmpty || !pixels) return undefined;
    const values = Float32Array.from({ length: CANVAS_SIDE * CANVAS_SIDE }, (_, i) => pixels[i * 4] / 255);
    return toMnistImage({ side: CANVAS_SIDE, values });
  }

  #context(): CanvasRenderingContext2D | null {
    return this.canvas.getContext('2d', { willReadFrequently: true });
  }

  #paint(strokes: Strokes): void {
    this.#strokes = strokes;
    const context = this.#context();
    if (!context) return;
    context.fillStyle = 'black';
    context.fillRect(0, 0, CANVAS_SIDE, CANVAS_SIDE);
    context.strokeStyle = 'white';
    context.lineWidth = PEN_WIDTH;
    context.lineCap = context.lineJoin = 'round';
    for (const [first, ...rest] of strokes) {
      context.beginPath();
      context.moveTo(first.x * CANVAS_SIDE, first.y * CANVAS_SIDE);
      // A tap leaves a dot.
      for (const { x, y } of rest.length > 0 ? rest : [first])
        context.lineTo(x * CANVAS_SIDE, y * CANVAS_SIDE);
      context.stroke();
    }
  }
}
