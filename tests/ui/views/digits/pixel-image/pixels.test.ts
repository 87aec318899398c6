// Keyboard navigation of an image.

import { expect, it } from 'vitest';
import { movePixel, pixelName } from '../../../../../src/ui/views/digits/pixel-image/pixels.ts';

it('starts in the middle, moves by one pixel, and is clamped to the image', () => {
  expect(movePixel(undefined, 'ArrowUp')).toBe(14 * 28 + 14);
  expect(movePixel(30, 'ArrowLeft')).toBe(29);
  expect(movePixel(30, 'ArrowDown')).toBe(58);
  expect(movePixel(27, 'ArrowRight')).toBe(27);
  expect(movePixel(3, 'ArrowUp')).toBe(3);
  expect(movePixel(3, 'Tab')).toBeUndefined();
});

it('counts rows and columns from 1', () => {
  expect(pixelName(0)).toBe('row 1, column 1');
  expect(pixelName(783)).toBe('row 28, column 28');
});
