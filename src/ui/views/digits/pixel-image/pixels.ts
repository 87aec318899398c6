// The pixel grid of an image: keyboard navigation, and names of pixels.

import { msg, str } from '@lit/localize';

/** Pixels per side. */
export const SIDE = 28;

/** The image at a position of many, one after the other. */
export const imageAt = (pixels: Float32Array, position: number): Float32Array =>
  pixels.subarray(position * SIDE * SIDE, (position + 1) * SIDE * SIDE);

const MOVES: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The pixel that an arrow key moves to, clamped to the image, from the middle if none is selected; undefined for other keys. */
export function movePixel(pixel: number | undefined, key: string): number | undefined {
  const move = MOVES[key];
  if (!move) return undefined;
  if (pixel === undefined) return (SIDE / 2) * SIDE + SIDE / 2;
  const clamp = (index: number) => Math.min(SIDE - 1, Math.max(0, index));
  return clamp(Math.floor(pixel / SIDE) + move[1]) * SIDE + clamp((pixel % SIDE) + move[0]);
}

/** `row 14, column 3`, counted from 1 */
export const pixelName = (pixel: number): string =>
  msg(str`row ${Math.floor(pixel / SIDE) + 1}, column ${(pixel % SIDE) + 1}`);
