// Weights as areas: a column for each two kinds that belong together, as wide as they are many.

import type { Rect } from '../../stage/geometry.ts';
import { type LedgerRow, type Part, totalOf } from './ledger.ts';

const COLUMNS: readonly (readonly Part[])[] = [
  ['embedding', 'unembedding'],
  ['query', 'key'],
  ['value', 'output'],
  ['up', 'gate', 'down'],
  ['rest'],
];

export interface Cell {
  readonly row: LedgerRow;
  readonly rect: Rect;
}

/** True areas; kinds without weights have none. */
export function treemap(rows: readonly LedgerRow[], { x, y, width, height }: Rect): Cell[] {
  const all = totalOf(rows);
  let left = x;
  return COLUMNS.flatMap((parts) => {
    const column = parts.flatMap((part) => rows.filter((row) => row.part === part && row.count > 0));
    const sum = totalOf(column);
    const across = (width * sum) / all;
    let top = y;
    const cells = column.map((row): Cell => {
      const rect = { x: left, y: top, width: across, height: (height * row.count) / sum };
      top += rect.height;
      return { row, rect };
    });
    left += across;
    return cells;
  });
}

/** The first weights of a cell: a layer is a slice of its width, a head a piece of that slice. */
export function partOf({ row, rect }: Cell, count: number): Rect {
  const layers = row.factors[3] ?? row.factors[2] ?? 1;
  const slice = row.count / layers;
  const { width, height } = rect;
  return count < slice
    ? { ...rect, width: width / layers, height: (height * count) / slice }
    : { ...rect, width: (width * count) / row.count };
}
