// Conversion of a drawing to an MNIST-like image: at most 20 pixels high, centred by its centre of mass.

import { expect, it } from 'vitest';
import { toMnistImage } from '../../../../src/ui/scenes/digits/pad/mnist-image.ts';

const SIDE = 280;

/** A filled rectangle. */
function inked(left: number, top: number, right: number, bottom: number) {
  const values = new Float32Array(SIDE * SIDE);
  for (let y = top; y < bottom; y++) values.fill(1, y * SIDE + left, y * SIDE + right);
  return { side: SIDE, values };
}

function measure(image: Float32Array) {
  let [mass, x, y, left, right, top, bottom] = [0, 0, 0, 28, 0, 28, 0];
  image.forEach((value, i) => {
    const [column, row] = [i % 28, Math.floor(i / 28)];
    mass += value;
    x += value * (column + 0.5);
    y += value * (row + 0.5);
    if (value <= 0.01) return;
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
  });
  return { mass, x: x / mass, y: y / mass, width: right - left, height: bottom - top };
}

it('scales any drawing to 20 pixels and centres it', () => {
  for (const ink of [inked(20, 30, 40, 250), inked(200, 200, 206, 266)]) {
    const { x, y, height } = measure(toMnistImage(ink));
    expect(x).toBeCloseTo(14, 1);
    expect(y).toBeCloseTo(14, 1);
    expect(height).toBe(20);
  }
});

it('keeps proportions, and centres by mass rather than by bounding box', () => {
  const ink = inked(100, 60, 120, 220); // a 1 …
  ink.values.set(inked(60, 200, 220, 220).values.map((value, i) => Math.max(value, ink.values[i])));
  const image = toMnistImage(ink); // … with a long foot, so that most of the ink is low
  const { x, y, width, height } = measure(image);
  // Centred between two pixels, an edge covers half of each.
  expect(Math.max(width, height)).toBeLessThanOrEqual(21);
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(20);
  expect(x).toBeCloseTo(14, 1);
  expect(y).toBeCloseTo(14, 1);
  expect(Math.max(...image)).toBeCloseTo(1, 5);
});

it('an empty drawing gives an image of zeros', () => {
  expect(
    toMnistImage({ side: SIDE, values: new Float32Array(SIDE * SIDE) }).every((value) => value === 0),
  ).toBe(true);
});
