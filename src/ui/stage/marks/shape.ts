// What a mark looks like, as plain data in CSS pixels: it can be drawn, written as SVG, and mixed with another of its kind.

import type { Rect } from '../geometry.ts';
import type { MapColours } from '../palette.ts';

/** A colour of the theme. */
export type Colour = keyof MapColours;

interface Look {
  readonly fill?: Colour;
  /** Of a line that is an area: a fill from the scale of signed numbers, −1 to 1. */
  readonly shade?: number;
  readonly stroke?: Colour;
  /** Of the stroke; 1.5 by default. */
  readonly lineWidth?: number;
  /** Opacity, 0 to 1; 1 by default. */
  readonly alpha?: number;
}

export interface Box extends Look, Rect {
  readonly kind: 'box';
  readonly radius?: number;
}

export interface Dot extends Look {
  readonly kind: 'dot';
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Straight from point to point: x0, y0, x1, y1 and so on. With a fill it is an area. */
export interface Line extends Look {
  readonly kind: 'line';
  readonly points: readonly number[];
  readonly isDashed?: boolean;
  /** Ends in an arrowhead. */
  readonly hasHead?: boolean;
}

export interface Text {
  readonly kind: 'text';
  readonly x: number;
  /** Of its middle. */
  readonly y: number;
  readonly text: string;
  readonly size?: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly isBold?: boolean;
  readonly isItalic?: boolean;
  /** In the face of the formulas. */
  readonly isMath?: boolean;
  readonly fill?: Colour;
  readonly alpha?: number;
  /** Longer text ends in an ellipsis. */
  readonly maxWidth?: number;
  /** The background's colour around its letters. */
  readonly hasHalo?: boolean;
}

/** Numbers as coloured cells, row by row: blue positive, red negative, or as grey pixels from 0 to 1. */
export interface Cells extends Rect {
  readonly kind: 'cells';
  readonly columns: number;
  readonly values: ArrayLike<number>;
  /** The number that has the full colour. */
  readonly most: number;
  readonly isGrey?: boolean;
  readonly alpha?: number;
  /** Instead of blue and red: the larger a number, the more opaque its cell. */
  readonly fill?: Colour;
  /** Of a frame around all of them. */
  readonly stroke?: Colour;
  /** Of the corners of the whole. */
  readonly radius?: number;
}

export type Shape = Box | Dot | Line | Text | Cells;

/** Smallest text that a scene may have, in CSS pixels. */
export const SMALLEST_TEXT = 12;

/** @param widthOf of a text in a size; an estimate without */
export function boundsOf(
  shape: Shape,
  widthOf = (text: string, size: number) => 0.55 * size * [...text].length,
): Rect {
  switch (shape.kind) {
    case 'box':
    case 'cells':
      return { x: shape.x, y: shape.y, width: shape.width, height: shape.height };
    case 'dot':
      return {
        ...{ x: shape.x - shape.radius, y: shape.y - shape.radius },
        ...{ width: 2 * shape.radius, height: 2 * shape.radius },
      };
    case 'line': {
      const xs = shape.points.filter((_, i) => i % 2 === 0);
      const ys = shape.points.filter((_, i) => i % 2 === 1);
      const [x, y] = [Math.min(...xs), Math.min(...ys)];
      return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
    }
    case 'text': {
      const { text, size = 14, align = 'left', maxWidth = Number.POSITIVE_INFINITY } = shape;
      const width = Math.min(maxWidth, widthOf(text, size));
      const x = shape.x - { left: 0, center: width / 2, right: width }[align];
      return { x, y: shape.y - 0.6 * size, width, height: 1.2 * size };
    }
  }
}

/** Between two shapes of one kind: numbers are mixed, all else is that of the second. */
export function mixShapes<TShape extends Shape>(from: TShape, to: TShape, t: number): TShape {
  const entries = Object.entries(to).map(([name, end]) => [name, mixed(from[name as keyof TShape], end, t)]);
  return Object.fromEntries(entries) as TShape;
}

function mixed(from: unknown, to: unknown, t: number): unknown {
  if (typeof from === 'number' && typeof to === 'number') return from + (to - from) * t;
  const isPoints = Array.isArray(from) && Array.isArray(to) && from.length === to.length;
  return isPoints ? to.map((end, i) => mixed(from[i], end, t)) : to;
}
