// Symbols of formulas on the canvas, in the face of the formulas.

import type { Quantity } from '../../../../workers/rpc/api/lab-api.ts';
import type { Brush } from '../../../stage/brush.ts';
import { indicesOf, type Shape } from '../symbols.ts';

export interface MathBrush {
  readonly brush: Brush;
  /** The families of `--font-math`. */
  readonly mathFont: string;
}

interface SymbolOptions {
  readonly size: number;
  readonly colour: string;
  readonly alpha?: number;
  readonly align?: 'left' | 'center';
  readonly hasHalo?: boolean;
  /** `∂` before the letter. */
  readonly isPartial?: boolean;
  /** Letters instead of numbers of neurons. */
  readonly letters?: string;
}

/** Mathematical italics: `a` → 𝑎. */
const italic = (text: string): string =>
  text
    .replace(/[a-z]/g, (letter) => String.fromCodePoint(0x1d44e + letter.charCodeAt(0) - 0x61))
    .replace(/[A-Z]/g, (letter) => String.fromCodePoint(0x1d434 + letter.charCodeAt(0) - 0x41))
    .replace('∂', '\u{1d715}');

/** Smallest index, in CSS pixels. */
const SMALLEST = 12;

/** @returns the width */
export function paintSymbol(
  { brush, mathFont }: MathBrush,
  quantity: Quantity,
  shape: Shape,
  x: number,
  y: number,
  options: SymbolOptions,
): number {
  const { size, colour, alpha = 1, align = 'center', hasHalo, isPartial, letters } = options;
  const { context, palette } = brush;
  const { superscript, subscript } = indicesOf(quantity, shape);
  const small = Math.max(SMALLEST, size * 0.66);
  const [letter, above, below] = [
    italic(`${isPartial ? '∂' : ''}${quantity.kind}`),
    italic(superscript),
    italic(letters ?? subscript),
  ];
  const measure = (text: string, at: number) => {
    context.font = `${at}px ${mathFont}`;
    return text === '' ? 0 : context.measureText(text).width;
  };
  const own = measure(letter, size);
  const width = own + Math.max(measure(above, small), measure(below, small));
  const left = align === 'center' ? x - width / 2 : x;
  context.save();
  context.globalAlpha = alpha;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = palette.background;
  context.fillStyle = colour;
  const write = (text: string, at: number, dx: number, dy: number) => {
    if (text === '') return;
    context.font = `${at}px ${mathFont}`;
    if (hasHalo) context.strokeText(text, left + dx, y + dy);
    context.fillText(text, left + dx, y + dy);
  };
  write(letter, size, 0, size * 0.3);
  write(above, small, own, -size * 0.1);
  write(below, small, own, size * 0.52);
  context.restore();
  return width;
}

/** ∂ of / ∂ by, with the line between; `y` is the line's. */
export function paintRatio(
  math: MathBrush,
  [of, by]: readonly [Quantity, Quantity],
  shape: Shape,
  x: number,
  y: number,
  { size, colours, alpha = 1 }: { size: number; colours: readonly [string, string]; alpha?: number },
): void {
  const gap = size * 0.74;
  const above = paintSymbol(math, of, shape, x, y - gap, {
    size,
    colour: colours[0],
    alpha,
    isPartial: true,
  });
  const below = paintSymbol(math, by, shape, x, y + gap, {
    size,
    colour: colours[1],
    alpha,
    isPartial: true,
  });
  const half = Math.max(above, below) / 2 + 2;
  math.brush.line(x - half, y, x + half, y, math.brush.palette.text, 1.1, alpha);
}
