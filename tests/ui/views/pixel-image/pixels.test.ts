// Where arrow keys lead on an image.

import { expect, it } from 'vitest';
import { moved, pixelName } from '../../../../src/ui/views/pixel-image/pixels.ts';

it('starts in the middle, steps by one, and holds at the edge', () => {
  expect(moved(undefined, 'ArrowUp')).toBe(14 * 28 + 14);
  expect(moved(30, 'ArrowLeft')).toBe(29);
  expect(moved(30, 'ArrowDown')).toBe(58);
  expect(moved(27, 'ArrowRight')).toBe(27);
  expect(moved(3, 'ArrowUp')).toBe(3);
  expect(moved(3, 'Tab')).toBeUndefined();
});

it('counts rows and columns from 1', () => {
  expect(pixelName(0)).toBe('row 1, column 1');
  expect(pixelName(783)).toBe('row 28, column 28');
});
