// How lines between neurons look, on a canvas and in a diagram: level at both ends, more opaque the larger their number.

/** A cubic Bézier curve between two neurons, x0, y0, then six numbers. */
export function neuronLine(x0: number, y0: number, x1: number, y1: number) {
  const bend = 0.45 * (x1 - x0);
  return [x0, y0, x0 + bend, y0, x1 - bend, y1, x1, y1] as const;
}

/** Of a number's share of the largest, 0 to 1: small ones stay visible. */
export const lineStrength = (share: number): number => share ** 0.8;

export const lineOpacity = (strength: number): number => 0.08 + 0.82 * strength;
