// Points, rectangles, and numbers between numbers.

/** In CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** In CSS pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const mix = (a: number, b: number, t: number) => a + (b - a) * t;
export const clamp = (value: number, from = 0, to = 1) => Math.min(to, Math.max(from, value));

/** 0 below `from`, 1 above `to`, smooth in between. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}
