// Dragging a weight, a bias, an input or a target: along its number line, or by its number.

import { clamp, type Rect } from '../../../map-core/geometry.ts';
import type { Point } from '../../../map-core/map-element.ts';
import { isEditable, rangeOf, valueAt } from '../networks.ts';
import type { StageData } from '../stage-data.ts';
import { introduced, lineRect } from './painting/paint-nodes.ts';
import { boxRect, isLayered, type Node, type Scene, type View } from './scene.ts';
import { type ChainShot, hasPart } from './shot.ts';

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
  readonly scene: Scene;
}

export const isDraggable = ({ data, shot }: DragPicture, { quantity, alpha }: Node): boolean =>
  isEditable(quantity) && alpha > 0.5 && shot.at !== 'examples' && introduced({ data, shot }, quantity) > 0;

/** What a press at a point begins to drag. */
export function dragAt(picture: DragPicture, at: Point): ValueDrag | undefined {
  const { data, shot, view, scene } = picture;
  const nodes = scene.nodes.filter((node) => isDraggable(picture, node));
  const isLined = !isLayered(data) && (hasPart(shot, 'lines') || hasPart(shot, 'nudge'));
  const onLine = nodes.find((node) => isLined && contains(lineRect(node, view), at, { x: 8, y: 6 }));
  if (onLine) return alongLine(onLine, lineRect(onLine, view));
  const node = nodes.find((node) => contains(boxRect(node, view), at, { x: 0, y: 0 }));
  return node && byNumber(node, lineRect(node, view), data, at);
}

function alongLine({ key, quantity }: Node, { x: left, width }: Rect): ValueDrag {
  const [least, most] = rangeOf(quantity);
  return { key, isOnLine: true, valueAt: (x) => least + clamp((x - left) / width) * (most - least) };
}

/** As far as along the number line, from its value on. */
function byNumber({ key, quantity }: Node, { width }: Rect, data: StageData, start: Point): ValueDrag {
  const [least, most] = rangeOf(quantity);
  const value = valueAt(data.request.network, data.chain.smallNetwork, quantity);
  return {
    ...{ key, isOnLine: false },
    valueAt: (x) => clamp(value + ((x - start.x) / width) * (most - least), least, most),
  };
}

const contains = ({ x, y, width, height }: Rect, at: Point, slack: Point): boolean =>
  at.x > x - slack.x && at.x < x + width + slack.x && at.y > y - slack.y && at.y < y + height + slack.y;
