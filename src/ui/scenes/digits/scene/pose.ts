// The camera: the poses of shots.

import { type CameraPose, type Projection, projection } from '../../../stage/camera.ts';
import { clamp, mix } from '../../../stage/geometry.ts';
import type { NeuronIndex } from '../../../types/digits.ts';
import { type DigitShot, openNeuron } from '../shot.ts';
import { type Layout, neuronY } from './layout.ts';

export interface Pose extends CameraPose {
  /** How far one neuron is opened, 0 to 1. */
  readonly opened: number;
}

/** Room for the terms of the cost beside their targets, in world units. */
export const FORMULA = 104;

/** Below this scale the whole network is shown, with what is beside its outputs. */
const LEAST_ZOOM = 1.3;

/** Width of a pixel with its number, in CSS pixels: at least what two decimals need. */
const CELL = { least: 24, most: 46 };
/** Pixels side by side: a digit is centred in the image and 20 pixels high, with a margin. */
const DIGIT_PIXELS = 23;

export function poseOf(shot: DigitShot, layout: Layout): Pose {
  const { width, height, pad } = layout;
  const opened = openNeuron(shot);
  if (opened) return { ...neuronPose(opened, layout), opened: 1 };
  if (shot.at === 'pixels') {
    const cell = clamp(Math.min(width, height) / DIGIT_PIXELS, CELL.least, CELL.most);
    // The chapter's first image lies a little low.
    return {
      x: pad.x + pad.width / 2,
      y: pad.y + 0.54 * pad.height,
      scale: (28 * cell) / pad.width,
      opened: 0,
    };
  }
  if (shot.at === 'outputs') return outputsPose(shot, layout);
  return { x: width / 2, y: height / 2, scale: 1, opened: 0 };
}

/** The last two layers, and what is written beside the outputs. */
function outputsPose(shot: DigitShot, layout: Layout): Pose {
  const { width, height, textScale, isNarrow, columns, outputs, middle } = layout;
  const before = columns[Math.max(0, columns.length - 2)];
  const hasTerms = shot.overlay !== undefined && shot.overlay !== 'activations' && shot.overlay !== 'weights';
  const from = before.x - (isNarrow ? 40 : 90);
  const to = hasTerms ? outputs.term + (isNarrow ? 24 : 76 + FORMULA) : width;
  const last = columns[columns.length - 1];
  const tallest = Math.max(last.pitch * (last.shown + 1), before.pitch * before.shown);
  // Headings stay above, and the total below.
  const [top, bottom] = (isNarrow ? [30, 10] : [46, 12]).map((space) => space * textScale);
  const scale = Math.min(width / (to - from), (height - top - bottom) / tallest, 2);
  const end = Math.max(width, to);
  // A little nearer is not worth half of the pad.
  if (scale < LEAST_ZOOM) return { x: end / 2, y: height / 2, scale: width / end, opened: 0 };
  const y = middle + (height / 2 - (top + (height - top - bottom) / 2)) / scale;
  // No room stays empty beside a network that is limited by its height.
  const half = width / 2 / scale;
  return { x: Math.min((from + to) / 2, Math.max(half, end - half)), y, scale, opened: 0 };
}

/** Neuron and what it is computed from stay in place; what it computes stands where other layers were. */
function neuronPose({ layer, neuron }: NeuronIndex, layout: Layout): Omit<Pose, 'opened'> {
  const { width, height, middle } = layout;
  const y = mix(height / 2, neuronY(layout, layer, neuron) + height / 2 - middle, 0.06);
  return { x: width / 2, y, scale: 1 };
}

/** Least and most CSS pixels per world unit. */
export const SCALES = [0.7, 8] as const;

export function pan(pose: Pose, { width, height }: Layout, dx: number, dy: number): Pose {
  return {
    ...pose,
    x: clamp(pose.x - dx / pose.scale, 0, width),
    y: clamp(pose.y - dy / pose.scale, 0, height),
  };
}

/** A layout as one pose shows it. */
export interface View extends Projection {
  readonly layout: Layout;
  readonly pose: Pose;
}

export const viewOf = (layout: Layout, pose: Pose): View => ({
  ...{ layout, pose },
  ...projection(layout, pose),
});
