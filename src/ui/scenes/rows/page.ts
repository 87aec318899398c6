// Where rows as questions have their places: three patches of numbers on the left, three bars on the right.

import type { Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

/** Numbers in a line of a patch. */
export const PATCH_COLUMNS = 32;

export interface Page {
  /** Of text, in CSS pixels. */
  readonly size: number;
  readonly isNarrow: boolean;
  /** Row, vector and products. */
  readonly patches: readonly [Rect, Rect, Rect];
  /** Of each question. */
  readonly columns: readonly { readonly x: number; readonly width: number }[];
  /** The end of the page. */
  readonly bottom: number;
  /** Of a dot product. */
  y(value: number): number;
}

/** @param range of dot products */
export function pageOf(
  { width, height, textScale }: Viewport,
  [least, most]: readonly [number, number],
): Page {
  const isNarrow = width < 620 * textScale;
  const size = (isNarrow ? 12 : 16) * textScale;
  const margin = isNarrow ? 10 : 0.03 * width;
  const bottom = height - (isNarrow ? 6 : 0.05 * height);
  const left = { x: margin, width: 0.57 * width - margin };
  const band = bottom / 3;
  const label = 1.9 * size;
  const patch = (i: number): Rect => ({
    ...left,
    y: i * band + label,
    height: band - label - (i < 2 ? 2 : 0),
  });
  const step = (0.39 * width - margin) / 3;
  const [top, base] = [2.2 * size, bottom - 2.6 * size];
  return {
    ...{ size, isNarrow, bottom },
    patches: [patch(0), patch(1), patch(2)],
    columns: [0, 1, 2].map((i) => ({ x: 0.61 * width + i * step, width: 0.86 * step })),
    y: (value) => base - ((value - least) / (most - least)) * (base - top),
  };
}
