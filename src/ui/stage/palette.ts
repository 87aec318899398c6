// The theme's colours for the maps.

import { interpolateLab } from 'd3-interpolate';
import { memoize } from '../../shared/memoize.ts';
import {
  type ColourScale,
  divergingScale,
  parseRgb,
  scalePixels,
  sequentialScale,
} from '../canvas/colour-scale.ts';

/** Custom properties of the theme that the maps draw with. */
export const MAP_COLOURS = {
  background: '--bg',
  surface: '--surface',
  raised: '--raised',
  line: '--line',
  lineStrong: '--line-strong',
  text: '--text',
  muted: '--muted',
  faint: '--faint',
  query: '--query',
  key: '--key',
  value: '--value',
  positive: '--positive',
  negative: '--negative',
  positiveFill: '--positive-fill',
  negativeFill: '--negative-fill',
  data: '--data',
  zero: '--scale-zero',
  masked: '--masked',
  headFirst: '--head-first',
  headLast: '--head-last',
  gradient: '--gradient',
  highlight: '--highlight',
  bias: '--bias',
  pixelOff: '--pixel-off',
  pixelOn: '--pixel-on',
  pixelMuted: '--pixel-muted',
} as const;

export type MapColours = Readonly<Record<keyof typeof MAP_COLOURS, string>>;

export interface Palette extends MapColours {
  readonly isDark: boolean;
  /** RGBA pixels of −1 to 1: negative, zero, positive; the strongest are brightest. */
  readonly signed: Uint8ClampedArray;
  /** Of gradients, −1 to 1: their sizes. */
  readonly magnitudes: Uint8ClampedArray;
  /** Of neurons' activations, −1 to 1. */
  readonly neurons: Uint8ClampedArray;
  /** Colour of a signed number from −1 to 1. */
  readonly signedColour: ColourScale;
  /** Colour of a neuron of the digit network, from an activation of 0 to 1. */
  readonly neuron: ColourScale;
  /** Colour of a head. */
  head(head: number, heads: number): string;
}

/** The same colour, wholly transparent: the end of a gradient. */
export const transparent = (colour: string): string => colour.replace('rgb(', 'rgba(').replace(')', ', 0)');

/** Lifts small numbers, so that a vector shows its texture. */
const LIFT = 0.62;

/** The same palette without signs: numbers are grey, large ones bright. */
export const greyPalette = memoize(
  ({ data, ...palette }: Palette): Palette =>
    createPalette({
      ...{ ...palette, data },
      ...{ positive: data, negative: data, positiveFill: data, negativeFill: data },
    }),
);

export function createPalette(colours: MapColours): Palette {
  const { background, zero, text, headFirst, headLast } = colours;
  const { positiveFill: positive, negativeFill: negative } = colours;
  const [red, green, blue] = parseRgb(background);
  const isDark = red + green + blue < 384;
  const brightest = interpolateLab(positive, text);
  const darkest = interpolateLab(negative, text);
  const flat = divergingScale(negative, zero, positive, 1);
  const signedColour: ColourScale = (value) => {
    const lifted = Math.sign(value) * Math.abs(value) ** LIFT;
    const excess = 2.2 * Math.max(0, Math.abs(value) - 0.8);
    if (excess > 0) return value > 0 ? brightest(excess) : darkest(excess);
    return flat(lifted / 0.8 ** LIFT);
  };
  const off = interpolateLab(background, colours.raised)(isDark ? 0.45 : 0.9);
  const [on, hot, below] = [
    interpolateLab(off, positive),
    interpolateLab(positive, text),
    interpolateLab(off, negative),
  ];
  const neuronColour: ColourScale = (value) => {
    if (value < 0) return below(Math.min(1, -value) ** 1.4);
    return value < 0.75 ? on((value / 0.75) ** 0.8) : hot((value - 0.75) * 2.4);
  };
  const dim = isDark ? interpolateLab(background, colours.raised)(0.6) : colours.pixelOff;
  const shade = interpolateLab(headFirst, headLast);
  const steep = interpolateLab(zero, colours.gradient);
  return {
    ...colours,
    isDark,
    signedColour,
    neuron: sequentialScale(dim, colours.pixelOn),
    signed: scalePixels(signedColour, -1, 1),
    neurons: scalePixels(neuronColour, -1, 1),
    magnitudes: scalePixels((value) => steep(Math.abs(value) ** LIFT), -1, 1),
    head: (head, heads) => shade(heads > 1 ? head / (heads - 1) : 0),
  };
}
