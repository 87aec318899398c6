// Images of one pixel a number, made once and drawn at any size.

import { memoize } from '../../../../shared/memoize.ts';
import { scalePixels, sequentialScale, toPixels } from '../../../canvas/colour-scale.ts';
import type { Palette } from '../../../stage/palette.ts';
import { SIDE } from '../../../views/digits/pixel-image/pixels.ts';
import { largest } from '../values.ts';

/** Valid for one palette. */
export class Bitmaps {
  /** Images of grey values, and the same 784 pixels as one column. */
  readonly grey: (pixels: Float32Array) => HTMLCanvasElement;
  readonly column: (pixels: Float32Array) => HTMLCanvasElement;
  /** Signed numbers, in the largest of them. */
  readonly signed: (numbers: Float32Array) => HTMLCanvasElement;

  constructor(palette: Palette) {
    const grey = scalePixels(sequentialScale(palette.pixelOff, palette.pixelOn));
    this.grey = memoize((pixels: Float32Array) => drawPixels(toPixels(pixels, grey), SIDE));
    this.column = memoize((pixels: Float32Array) => drawPixels(toPixels(pixels, grey), 1));
    this.signed = memoize((numbers: Float32Array) => {
      const range = 0.75 * largest(numbers);
      return drawPixels(toPixels(numbers, palette.signed, -range, range), SIDE);
    });
  }
}

export const bitmapsOf = memoize((palette: Palette) => new Bitmaps(palette));

function drawPixels(pixels: Uint8ClampedArray<ArrayBuffer>, width: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = pixels.length / 4 / width;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width), 0, 0);
  return canvas;
}
