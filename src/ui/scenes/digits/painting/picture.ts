// What one frame is drawn from.

import type { Brush } from '../../../stage/brush.ts';
import { clamp } from '../../../stage/geometry.ts';
import type { NeuronIndex } from '../../../types/digits.ts';
import type { DigitMotion } from '../motion.ts';
import type { Item, Subject } from '../scene/items.ts';
import type { View } from '../scene/pose.ts';
import type { DigitShot } from '../shot.ts';
import type { DigitMapValues } from '../values.ts';
import type { Bitmaps } from './bitmaps.ts';
import type { LineCache } from './line-cache.ts';

export interface Picture {
  readonly brush: Brush;
  readonly bitmaps: Bitmaps;
  readonly lines: LineCache;
  readonly view: View;
  readonly values: DigitMapValues;
  readonly items: readonly Item[];
  readonly shot: DigitShot;
  readonly motion: DigitMotion;
  readonly hover?: Subject;
  /** Images to pick, one a digit, and the picked one. */
  readonly samples: readonly Float32Array[];
  readonly picked?: number;
  /** The strokes of a drawing that is not an image yet. */
  readonly strokes?: HTMLCanvasElement;
  /** What the caption under the pad says. */
  readonly caption: string;
}

/** The neuron whose lines are bright: selected, else pointed at. */
export function brightNeuron({ shot, hover }: Picture): NeuronIndex | undefined {
  if (shot.neuron) return shot.neuron;
  return hover?.kind === 'neuron' ? hover : undefined;
}

/** How far a layer is lit by the forward front, 0 to 1. */
export const litness = ({ motion }: Picture, layer: number): number =>
  clamp((motion.front - layer + 0.12) / 0.2);

/** How far the backward front has passed a layer, 0 to 1. */
export const passed = ({ motion }: Picture, layer: number): number =>
  clamp((layer + 0.1 - motion.back) / 0.25);

/** Whether lines and arrows show how the network should change. */
export const isBackward = ({ shot, motion }: Picture): boolean =>
  shot.overlay === 'nudges' || shot.overlay === 'requests' || Number.isFinite(motion.back);

/** Whether the outputs show targets and terms of the cost. */
export const showsCost = (picture: Picture): boolean =>
  picture.values.cost !== undefined && (picture.shot.overlay === 'cost' || isBackward(picture));

/** Canvas x of a depth in layers: 0 the pixels, then the layers, then what follows the outputs. */
export function depthX({ view: { layout, toX } }: Picture, depth: number): number {
  const { strip, columns } = layout;
  const xs = [strip.x + strip.width, ...columns.map(({ x }) => x)];
  const last = xs.length - 1;
  if (depth >= last) return toX(xs[last] + (depth - last) * 190);
  const at = Math.max(0, Math.floor(depth));
  return toX(xs[at] + (depth - at) * (xs[at + 1] - xs[at]));
}
