// Columns of tokens on the canvas, and the rows of one MLP in them.

import type { Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

const ROWS = ['input', 'neurons', 'output', 'sum'] as const;
export type Row = (typeof ROWS)[number];

export interface Column {
  /** The position of its token. */
  readonly at: number;
  readonly frame: Rect;
  /** On a low canvas the sum has no height. */
  readonly rows: Readonly<Record<Row, Rect>>;
}

export interface Page {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  /** Width of the names of the rows; 0 where there is no room for them. */
  readonly gutter: number;
  /** Those of the last tokens that have room. */
  readonly columns: readonly Column[];
}

/** Shares of the height: of vectors, of neurons, of what is between them, and of the place where the output is added. */
const SHARES = { vector: 0.12, neurons: 0.34, between: 0.1, plus: 0.07 };
/** CSS pixels, in letters. */
const [NARROWEST, WIDEST] = [3.6, 14];

export function pageOf({ width, height, textScale }: Viewport, tokens: number): Page {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 15;
  const em = size * textScale;
  const gutter = isNarrow ? 0 : 7 * em;
  const room = width - gutter - 0.6 * em;
  const count = Math.min(tokens, Math.max(1, Math.floor(room / (NARROWEST * em))));
  const step = Math.min(WIDEST * em, room / count);
  const left = gutter + (room - step * count) / 2 + 0.3 * em;
  const isLow = height < 26 * em;
  const columns = Array.from({ length: count }, (_, i): Column => {
    const frame = { x: left + i * step + 2, y: 2, width: step - 4, height: height - 4 };
    return { at: tokens - count + i, frame, rows: rowsOf(frame, em, isLow) };
  });
  return { size, em, isNarrow, gutter, columns };
}

function rowsOf({ x, y, width, height }: Rect, em: number, isLow: boolean): Column['rows'] {
  const room = height - 4.2 * em;
  const { vector, neurons, between, plus } = SHARES;
  const unit = room / (2 * vector + neurons + 2 * between + (isLow ? 0 : plus + vector));
  const edge = { field: Math.min(0.9 * em, 0.1 * width), vector: Math.min(1.9 * em, 0.22 * width) };
  const rect = (top: number, high: number, side: number): Rect => ({
    ...{ x: x + side, y: y + 2.1 * em + unit * top, width: width - 2 * side, height: unit * high },
  });
  const output = vector + 2 * between + neurons;
  return {
    input: rect(0, vector, edge.vector),
    neurons: rect(vector + between, neurons, edge.field),
    output: rect(output, vector, edge.vector),
    sum: rect(output + vector + plus, isLow ? 0 : vector, edge.vector),
  };
}
