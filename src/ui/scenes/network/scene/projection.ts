// From world to canvas: where lanes, zones and vectors are for one pose, and how much detail there is room for.

import { mix, type Rect, smoothstep } from '../../../stage/geometry.ts';
import type { Pose } from '../camera/pose.ts';
import { DIGIT_FLATNESS, type Frame, laneCentre, stackTops, yAtDepth } from './frame.ts';
import { type NetworkShape, patchGrid } from './network-shape.ts';

/** Widest vector beside the neurons of an MLP, in CSS pixels. */
const WIDEST_VECTOR = 96;

/** Of the way from lane to lane, what a vector is wide above a head, whose gaps are empty there. */
const WHOLE_PITCH = 0.84;

/** How much higher than folded a zone is that is fully unfolded, in CSS pixels; a low canvas has less room. */
const OPEN_HEIGHT = 330;

export interface Projection {
  readonly shape: NetworkShape;
  readonly frame: Frame;
  readonly pose: Pose;
  /** CSS pixels per world unit. */
  readonly scale: number;
  /** Width of a vector (C) on the stream, and of the gap to the next lane. */
  readonly vectorWidth: number;
  readonly gap: number;
  /** How far the camera is inside the gap of one lane, 0 to 1. */
  readonly dive: number;
  /** Canvas y of the top of each zone, and of the end of the last one. */
  readonly tops: readonly number[];
  /** How far each zone is unfolded, 0 to 1. */
  readonly open: readonly number[];
  /** Height of the vectors at the top of a zone. */
  vectorHeight(zone: number): number;
  /** Canvas x of the middle of a lane's vector. */
  laneX(token: number): number;
  /** Canvas x of the lane's right edge, where its gap begins. */
  gapX(token: number): number;
  /** Canvas x of a world x. */
  toX(x: number): number;
}

export function project(shape: NetworkShape, frame: Frame, pose: Pose): Projection {
  const across = frame.width - frame.rail;
  const scale = across / pose.width;
  const worldTops = stackTops(pose.heights);
  const middle = yAtDepth(worldTops, pose.depth);
  const toX = (x: number) => frame.rail + across / 2 + (x - pose.x) * scale;
  const room = Math.min(OPEN_HEIGHT, frame.height - frame.header - 100) / Math.max(1, scale);
  const open = pose.heights.map((height, zone) =>
    smoothstep(0.18 * room, room, height - frame.heights[zone]),
  );
  const dive = smoothstep(2.2, 8, scale) * (1 - pose.digits);
  const widest = frame.isNarrow ? 56 : WIDEST_VECTOR;
  const laneWidth = frame.lane * scale;
  const limited = scale < 1 ? laneWidth : Math.min(laneWidth, Math.max(widest, frame.lane));
  const whole = mix(limited, laneWidth, pose.digits);
  const width = Math.max(whole, WHOLE_PITCH * frame.pitch * scale * pose.head);
  const gapX = (token: number) => toX(laneCentre(frame, token) + frame.lane / 2);
  const size = { scale, width, digits: pose.digits };
  return {
    vectorHeight: (zone) => vectorHeight(shape, frame, { ...size, detail: Math.max(dive, open[zone]) }),
    ...{ shape, frame, pose, scale, dive, open, toX, gapX },
    gap: frame.gap * scale,
    vectorWidth: width,
    tops: worldTops.map((top) => frame.height / 2 + (top - middle) * scale),
    laneX: (token) => gapX(token) - Math.min(width, whole) / 2,
  };
}

/** Cells are flat while zones are folded, and twice as wide as high at most. */
function vectorHeight(
  shape: NetworkShape,
  frame: Frame,
  { scale, width, digits, detail }: { scale: number; width: number; digits: number; detail: number },
): number {
  const { columns, rows } = patchGrid(shape.C);
  const natural = (width * rows) / columns;
  const zones = shape.zones.flatMap(({ kind }, zone) =>
    kind === 'mlp' || kind === 'attention' ? [frame.heights[zone]] : [],
  );
  const room = Math.min(...zones) * scale * 0.36;
  const folded = Math.max(3, Math.min(Math.max(natural * 0.67, width * 0.34), room));
  const open = mix(folded, Math.max(natural * 0.75, width * 0.5), detail);
  return mix(open, natural * DIGIT_FLATNESS, digits);
}

/** The vector of a lane at the top of a zone. */
export function vectorRect(view: Projection, token: number, zone: number): Rect {
  const width = view.vectorWidth;
  return { x: view.laneX(token) - width / 2, y: view.tops[zone], width, height: view.vectorHeight(zone) };
}

/** Canvas y of the end of the streams, below the last vectors. */
export function bottomOfStream(view: Projection): number {
  const { zone } = view.shape.stages[view.shape.stages.length - 1];
  return view.tops[zone] + view.vectorHeight(zone) + 12;
}

export const isVisible = ({ frame }: Projection, { x, y, width, height }: Rect) =>
  x < frame.width && x + width > frame.rail && y < frame.height && y + height > 0;
