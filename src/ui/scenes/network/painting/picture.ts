// What one frame is drawn from, and how far the forward front has come.

import type { Point } from '../../../stage/geometry.ts';
import { clamp, smoothstep } from '../../../stage/geometry.ts';
import { type Detail, MLP_STEPS, type Shot, type Spotlight } from '../camera/shot.ts';
import type { HeadNames } from '../scene/head-scene.ts';
import type { Item, Subject } from '../scene/items.ts';
import { zoneIndex } from '../scene/network-shape.ts';
import type { Projection } from '../scene/projection.ts';
import type { NetworkValues, Ranges } from '../values/network-values.ts';
import type { Bitmaps } from './bitmaps.ts';
import type { Brush } from './brush.ts';

export interface Picture {
  readonly brush: Brush;
  readonly bitmaps: Bitmaps;
  /** Of weights: these keep their colours where data are grey. */
  readonly weightBitmaps: Bitmaps;
  readonly view: Projection;
  readonly values: NetworkValues;
  readonly ranges: Ranges;
  readonly items: readonly Item[];
  /** Labels of the tokens. */
  readonly labels: readonly string[];
  readonly vocabulary: readonly string[];
  readonly shot: Shot;
  /** The selected token. */
  readonly token: number;
  /** The head that is drawn apart, or was until the camera left. */
  readonly head?: { readonly layer: number; readonly head: number; readonly names: HeadNames };
  /** How far the computations of the head and of the MLP are drawn, in steps. */
  readonly progress: Readonly<Record<Detail, number>>;
  readonly mlp?: { readonly layer: number; readonly token: number };
  readonly hover?: Subject;
  /** What the pointer carries, and where it would land. */
  readonly carried?: { readonly item: Item; readonly at: Point; readonly landing?: Item };
  /** How far a patch has run down the network, 0 to 1. */
  readonly flow: number;
  /** Depth of the forward front in zones; infinite where all is computed. */
  readonly front: number;
  /** Depth of the backward front in zones: what lies above has no gradient yet. */
  readonly back: number;
  /** The only lane that the front runs down; all of them if absent. */
  readonly frontToken?: number;
  /** Opacity of the values under an overlay that draws over them. */
  readonly valuesAlpha: number;
  /** How fast the camera moves, 0 to 1: what is faint would cost its frames. */
  readonly haste: number;
  /** How far the bars have grown from the previous prediction, 0 to 1. */
  readonly growth: number;
  /** The values that training has moved from, and how far their pulse has faded, 0 to 1. */
  readonly pulse?: { readonly from: NetworkValues; readonly faded: number };
  /** What stays bright, and how far the rest is dimmed, 0 to 1. */
  readonly veil?: { readonly spotlight: Spotlight; readonly drawn: number };
  /** How far the last token has dropped from its bar to its column, 0 to 1. */
  readonly drop: number;
}

/** How far something is computed that begins at a depth and takes `span` zones, 0 to 1. */
export function revealed({ front, frontToken }: Picture, token: number, depth: number, span = 0.25): number {
  if (frontToken !== undefined && token !== frontToken) return 1;
  return clamp((front - depth) / span);
}

/** How far a vector of the stream is drawn while an MLP above it is drawn step by step, 0 to 1: it is the sum. */
export function summed({ view, mlp, progress }: Picture, zone: number): number {
  const isBelow = mlp && zone > zoneIndex(view.shape, 'mlp', mlp.layer);
  return isBelow && view.dive >= 0.5 ? clamp(progress.mlp - MLP_STEPS.length + 1) : 1;
}

export const tokenCount = ({ values }: Picture): number => values.tokens.length;

/** Progress of one of `count` things that follow each other within a step. */
export const inTurn = (progress: number, index: number, count: number): number =>
  smoothstep(0, 1, progress * (1 + count / 3) - index / 3);

/** Opacity of what a head or an MLP that is switched off would compute. */
export const OFF = 0.25;

export const isHeadOff = ({ shot }: Picture, layer: number, head: number): boolean =>
  shot.ablated?.heads?.some((each) => each.layer === layer && each.head === head) ?? false;

export const isMlpOff = ({ shot }: Picture, layer: number): boolean =>
  shot.ablated?.mlps?.includes(layer) ?? false;
