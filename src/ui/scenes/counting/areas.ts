// Where the parts of the counting scene are on the canvas.

import type { Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface Areas {
  readonly isNarrow: boolean;
  /** Of text and of the running total. */
  readonly size: number;
  readonly totalSize: number;
  readonly total: Rect;
  /** GPT-3's weights. */
  readonly map: Rect;
  /** What is looked at. */
  readonly detail: Rect;
  /** The model. */
  readonly own: Rect;
}

export function areasOf({ width, height, textScale }: Viewport): Areas {
  const isNarrow = width < 640 * textScale || height < 360 * textScale;
  const [margin, size, totalSize] = isNarrow ? [12, 12, 24] : [28, 15, Math.min(64, 0.085 * height)];
  const [line, room] = [1.5 * size * textScale, width - 2 * margin];
  const total = { x: margin, y: 0.4 * margin, width: room, height: 1.3 * totalSize * textScale };
  const top = total.y + total.height + (isNarrow ? line : 2 * line);
  const map = { x: margin, y: top, width: room, height: (isNarrow ? 0.32 : 0.36) * height };
  const y = top + map.height + (isNarrow ? 1.2 : 2) * line;
  const below = { y, height: height - y - 0.7 * margin };
  const split = 0.68 * room;
  return {
    ...{ isNarrow, size, totalSize, total, map },
    detail: { ...below, x: margin, width: split },
    own: { ...below, x: margin + split + margin, width: room - split - margin },
  };
}

export const fits = (text: string, size: number, width: number): boolean =>
  0.58 * size * text.length <= width;
