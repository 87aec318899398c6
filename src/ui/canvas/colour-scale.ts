// Colour scales from numbers to theme colours.
import { interpolateLab } from 'd3-interpolate';

/** Theme tokens for signed numbers. */
export const SIGNED_COLOURS = {
  negative: '--negative',
  zero: '--scale-zero',
  positive: '--positive',
} as const;

/** Maps a number to a CSS colour. */
export type ColourScale = (value: number) => string;

/** Fractions from 0 (`low`) to 1 (`high`), clamped; interpolated in CIELAB, which is perceptually uniform. */
export function sequentialScale(low: string, high: string): ColourScale {
  const interpolate = interpolateLab(low, high);
  return (fraction) => interpolate(Math.min(1, Math.max(0, fraction)));
}

/**
 * Signed numbers from -extent (`negative`) over 0 (`zero`) to +extent (`positive`). The scale is symmetric: a number and its
 * negation have the same intensity.
 */
export function divergingScale(
  negative: string,
  zero: string,
  positive: string,
  extent: number,
): ColourScale {
  const below = sequentialScale(zero, negative);
  const above = sequentialScale(zero, positive);
  return (value) => (value < 0 ? below(-value / extent) : above(extent > 0 ? value / extent : 0));
}

/** A lookup table of 256 RGBA pixels, over 0–1 by default. */
export function scalePixels(scale: ColourScale, from = 0, to = 1): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) pixels.set(parseRgb(scale(from + ((to - from) * i) / 255)), i * 4);
  return pixels;
}

/** One RGBA pixel a number, from a table of `scalePixels`; numbers outside `from`–`to` are clamped. */
export function toPixels(
  values: ArrayLike<number>,
  steps: Uint8ClampedArray,
  from = 0,
  to = 1,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const fraction = to > from ? (values[i] - from) / (to - from) : 0.5;
    const step = Math.round(255 * Math.min(1, Math.max(0, fraction)));
    for (let channel = 0; channel < 4; channel++) pixels[i * 4 + channel] = steps[step * 4 + channel];
  }
  return pixels;
}

const signedStepsCache = new WeakMap<object, Uint8ClampedArray>();

/** Signed numbers as RGBA pixels, from -extent to extent. The lookup table is cached by theme. */
export function signedPixels(
  values: ArrayLike<number>,
  extent: number,
  colours: Record<keyof typeof SIGNED_COLOURS, string>,
): Uint8ClampedArray<ArrayBuffer> {
  const { negative, zero, positive } = colours;
  const steps =
    signedStepsCache.get(colours) ?? scalePixels(divergingScale(negative, zero, positive, 1), -1, 1);
  signedStepsCache.set(colours, steps);
  return toPixels(values, steps, -extent, extent);
}

/** Parses `rgb(…)` or `rgba(…)`, as browsers and d3 serialize colours; channels and opacity from 0 to 255. */
export function parseRgb(colour: string): [red: number, green: number, blue: number, opacity: number] {
  const [red, green, blue, opacity = 1] = colour.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0];
  return [red, green, blue, opacity * 255];
}
