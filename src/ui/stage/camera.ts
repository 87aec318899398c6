// The camera over a map in world units: flights along the path of van Wijk and Nuij (2003), and zoom.

import { interpolateObject, interpolateZoom } from 'd3-interpolate';
import { clamp, type Rect } from './geometry.ts';
import { easedFlight, type Flight } from './motion.ts';

/** What a map adds, numbers alone, changes on the clock of the flight. */
export interface CameraPose {
  /** World point in the middle of the canvas. */
  readonly x: number;
  readonly y: number;
  /** CSS pixels per world unit. */
  readonly scale: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const DURATIONS = [350, 1400] as const;

/** From world to canvas, for one pose. */
export interface Projection {
  readonly scale: number;
  toX(x: number): number;
  toY(y: number): number;
  toRect(rect: Rect): Rect;
}

export function projection({ width, height }: Size, { x, y, scale }: CameraPose): Projection {
  const toX = (at: number) => width / 2 + (at - x) * scale;
  const toY = (at: number) => height / 2 + (at - y) * scale;
  return {
    ...{ scale, toX, toY },
    toRect: (rect) => ({
      ...{ x: toX(rect.x), y: toY(rect.y) },
      ...{ width: rect.width * scale, height: rect.height * scale },
    }),
  };
}

/** @param width of the canvas */
export function flight<TPose extends CameraPose>(
  from: TPose,
  to: TPose,
  { width }: Pick<Size, 'width'>,
): Flight<TPose> {
  const path = interpolateZoom([from.x, from.y, width / from.scale], [to.x, to.y, width / to.scale]);
  const others = interpolateObject(from, to);
  const { x: _, y: __, scale: ___, ...added } = to;
  const isStill =
    Math.abs(path.duration) < 1 &&
    Object.entries(added).every(([name, value]) => from[name as keyof TPose] === value);
  return easedFlight(to, isStill ? 0 : Math.max(1, path.duration), DURATIONS, (eased) => {
    const [x, y, across] = path(eased);
    return { ...others(eased), x, y, scale: width / across } as TPose;
  });
}

/** A pose scaled about a point of the canvas. */
export function zoomAbout<TPose extends CameraPose>(
  pose: TPose,
  { width, height }: Size,
  factor: number,
  at: { x: number; y: number },
  [least, most]: readonly [number, number],
): TPose {
  const scale = clamp(pose.scale * factor, least, most);
  const [dx, dy] = [at.x - width / 2, at.y - height / 2];
  return {
    ...pose,
    scale,
    x: pose.x + dx / pose.scale - dx / scale,
    y: pose.y + dy / pose.scale - dy / scale,
  };
}
