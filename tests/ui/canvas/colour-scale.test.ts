// Colour scales: ends, middle, symmetry, clamping.
import { expect, test } from 'vitest';
import {
  divergingScale,
  parseRgb,
  scalePixels,
  sequentialScale,
  signedPixels,
  toPixels,
} from '../../../src/ui/canvas/colour-scale.ts';

const low = '#10141c';
const high = '#58c4dd';

test('a sequential scale starts and ends with its two colours', () => {
  const scale = sequentialScale(low, high);
  expect(scale(0)).toBe('rgb(16, 20, 28)');
  expect(scale(1)).toBe('rgb(88, 196, 221)');
});

test('numbers outside a scale are clamped', () => {
  const scale = sequentialScale(low, high);
  expect(scale(-3)).toBe(scale(0));
  expect(scale(7)).toBe(scale(1));
});

test('a sequential scale is monotonic in brightness', () => {
  const scale = sequentialScale(low, high);
  const green = [0, 0.25, 0.5, 0.75, 1].map((share) => parseRgb(scale(share))[1]);
  expect(green).toEqual([...green].sort((a, b) => a - b));
  expect(new Set(green).size).toBe(5);
});

test('a diverging scale is red below zero, blue above, and neutral at zero', () => {
  const scale = divergingScale('#ff0000', '#808080', '#0000ff', 4);
  expect(scale(-4)).toBe('rgb(255, 0, 0)');
  expect(scale(0)).toBe('rgb(128, 128, 128)');
  expect(scale(4)).toBe('rgb(0, 0, 255)');
  expect(scale(400)).toBe(scale(4));
});

test('a diverging scale of zeros only is neutral', () => {
  expect(divergingScale('#ff0000', '#808080', '#0000ff', 0)(0)).toBe('rgb(128, 128, 128)');
});

test('the lookup table runs from the low to the high colour, opaque', () => {
  const pixels = scalePixels(sequentialScale(low, high));
  expect([...pixels.slice(0, 4)]).toEqual([16, 20, 28, 255]);
  expect([...pixels.slice(-4)]).toEqual([88, 196, 221, 255]);
});

test('numbers map to the pixels of the lookup table, clamped', () => {
  const steps = scalePixels(sequentialScale(low, high));
  const step = (i: number) => [...steps.slice(i * 4, i * 4 + 4)];
  expect([...toPixels([2, 4, 6, 9, -9], steps, 2, 6)]).toEqual([0, 128, 255, 255, 0].flatMap(step));
});

test('signed numbers have the colour of their sign, zeros the middle', () => {
  const colours = { negative: '#ff0000', zero: '#808080', positive: '#0000ff' };
  const [red, middle, blue] = [0, 4, 8].map((at) => [
    ...signedPixels([-3, 0, 3], 3, colours).slice(at, at + 4),
  ]);
  expect(red).toEqual([255, 0, 0, 255]);
  expect(blue).toEqual([0, 0, 255, 255]);
  for (const part of middle.slice(0, 3)) expect(Math.abs(part - 128)).toBeLessThan(3);
  expect([...signedPixels([0], 0, colours)]).toEqual(middle);
});
