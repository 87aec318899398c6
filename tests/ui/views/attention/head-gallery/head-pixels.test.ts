// Pixels of thumbnails: orientation, and transparency of masked weights.
import { expect, test } from 'vitest';
import { scalePixels, sequentialScale } from '../../../../../src/ui/canvas/colour-scale.ts';
import { headPixels } from '../../../../../src/ui/views/attention/head-gallery/head-pixels.ts';
import { headFixture } from '../../../support/head-fixture.ts';

const steps = scalePixels(sequentialScale('rgb(0, 0, 0)', 'rgb(0, 0, 255)'));
const blueAt = (pixels: Uint8ClampedArray, column: number, row: number) => pixels[(row * 4 + column) * 4 + 2];
const opacityAt = (pixels: Uint8ClampedArray, column: number, row: number) =>
  pixels[(row * 4 + column) * 4 + 3];

test('attention of query 2 to key 0 is in column 2, row 0 with queries on top, and transposed otherwise', () => {
  const video = headPixels(headFixture.pattern, 4, 'queries-top', steps);
  const paper = headPixels(headFixture.pattern, 4, 'queries-left', steps);
  expect(blueAt(video, 2, 0)).toBeGreaterThan(200);
  expect(opacityAt(video, 0, 2)).toBe(0);
  expect(blueAt(paper, 0, 2)).toBeGreaterThan(200);
  expect(opacityAt(paper, 2, 0)).toBe(0);
});

test('a weight of zero is opaque in the low colour; masked weights are transparent', () => {
  const pixels = headPixels(headFixture.pattern, 4, 'queries-top', steps);
  expect([blueAt(pixels, 3, 1), opacityAt(pixels, 3, 1)]).toEqual([0, 255]);
  expect(opacityAt(pixels, 1, 3)).toBe(0);
});
