// A head's pattern as an image with one pixel per weight.
import type { Orientation } from '../../../types/page.ts';
import { toCell } from '../attention-grid/grid-layout.ts';
import { isMasked } from '../head-values.ts';

/**
 * RGBA pixels of a head's weights; masked ones are transparent.
 *
 * @param pattern [T, T], a row for each query
 * @param colours 256 pixels from weight 0 to weight 1
 */
export function headPixels(
  pattern: Float32Array,
  count: number,
  orientation: Orientation,
  colours: Uint8ClampedArray,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(count * count * 4);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      const cell = toCell(orientation, { column, row });
      const weight = pattern[cell.query * count + cell.key];
      if (isMasked('pattern', weight, cell)) continue;
      const step = Math.round(Math.min(1, Math.max(0, weight)) * 255);
      pixels.set(colours.subarray(step * 4, step * 4 + 4), (row * count + column) * 4);
    }
  }
  return pixels;
}
