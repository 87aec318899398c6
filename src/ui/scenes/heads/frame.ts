// Where and when the parts of the sum of heads are: patterns above their changes, the sum below, GPT-3's heads at the bottom.

import { clamp, type Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

/** Seconds: GPT-3's heads fly in and make room, patterns arrive, changes drop out of them and into the sum. */
export const TIMES = { large: 0.2, room: 2, heads: 2.6, changes: 3.8, drop: 5.2, after: 6.6, end: 7.4 };

export interface Frame {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  /** Of each head: its pattern, and below it its change. */
  readonly tiles: readonly { readonly pattern: Rect; readonly change: Rect }[];
  /** Whether words fit above them. */
  readonly hasNames: boolean;
  /** Where changes are added. */
  readonly sum: { readonly x: number; readonly y: number; readonly radius: number };
  readonly before: Rect;
  readonly after: Rect;
  /** GPT-3's heads: first over the whole picture, then at its bottom. */
  readonly large: Rect;
  readonly small: Rect;
}

export function frameOf({ width, height, textScale }: Viewport, heads: number): Frame {
  const size = width < 620 * textScale ? 12 : 15;
  const em = size * textScale;
  const margin = 1.4 * em;
  const strip = clamp(0.11 * height, 2.4 * em, 5.5 * em);
  const [across, bottom] = [width - 2 * margin, height - strip - 0.4 * em];
  // Above each pattern and each change a line; below them all three lines and E, half as high as its length.
  const sideIn = (rows: number) =>
    Math.min(
      (0.86 * across) / Math.ceil(heads / rows),
      (bottom - (2.7 * rows + 4.8) * em) / (1.5 * rows + 1),
    );
  const rows = [1, 2, 3, 4].reduce((best, each) =>
    sideIn(best) < 3.4 * em && sideIn(each) > sideIn(best) ? each : best,
  );
  const [perRow, side] = [Math.ceil(heads / rows), sideIn(rows)];
  const pitch = Math.min(1.18 * side + em, across / perRow);
  const tiles = Array.from({ length: heads }, (_, i) => {
    const x = width / 2 + ((i % perRow) - (perRow - 1) / 2) * pitch - side / 2;
    const y = 1.8 * em + Math.floor(i / perRow) * (1.5 * side + 3.4 * em);
    return {
      pattern: { x, y, width: side, height: side },
      change: { x, y: y + side + 1.7 * em, width: side, height: side / 2 },
    };
  });
  const { change } = tiles[heads - 1];
  // E and E′ are larger than what is added to them, where there is room.
  const room = bottom - 1.6 * em - change.y - change.height;
  const length = Math.min(1.4 * side, 0.3 * width, 1.2 * room);
  const y = bottom - 3.8 * em - length / 4;
  const reach = Math.max(Math.min(width / 2 - margin - length / 2, 2 * side), 4.5 * em);
  const vector = (x: number) => ({ x: x - length / 2, y: y - length / 4, width: length, height: length / 2 });
  return {
    ...{ size, em, tiles, hasNames: side > 2.6 * em },
    ...{ before: vector(width / 2 - reach), after: vector(width / 2 + reach) },
    sum: { x: width / 2, y, radius: clamp(0.11 * side, 9, 18) },
    large: { x: margin, y: margin, width: across, height: height - 3 * em },
    small: { x: margin, y: bottom, width: across, height: strip },
  };
}
