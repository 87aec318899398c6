// Where the grid is, with its number and its slider: above and below it, or beside it where the picture is low.

import type { Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface Space {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  /** Tokens a side. */
  readonly n: number;
  readonly grid: Rect;
  /** The first line of the number, and the size of the second before the visitor's scale. */
  readonly counter: { readonly x: number; readonly y: number; readonly large: number };
  readonly track: { readonly x: number; readonly y: number; readonly width: number };
  /** A side of so many tokens. */
  pixels(tokens: number): number;
}

export function spaceOf({ width, height, textScale }: Viewport, n: number): Space {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 16;
  const em = size * textScale;
  const isLow = width > 1.25 * height;
  const [above, below] = isLow ? [0.8 * em, 0.8 * em] : [isNarrow ? 4.8 * em : 5.4 * em, 4.6 * em];
  const side = Math.min(height - above - below, (isLow ? 0.62 : 1) * width - 1.6 * em);
  const spare = isLow ? Math.max(0, width - 2.4 * side) / 2 : (width - side) / 2;
  const top = above + (height - above - below - side) / 2;
  const grid = { x: Math.max(0.8 * em, spare), y: top, width: side, height: side };
  const column = isLow
    ? { x: grid.x + side + 1.6 * em, width: width - 2 * grid.x - side - 1.6 * em }
    : { x: grid.x, width: side };
  const large = isNarrow ? (isLow ? 22 : 30) : 44;
  return {
    ...{ size, em, isNarrow, n, grid },
    counter: { x: column.x + column.width / 2, y: isLow ? 0.3 * height : top - above + 1.1 * em, large },
    track: { x: column.x, y: isLow ? 0.74 * height : top + side + 2.3 * em, width: column.width },
    pixels: (tokens) => (side * tokens) / n,
  };
}
