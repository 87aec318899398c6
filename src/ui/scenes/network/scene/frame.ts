// Where everything lies in the overview: lanes of tokens across, zones of depth down. One world unit is one CSS pixel there.

import type { NetworkShape } from './network-shape.ts';

/** Height of a cell with digits, in its width. */
export const DIGIT_FLATNESS = 0.65;

/** The canvas, in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  /** Ratio of the visitor's font size to the default; 1 if left out. */
  readonly textScale?: number;
  /** Without axis and grids of heads: the prediction is large, right of the lanes. */
  readonly isPlain?: boolean;
}

export interface Frame extends Required<Viewport> {
  /** No room for labels beside the lanes. */
  readonly isNarrow: boolean;
  /** Whether the axis at the left has names, or letters and numbers. */
  readonly hasWords: boolean;
  /** Width of the axis at the left, in CSS pixels. */
  readonly rail: number;
  /** Width of the pictures right of the lanes: one grid a head. */
  readonly gutter: number;
  /** From the left edge of the world to that of the first lane. */
  readonly left: number;
  /** From lane to lane: the lane with the stream, then the gap with what computes. */
  readonly pitch: number;
  readonly lane: number;
  readonly gap: number;
  readonly tokens: number;
  /** Labels of tokens stand upright, because lanes are narrow. */
  readonly isUpright: boolean;
  /** Height of the row of tokens at the top of the canvas, in CSS pixels. */
  readonly header: number;
  /** Width to height of a field of neurons, folded. */
  readonly neuronAspect: number;
  /** Bars of the prediction that have room. */
  readonly bars: number;
  /** Height of each zone, folded. */
  readonly heights: readonly number[];
}

const NARROW = 640;
/** The axis has names of its stops. */
const WITH_WORDS = 900;
/** An upright label needs its line height. */
const MIN_PITCH = 16;
const MAX_PITCH = 250;
/** Narrower lanes have upright labels. */
const LEVEL_LABEL = 44;
const MAX_LANE = 64;
/** A lower canvas has shorter ends, so that its blocks keep their height. */
const LOW = 620;
/** The same where there are no labels beside the lanes: a phone below a video. */
const LOW_NARROW = 320;
/** Tokens with a bar, at most. */
export const BARS = 5;
/** Height of a folded block: all of them fit, up to 48. */
const [MIN_BLOCK, MAX_BLOCK] = [8, 230];
/** Share of an attention's zone in its block. */
const ATTENTION_SHARE = 0.585;

/** @param tokens whole, or in between while a column is added */
export function layoutFrame(shape: NetworkShape, viewport: Viewport, tokens: number): Frame {
  const { width, height, textScale = 1, isPlain = false } = viewport;
  const isNarrow = width < NARROW * textScale;
  const hasWords = width >= WITH_WORDS * textScale;
  const rail = isPlain ? 0 : hasWords ? 124 * textScale : Math.max(44, 24 * textScale);
  const gutter = isPlain ? largePrediction(width, textScale) : gridsWidth(shape, width - rail, isNarrow);
  const room = width - rail - gutter - (isNarrow ? 10 : 28);
  const pitch = Math.min(MAX_PITCH, Math.max(MIN_PITCH, room / Math.max(1, tokens)));
  const lane = Math.min(MAX_LANE, pitch * (isNarrow ? 0.57 : 0.44));
  const left = (isNarrow ? 10 : 28) + Math.max(0, (room - pitch * tokens) / 2);
  const isUpright = pitch < LEVEL_LABEL * textScale;
  const isLow = height < (isNarrow ? LOW_NARROW : LOW) * textScale;
  const header = textScale * (isUpright ? (isNarrow && isLow ? 68 : 84) : isNarrow ? 30 : 38);
  const gap = pitch - lane;
  const bars = isPlain || (isLow && !isNarrow) ? BARS - 1 : isLow ? 3 : BARS;
  const below = isPlain ? 0 : bars;
  const heights = zoneHeights(shape, { height, header, isNarrow, isLow, isUpright, textScale, bars: below });
  return {
    textScale,
    ...{
      width,
      height,
      isNarrow,
      isPlain,
      hasWords,
      rail,
      gutter,
      left,
      pitch,
      lane,
      gap,
      tokens,
      isUpright,
      header,
    },
    ...{ heights, bars, neuronAspect: (0.92 * gap) / Math.max(4, heights[heights.length - 3] - 22) },
  };
}

const largePrediction = (width: number, textScale: number): number =>
  Math.max(118 * textScale, Math.min(330 * textScale, 0.27 * width));

const gridsWidth = ({ H }: NetworkShape, across: number, isNarrow: boolean): number =>
  isNarrow ? 8 : Math.min(0.24 * across, Math.max(176, 24 * H));

function zoneHeights(
  shape: NetworkShape,
  {
    height,
    header,
    isNarrow,
    isLow,
    isUpright,
    textScale,
    bars,
  }: Pick<Frame, 'height' | 'header' | 'isNarrow' | 'isUpright' | 'textScale' | 'bars'> & { isLow: boolean },
): number[] {
  const [embedding, unembedding] = isNarrow ? (isLow ? [34, 18] : [44, 22]) : isLow ? [46, 26] : [56, 28];
  const row = isNarrow ? (isUpright ? 14 : 36) : 17;
  const prediction = textScale * (bars === 0 ? 6 : row + (isNarrow ? 17 : 19) * bars);
  const room = height - header - embedding - unembedding - prediction;
  const block = Math.max(MIN_BLOCK, Math.min(MAX_BLOCK, room / shape.L));
  const attention = shape.M > 0 ? block * ATTENTION_SHARE : block;
  const ofKind = { tokens: header, embedding, attention, mlp: block - attention, unembedding, prediction };
  return shape.zones.map(({ kind }) => ofKind[kind]);
}

/** World x of the middle of a lane. */
export const laneCentre = ({ left, lane, pitch }: Frame, token: number) => left + lane / 2 + token * pitch;

/** The tops of zones of these heights; one more than zones. */
export function stackTops(heights: readonly number[]): number[] {
  const tops = [0];
  for (const height of heights) tops.push((tops.at(-1) as number) + height);
  return tops;
}

/** World y at a depth: 2.25 is a quarter of the way into the third zone. */
export function yAtDepth(tops: readonly number[], depth: number): number {
  const zone = Math.min(tops.length - 2, Math.max(0, Math.floor(depth)));
  return tops[zone] + (depth - zone) * (tops[zone + 1] - tops[zone]);
}

/** The inverse of `yAtDepth`. */
export function depthAtY(tops: readonly number[], y: number): number {
  const next = tops.findIndex((top, i) => i > 0 && y < top);
  const zone = next < 0 ? tops.length - 2 : next - 1;
  return zone + (y - tops[zone]) / (tops[zone + 1] - tops[zone]);
}
