// Converts a drawing to an MNIST-like image: scaled to 20 × 20 pixels, centred by its centre of mass in 28 × 28.

import { SIDE } from '../../../views/digits/pixel-image/pixels.ts';

/** The longer side of the ink, in pixels of the image (LeCun et al. 1998: “size normalized to fit in a 20×20 box”). */
const BOX_SIDE = 20;

/** A square drawing, row by row: 0 none to 1 full. */
export interface Ink {
  readonly side: number;
  readonly values: ArrayLike<number>;
}

/** 784 numbers from 0 to 1; all 0 for an empty drawing. */
export function toMnistImage(ink: Ink): Float32Array<ArrayBuffer> {
  const box = boundingBox(ink);
  const image = new Float32Array(SIDE * SIDE);
  if (!box) return image;
  const scale = BOX_SIDE / Math.max(box.right - box.left, box.bottom - box.top);
  const { x, y } = centreOfMass(ink);
  // A pixel is the mean of the ink in its area, which gives the grey edges of the training images.
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const left = x + (column - SIDE / 2) / scale;
      const top = y + (row - SIDE / 2) / scale;
      image[row * SIDE + column] = meanInk(ink, left, top, 1 / scale);
    }
  }
  return image;
}

function boundingBox({ side, values }: Ink) {
  let [left, top, right, bottom] = [side, side, 0, 0];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (!values[y * side + x]) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return right > left ? { left, top, right, bottom } : undefined;
}

function centreOfMass({ side, values }: Ink): { x: number; y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (let i = 0; i < side * side; i++) {
    mass += values[i];
    x += values[i] * ((i % side) + 0.5);
    y += values[i] * (Math.floor(i / side) + 0.5);
  }
  return { x: x / mass, y: y / mass };
}

/** Mean over a square of the drawing, which is empty outside. */
function meanInk({ side, values }: Ink, left: number, top: number, length: number): number {
  let sum = 0;
  for (let y = Math.floor(top); y < top + length; y++) {
    const high = Math.min(y + 1, top + length) - Math.max(y, top);
    for (let x = Math.floor(left); x < left + length; x++) {
      if (x < 0 || y < 0 || x >= side || y >= side) continue;
      sum += values[y * side + x] * high * (Math.min(x + 1, left + length) - Math.max(x, left));
    }
  }
  return Math.min(1, sum / (length * length));
}
