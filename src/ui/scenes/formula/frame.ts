// Where the parts of the formula's picture are: the formula above, a column for each query, a row for each key with its value.

import { clamp, type Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface Frame {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  /** Of the letters of the formula, before the visitor's scale, and its middle. */
  readonly letter: number;
  readonly formula: { readonly x: number; readonly y: number };
  /** Of the sentence under it. */
  readonly meaning: number;
  /** The tokens that have room. */
  readonly from: number;
  readonly count: number;
  /** Heights of the words above the columns and of the outputs below them. */
  readonly words: number;
  readonly cell: { readonly width: number; readonly height: number };
  readonly isWide: boolean;
  query(i: number): Rect;
  key(i: number): Rect;
  value(i: number): Rect;
  output(i: number): Rect;
  /** Middle of a cell. */
  at(query: number, key: number): readonly [x: number, y: number];
}

/** @param query position that must have room, of T */
export function frameOf({ width, height, textScale }: Viewport, T: number, query: number): Frame {
  const isWide = width >= 620 * textScale;
  const size = isWide ? 15 : 12;
  const em = size * textScale;
  const letter = clamp(Math.min(width / 9.6, 0.076 * height) / textScale, 14, 44);
  const unit = letter * textScale;
  const isLow = height < 26 * em;
  const meaning = 2.75 * unit + 0.9 * em;
  const words = meaning + (isLow ? 1.3 : 1.9) * em;
  const side = Math.min(0.13 * width, 0.2 * (height - words), 7 * em);
  const patch = { width: side, height: side / 2 };
  const left = (isWide ? 6.2 : 5.6) * em + side;
  const right = side + 1.6 * em;
  const room = width - left - right;
  const below = height - 0.6 * em;
  const count = clamp(Math.floor(room / (isWide ? 4 : 4.1) / em), 1, T);
  const from = clamp(query - count + 1, 0, T - count);
  const top = words + 0.9 * em + patch.height + 0.5 * em;
  const cell = {
    width: room / count,
    height: (below - patch.height - 0.6 * em - top) / count,
  };
  const fitted = Math.min(1, (0.86 * cell.width) / patch.width);
  const across = { width: fitted * patch.width, height: fitted * patch.height };
  const tall = Math.min(1, (0.86 * cell.height) / patch.height);
  const down = { width: tall * patch.width, height: tall * patch.height };
  const x = (i: number) => left + (i + 0.5) * cell.width;
  const y = (i: number) => top + (i + 0.5) * cell.height;
  const centred = (x: number, y: number, { width, height }: Pick<Rect, 'width' | 'height'>): Rect => ({
    ...{ x: x - width / 2, y: y - height / 2, width, height },
  });
  return {
    ...{ size, em, letter, isWide, from, count, words, cell, meaning },
    formula: { x: width / 2, y: 1.4 * unit },
    query: (i) => centred(x(i), top - 0.5 * em - patch.height / 2, across),
    key: (i) => centred(left - 0.5 * em - side / 2, y(i), down),
    value: (i) => centred(width - 0.7 * em - side / 2, y(i), down),
    output: (i) => centred(x(i), below - patch.height / 2, across),
    at: (query, key) => [x(query), y(key)],
  };
}
