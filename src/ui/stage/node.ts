// What a scene shows: each thing with its place. Painters draw the same nodes that hit tests search.

import { distanceToCurve } from './curves.ts';
import type { Rect } from './geometry.ts';

export interface Node<TSubject = unknown> {
  /** What it stands for, as plain data: equal subjects are the same node in two frames. */
  readonly subject: TSubject;
  readonly rect: Rect;
  /** In place of the rectangle a cubic Bézier curve: x0, y0, then six numbers. */
  readonly path?: readonly number[];
  /** Opacity, 0 to 1; 1 by default. */
  readonly alpha?: number;
}

/** Less opaque nodes are not found. */
const FOUND = 0.35;
/** Distance at which the pointer still finds a small node, in CSS pixels. */
const REACH = 4;
/** And a curve. */
const PATH_REACH = 7;

/** The topmost node at a point: the last in the list, of curves without a rectangle between the nearest. */
export function hitTest<TNode extends Node>(
  nodes: readonly TNode[],
  x: number,
  y: number,
): TNode | undefined {
  const found = nodes.filter(({ alpha = 1 }) => alpha >= FOUND);
  const at = found.findLastIndex((node) => !node.path && contains(node.rect, x, y, 0));
  const paths = found.slice(at + 1).flatMap((node) => {
    const distance = node.path ? distanceToCurve(node.path, { x, y }) : Number.POSITIVE_INFINITY;
    return distance < PATH_REACH ? [{ node, distance }] : [];
  });
  if (paths.length > 0)
    return paths.reduce((near, each) => (each.distance < near.distance ? each : near)).node;
  return found[at] ?? found.findLast((node) => !node.path && isNearSmall(node.rect, x, y));
}

const isNearSmall = (rect: Rect, x: number, y: number): boolean =>
  contains(rect, x, y, Math.min(rect.width, rect.height) < 3 * REACH ? REACH : 0);

const contains = (rect: Rect, x: number, y: number, slack: number): boolean =>
  x >= rect.x - slack &&
  x <= rect.x + rect.width + slack &&
  y >= rect.y - slack &&
  y <= rect.y + rect.height + slack;

/** A straight path. */
export const straight = (x0: number, y0: number, x1: number, y1: number): readonly number[] => [
  ...[x0, y0, x0, y0],
  ...[x1, y1, x1, y1],
];
