// Dragging a weight, a bias, an input or a target: along its number line, or by its number.

import type { Point } from '../../stage/geometry.ts';
import { clamp, type Rect } from '../../stage/geometry.ts';
import { boxRect, type ChainLayout, isLayered, type Vertex, type View } from './layout.ts';
import { isEditable, rangeOf, valueAt } from './networks.ts';
import { introduced, lineRect } from './painting/paint-vertices.ts';
import { type ChainShot, hasPart } from './shot.ts';
import type { StageData } from './stage-data.ts';

export interface ValueDrag {
  readonly key: string;
  /** Whether the press alone sets the value. */
  readonly isOnLine: boolean;
  /** With the pointer at `x`. */
  valueAt(x: number): number;
}

interface DragPicture {
  readonly data: StageData;
  readonly shot: ChainShot;
  readonly view: View;
  readonly layout: ChainLayout;
}

export const isDraggable = ({ data, shot }: DragPicture, { quantity, alpha }: Vertex): boolean =>
  isEditable(quantity) && alpha > 0.5 && shot.at !== 'examples' && introduced({ data, shot }, quantity) > 0;

/** What a press at a point begins to drag. */
export function dragAt(picture: DragPicture, at: Point): ValueDrag | undefined {
  const { data, shot, view, layout } = picture;
  const vertices = layout.vertices.filter((vertex) => isDraggable(picture, vertex));
  const isLined = !isLayered(data) && (hasPart(shot, 'lines') || hasPart(shot, 'nudge'));
  const onLine = vertices.find((vertex) => isLined && contains(lineRect(vertex, view), at, { x: 8, y: 6 }));
  if (onLine) return alongLine(onLine, lineRect(onLine, view));
  const vertex = vertices.find((vertex) => contains(boxRect(vertex, view), at, { x: 0, y: 0 }));
  return vertex && byNumber(vertex, lineRect(vertex, view), data, at);
}

function alongLine({ key, quantity }: Vertex, { x: left, width }: Rect): ValueDrag {
  const [least, most] = rangeOf(quantity);
  return { key, isOnLine: true, valueAt: (x) => least + clamp((x - left) / width) * (most - least) };
}

/** As far as along the number line, from its value on. */
function byNumber({ key, quantity }: Vertex, { width }: Rect, data: StageData, start: Point): ValueDrag {
  const [least, most] = rangeOf(quantity);
  const value = valueAt(data.request.network, data.chain.smallNetwork, quantity);
  return {
    ...{ key, isOnLine: false },
    valueAt: (x) => clamp(value + ((x - start.x) / width) * (most - least), least, most),
  };
}

const contains = ({ x, y, width, height }: Rect, at: Point, slack: Point): boolean =>
  at.x > x - slack.x && at.x < x + width + slack.x && at.y > y - slack.y && at.y < y + height + slack.y;
