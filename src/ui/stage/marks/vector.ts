// A vector of data: cells with round ends in a grey frame. Matrices of weights have corners and no frame.

import type { Rect } from '../geometry.ts';
import type { Cells } from './shape.ts';

/** Of square cells, as nearly as all rows are full. */
function columnsOf(length: number, { width, height }: Rect): number {
  const wanted = Math.sqrt((length * width) / height);
  const divisors = Array.from({ length }, (_, i) => i + 1).filter((each) => length % each === 0);
  const off = (columns: number) => Math.abs(Math.log(columns / wanted));
  return divisors.reduce((best, each) => (off(each) < off(best) ? each : best), 1);
}

/** @param most the number that has the full colour */
export const vectorCells = (rect: Rect, values: Float32Array, most: number): Cells => ({
  ...{ kind: 'cells', ...rect, values, most, columns: columnsOf(values.length, rect) },
  ...{ stroke: 'data', radius: Math.min(rect.width, rect.height) / 5 },
});
