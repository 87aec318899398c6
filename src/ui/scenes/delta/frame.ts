// Where the weighted sum is on the canvas: vectors from top to bottom, and the words that the change points to beside or below them.

import { clamp, type Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface Frame {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly before: Rect;
  readonly values: readonly Rect[];
  readonly change: Rect;
  readonly after: Rect;
  /** Where E and ΔE are added, and the way of E to it. */
  readonly plus: { readonly x: number; readonly y: number; readonly radius: number };
  readonly left: number;
  /** Edge of the words beside vectors. */
  readonly right: number;
  readonly words: Rect;
}

/** @param count of values */
export function frameOf({ width, height, textScale }: Viewport, count: number): Frame {
  const size = width < 620 * textScale ? 12 : 15;
  const em = size * textScale;
  const isUpright = height > 1.1 * width;
  const flow = isUpright
    ? { x: 0, y: 0, width, height: 0.57 * height }
    : { x: 0, y: 0, width: 0.54 * width, height };
  const words = isUpright
    ? { x: 0, y: flow.height, width, height: height - flow.height }
    : { x: flow.width, y: 0, width: width - flow.width, height };
  const pitch = (flow.width - 1.6 * em) / count;
  const long = Math.min(0.4 * flow.width, (flow.height - 8.4 * em) / 1.85);
  const short = Math.min(0.88 * pitch, 0.7 * long);
  const gap = (flow.height - 1.5 * long - 0.5 * short - 4.6 * em) / 4;
  const middle = flow.x + 0.4 * flow.width;
  const vector = (y: number): Rect => ({ x: middle - long / 2, y, width: long, height: long / 2 });
  const row = em + long / 2 + gap + 1.5 * em;
  const sum = row + short / 2 + 1.5 * em + gap;
  const after = sum + 0.5 * long + 2 * gap;
  return {
    ...{ size, em, words, left: 0.8 * em, right: flow.width - 0.4 * em },
    ...{ before: vector(em), change: vector(sum), after: vector(after) },
    values: Array.from({ length: count }, (_, i) => {
      const x = 0.8 * em + (i + 0.5) * pitch - short / 2;
      return { x, y: row, width: short, height: short / 2 };
    }),
    plus: { x: middle, y: sum + 0.5 * long + gap, radius: clamp(0.45 * gap, 6, 14) },
  };
}
