// A pose: the camera over a world whose zones unfold. Each target has one; a free pose comes from panning and zooming.

import { clamp } from '../../../stage/geometry.ts';
import { DIGIT_FLATNESS, depthAtY, type Frame, laneCentre, stackTops, yAtDepth } from '../scene/frame.ts';
import { type NetworkShape, patchGrid, zoneIndex } from '../scene/network-shape.ts';
import type { Target } from './shot.ts';

export interface Pose {
  /** World x of the middle of the canvas right of the rail. */
  readonly x: number;
  /** Depth of the middle of the canvas, in zones: it stays in place while zones unfold. */
  readonly depth: number;
  /** World units across the canvas right of the rail. */
  readonly width: number;
  /** Height of each zone in world units. */
  readonly heights: readonly number[];
  /** How far the curves of one head are drawn apart into its computation, 0 to 1. */
  readonly head: number;
  /** How far a patch is spread into cells with digits, 0 to 1. */
  readonly digits: number;
}

/** Width of a vector beside the neurons of an MLP, in CSS pixels. */
const mlpVector = ({ isNarrow }: Frame) => (isNarrow ? 56 : 96);
/** Narrowest and widest cell with digits, and both margins beside a row of them, in CSS pixels. */
const DIGIT_CELL = { least: 34, most: 70, margins: 24 };
/** Height, below the row of tokens, that the table of the unembedding needs, in CSS pixels. */
const LEAST_TABLE = 180;
/** Between the row of tokens and what fills the canvas below it, in CSS pixels. */
const MARGIN = 8;

export function poseOf(target: Target, shape: NetworkShape, frame: Frame): Pose {
  switch (target.at) {
    case 'network':
      return overview(frame);
    case 'embedding':
      return unfolded(frame, zoneIndex(shape, 'embedding'), 30);
    case 'unembedding':
      if (frame.height - frame.header < LEAST_TABLE) return foot(frame);
      return unfolded(frame, zoneIndex(shape, 'unembedding'), 30);
    case 'block':
      return unfolded(frame, zoneIndex(shape, 'attention', target.layer), 64);
    case 'head':
      return headPose(frame, zoneIndex(shape, 'attention', target.layer));
    case 'mlp':
      return shape.M > 0 ? mlpPose(shape, frame, target) : overview(frame);
    case 'vector':
      return vectorPose(shape, frame, target);
  }
}

const canvasWidth = ({ width, rail }: Frame) => width - rail;

function overview(frame: Frame): Pose {
  const { heights, height } = frame;
  const worldHeight = stackTops(heights).at(-1) as number;
  const k = Math.min(1, height / worldHeight);
  const width = canvasWidth(frame) / k;
  const tops = stackTops(heights);
  const depth = depthAtY(tops, worldHeight > height ? worldHeight / 2 : height / 2);
  return { x: middleX(frame, width), depth, width, heights, head: 0, digits: 0 };
}

/** Of a canvas that shows `width` world units: the end of a prompt that is wider, where the prediction is. */
const middleX = ({ left, pitch, tokens, gutter }: Frame, width: number): number =>
  Math.max(width / 2, left + pitch * tokens + gutter - width / 2);

/** The end of the stream and the prediction, on a canvas too low for the table of the unembedding. */
function foot(frame: Frame): Pose {
  const tops = stackTops(frame.heights);
  const depth = depthAtY(tops, (tops.at(-1) as number) - frame.height / 2);
  const width = canvasWidth(frame);
  return { ...overview(frame), x: middleX(frame, width), depth, width };
}

/** A zone fills the canvas below the row of tokens, with `rest` pixels of the next one, at a scale of `k`. */
function unfolded(frame: Frame, zone: number, rest: number, k = 1): Pose {
  const heights = [...frame.heights];
  heights[zone] = Math.max(frame.heights[zone], (frame.height - frame.header - MARGIN - rest) / k);
  const tops = stackTops(heights);
  const depth = depthAtY(tops, tops[zone] + (frame.height / 2 - frame.header - MARGIN) / k);
  const width = canvasWidth(frame) / k;
  return { x: middleX(frame, width), depth, width, heights, head: 0, digits: 0 };
}

/** Beside the vectors, and the largest scale at which lanes still are lanes. */
const [HEAD_MARGINS, HEAD_SCALE] = [12, 1.7];

