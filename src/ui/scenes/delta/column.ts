// Where the vectors of the weighted sum stand: strips below each other, cell above cell, words on their left.

import { clamp, type Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

export type Band = Rect;

export interface Column {
  readonly before: Band;
  readonly values: readonly Band[];
  readonly change: Band;
  readonly after: Band;
  /** Of the words, which end at `right`. */
  readonly labels: { readonly right: number; readonly width: number };
  /** Of text. */
  readonly size: number;
  /** Between words and strips. */
  readonly gap: number;
  /** Whether two lines fit beside a strip. */
  readonly isTall: boolean;
}

/** Share of a strip between two of them, and between the parts of the sum. */
const BETWEEN = 0.22;
const APART = 0.5;

/** @param count of values */
export function columnOf({ width, height, textScale }: Viewport, count: number): Column {
  const margin = clamp(0.04 * Math.min(width, height), 8, 28);
  const gap = width < 600 ? 14 : 26;
  const labelWidth = clamp(0.16 * width, 92, 190);
  const x = margin + labelWidth + 2 * gap;
  const strip = (height - 2 * margin) / (count + 3 + (count - 1) * BETWEEN + 3 * APART);
  const band = (y: number): Band => ({ x, y, width: width - x - margin - 2.2 * gap, height: strip });
  const values = Array.from({ length: count }, (_, i) =>
    band(margin + (1 + APART + i * (1 + BETWEEN)) * strip),
  );
  const sum = values[count - 1].y + (1 + APART) * strip;
  return {
    ...{ before: band(margin), values, change: band(sum), after: band(sum + (1 + APART) * strip) },
    ...{ labels: { right: x - 2 * gap, width: labelWidth }, gap },
    size: (width < 600 ? 12 : clamp(0.2 * strip, 14, 18)) * textScale,
    isTall: strip > 44 * textScale,
  };
}
