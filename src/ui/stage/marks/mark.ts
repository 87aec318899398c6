// A mark: a shape with what it means. From its marks a scene has its picture, tips, key walk, table and export.

import type { TableData } from '../../types/table.ts';
import type { Point } from '../geometry.ts';
import type { Node } from '../node.ts';
import { straight } from '../node.ts';
import { boundsOf, type Line, type Shape } from './shape.ts';

export interface Mark {
  /** The same in each frame. */
  readonly key: string;
  readonly shape: Shape;
  /** What it shows, in words. A mark without a name is an ornament: it is not pointed at and in no table. */
  readonly name?: string;
  readonly value?: number;
  /** How the value is written, with its unit. */
  readonly format?: (value: number) => string;
  /** With the pointer at a point: it can be dragged. */
  readonly drag?: (at: Point) => void;
  /** While it is dragged the scene is at its beginning; let go, it plays. */
  readonly isReleased?: boolean;
  /** The same with a key: a step up or down. */
  readonly step?: (by: 1 | -1) => void;
  /** Pressed, or chosen with Enter. */
  readonly press?: () => void;
  /** The one act of the scene: it glows until it is touched. */
  readonly isAct?: boolean;
}

export interface MarkNode extends Node<string> {
  readonly mark: Mark;
}

export function nodeOf(mark: Mark): MarkNode {
  const { key, shape } = mark;
  const path = shape.kind === 'line' && !shape.fill ? { path: curveOf(shape) } : {};
  return { subject: key, rect: boundsOf(shape), ...path, alpha: shape.alpha ?? 1, mark };
}

/** As cubic curves, for hit tests. */
const curveOf = ({ points }: Line): readonly number[] =>
  points.slice(0, 2).concat(
    Array.from({ length: points.length / 2 - 1 }, (_, i) => {
      const [x0, y0, x1, y1] = points.slice(2 * i, 2 * i + 4);
      return straight(x0, y0, x1, y1).slice(2);
    }).flat(),
  );

export const valueText = ({ value, format = String }: Mark): string =>
  value === undefined ? '' : format(value);

/** Every mark with a name, in the order in which it is drawn. */
export const tableOf = (
  caption: string,
  columns: readonly [string, string],
  marks: readonly Mark[],
): TableData => ({
  ...{ caption, columns },
  rows: marks.flatMap((mark) =>
    mark.name === undefined ? [] : [{ name: mark.name, cells: [valueText(mark)] }],
  ),
});