/** Lanes fill the canvas: the grids of the other heads lie beside it. */
function headPose(frame: Frame, zone: number): Pose {
  const across = canvasWidth(frame);
  // The first vector is wider than its lane, the last query than its gap.
  const start = frame.left - 0.22 * frame.pitch;
  const end = frame.left + frame.pitch * (frame.tokens + 0.1);
  const room = end - start + HEAD_MARGINS;
  const width = clamp(room, across / HEAD_SCALE, 1.05 * across);
  const x = frame.pitch * frame.tokens > across ? middleX(frame, across) : (start + end) / 2;
  return { ...unfolded(frame, zone, 30, across / width), x, width, head: 1 };
}

/** The camera dives into the gap right of one lane. */
function mlpPose(
  shape: NetworkShape,
  frame: Frame,
  { layer, token }: { layer: number; token: number },
): Pose {
  const vector = mlpVector(frame);
  const k = (canvasWidth(frame) - vector) / frame.gap;
  const zone = zoneIndex(shape, 'mlp', layer);
  const heights = [...frame.heights];
  heights[zone] = (frame.height - frame.header - (frame.isNarrow ? 44 : 70)) / k;
  const tops = stackTops(heights);
  const depth = depthAtY(tops, tops[zone] + (frame.height / 2 - frame.header - MARGIN) / k);
  const width = canvasWidth(frame) / k;
  const x = laneCentre(frame, token) + frame.lane / 2 + (canvasWidth(frame) / 2 - vector) / k;
  return { x, depth, width, heights, head: 0, digits: 0 };
}

function vectorPose(
  shape: NetworkShape,
  frame: Frame,
  { stage, token }: { stage: number; token: number },
): Pose {
  const { columns, rows } = patchGrid(shape.C);
  const { least, most, margins } = DIGIT_CELL;
  const room = Math.min(
    (canvasWidth(frame) - margins) / columns,
    (frame.height - frame.header - 60) / rows / DIGIT_FLATNESS,
  );
  const cell = Math.min(most, Math.max(least, room));
  const k = (columns * cell) / frame.lane;
  const { zone } = shape.stages[stage];
  const { heights } = frame;
  const tops = stackTops(heights);
  const top = Math.max(frame.header + 34, (frame.height - rows * cell * DIGIT_FLATNESS) / 2);
  const depth = depthAtY(tops, tops[zone] + (frame.height / 2 - top) / k);
  const width = canvasWidth(frame) / k;
  // A vector that is wider than the canvas is shown from its first number on.
  const x = laneCentre(frame, token) - Math.max(0, (columns * cell + margins) / k - width) / 2;
  return { x, depth, width, heights, head: 0, digits: 1 };
}

/** A pose after dragging by CSS pixels. */
export function pan(pose: Pose, frame: Frame, dx: number, dy: number): Pose {
  const k = canvasWidth(frame) / pose.width;
  const tops = stackTops(pose.heights);
  const y = yAtDepth(tops, pose.depth) - dy / k;
  const end = tops.at(-1) as number;
  const x = Math.min(frame.left + frame.pitch * frame.tokens + frame.gutter, Math.max(0, pose.x - dx / k));
  return { ...pose, x, depth: depthAtY(tops, Math.min(end, Math.max(0, y))) };
}

const MAX_SCALE = 60;

/** A pose scaled by `factor` about a point of the canvas. */
export function zoomAbout(pose: Pose, frame: Frame, factor: number, at: { x: number; y: number }): Pose {
  const across = canvasWidth(frame);
  const smallest = Math.min(0.6, frame.height / (stackTops(frame.heights).at(-1) as number));
  const k = across / pose.width;
  const scaled = Math.min(MAX_SCALE, Math.max(smallest, k * factor));
  const tops = stackTops(pose.heights);
  const worldX = pose.x + (at.x - frame.rail - across / 2) / k;
  const worldY = yAtDepth(tops, pose.depth) + (at.y - frame.height / 2) / k;
  const x = worldX - (at.x - frame.rail - across / 2) / scaled;
  const y = worldY - (at.y - frame.height / 2) / scaled;
  return { ...pose, x, depth: depthAtY(tops, y), width: across / scaled };
}
