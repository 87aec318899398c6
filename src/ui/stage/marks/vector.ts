// A vector of data: cells with round ends in a grey frame. Matrices of weights have corners and no frame.

import type { Rect } from '../geometry.ts';
import type { Cells } from './shape.ts';

/** The same vector has the same columns wherever it stands, so that one sees its numbers again. */
const columnsOf = (length: number): number => (length > 256 ? 48 : Math.min(length, 16));

/** @param most the number that has the full colour */
export const vectorCells = (rect: Rect, values: Float32Array, most: number): Cells => ({
  ...{ kind: 'cells', ...rect, values, most, columns: columnsOf(values.length) },
  ...{ stroke: 'data', radius: Math.min(rect.width, rect.height) / 5 },
});
