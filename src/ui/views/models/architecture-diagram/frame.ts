// The frame of the drawing: the lane of the residual stream, the outline of the block, and what lies on the lane.

import { msg, str } from '@lit/localize';
import { circle, path, type Rect, rect, type Shape, text } from './shapes.ts';

/** Between two of the sheets that stand for layers. */
const SHEET = { wide: 5, narrow: 3 };
const MOST_SHEETS = 8;
/** From this width on, parallel halves stand side by side. */
const WIDE = 560;

/** Places that all of the drawing depends on. */
export interface Frame {
  readonly isNarrow: boolean;
  /** Middle and width of the lane. */
  readonly laneX: number;
  readonly laneWidth: number;
  /** Edges of the block's outline. */
  readonly left: number;
  readonly right: number;
  readonly sheets: number;
  /** How far the last sheet lies right of the block and below it. */
  readonly depth: number;
}

export function frameOf({ C, L }: { readonly C: number; readonly L: number }, width: number): Frame {
  const isNarrow = width < WIDE;
  const laneX = isNarrow ? 34 : 84;
  const sheets = Math.min(L, MOST_SHEETS) - 1;
  const depth = sheets * (isNarrow ? SHEET.narrow : SHEET.wide);
  return {
    ...{ isNarrow, laneX, sheets, depth },
    laneWidth: Math.max(10, 14 + 4 * Math.log2(C / 16)),
    left: laneX - (isNarrow ? 22 : 30),
    right: width - 2 - depth,
  };
}

/** The residual stream: strands of positive and negative numbers. */
export function lane({ laneX, laneWidth }: Frame, top: number, bottom: number): Shape[] {
  const strands = Array.from({ length: 7 }, (_, i) => {
    const x = laneX + ((i - 3) / 8) * laneWidth;
    return path(`strand-${i}`, `strand ${i % 2 ? 'negative' : 'positive'}`, `M${x} ${top}V${bottom}`);
  });
  const band = { x: laneX - laneWidth / 2, y: top, width: laneWidth, height: bottom - top };
  return [rect('lane', 'lane', band, 4), ...strands];
}

/** The outline of the block, and behind it a sheet for each further layer. */
export function outline({ sheets, depth }: Frame, { x, y, width, height }: Rect, L: number): Shape[] {
  const behind = Array.from({ length: sheets }, (_, i) => {
    const offset = (depth / sheets) * (sheets - i);
    return rect(`sheet-${sheets - i}`, 'sheet', { x: x + offset, y: y + offset, width, height }, 12);
  });
  const name = [{ text: L === 1 ? msg('1 block') : msg(str`${L} blocks`), look: 'strong' }];
  return [
    ...behind,
    rect('outline', 'outline', { x, y, width, height }, 12),
    text('layers', { x: x + width - 16, y: y + 4 }, name, 'end'),
  ];
}

/** ⊕ on the lane. */
export function sum(key: string, x: number, y: number): Shape[] {
  return [
    circle(`${key}-sum`, 'node', x, y, 9),
    path(`${key}-plus`, 'sign', `M${x - 5} ${y}h10M${x} ${y - 5}v10`),
  ];
}
