// Where everything of the attention grid lies: cells, labels, and which cell is under a point. No drawing here.

import type { Orientation } from '../../controllers/page-state.ts';
import type { Cell } from '../attention/head-values.ts';

/** A cell's place on screen, counted from the top left. */
export interface Place {
  column: number;
  row: number;
}

export interface GridLayout {
  orientation: Orientation;
  /** Tokens a side. */
  count: number;
  /** Side of a cell, in CSS pixels. */
  cell: number;
  /** Top left corner of the first cell, in CSS pixels. */
  left: number;
  top: number;
  /** The whole picture, labels included, in CSS pixels. */
  width: number;
  height: number;
  /** Turn of the labels along the top, in degrees. */
  angle: 0 | -45 | -90;
  /** Only every so many labels have room. */
  every: number;
  /** Labels wider than this are shortened, in CSS pixels. */
  longestLabel: number;
  /** How much larger than usual text is. */
  textScale: number;
}

/** Height of a line of labels, in CSS pixels; this and the next where text has its usual size. */
const LINE = 15;
/** Room for an axis' name, above the labels and left of them. */
const AXIS_NAME = 22;
/** A label may always have the first, and never has more than the last. */
const LABEL_ROOM = { least: 48, most: 130 };
/** Between labels and cells. */
const GAP = 8;
/** Cells grow to this on a short prompt, and to `LARGEST_GRID` together; on a longer one they may have `MEDIUM_CELL`. */
const LARGEST_CELL = 60;
const LARGEST_GRID = 352;
const MEDIUM_CELL = 44;
const SLOPE = Math.SQRT1_2;

export const placeOf = (orientation: Orientation, { query, key }: Cell): Place =>
  orientation === 'queries-top' ? { column: query, row: key } : { column: key, row: query };

export const cellOf = (orientation: Orientation, { column, row }: Place): Cell =>
  orientation === 'queries-top' ? { query: column, key: row } : { query: row, key: column };

/**
 * Lays the grid out in `width` CSS pixels. Labels along the top lie flat where they fit a cell, else at a slant, else
 * upright; where even that is too tight only some are shown.
 *
 * @param labelWidths width of each token's label, in CSS pixels
 * @param textScale how much larger than usual text is
 */
export function layoutGrid(
  width: number,
  labelWidths: readonly number[],
  orientation: Orientation,
  textScale = 1,
): GridLayout {
  const count = labelWidths.length;
  const [line, axisName] = [LINE * textScale, AXIS_NAME * textScale];
  const room = Math.max(LABEL_ROOM.least, width * 0.3);
  const longestLabel = Math.min(Math.max(...labelWidths), room, LABEL_ROOM.most * textScale);
  const left = axisName + longestLabel + GAP;
  const lastLabel = Math.min(labelWidths[count - 1], longestLabel);

  const largest = Math.max(MEDIUM_CELL, Math.min(LARGEST_CELL, LARGEST_GRID / count));
  const cellWith = (overhang: number) => {
    const room = Math.max(1, width - left - 1);
    // The last slanted label leaves the grid by its length minus half a cell.
    const cell = Math.min(largest, room / count, (room - overhang) / (count - 0.5));
    return cell >= 8 ? Math.floor(cell) : cell;
  };
  const flat = cellWith(0);
  const slanted = cellWith(lastLabel * SLOPE + line / 2);
  const angle = longestLabel + 6 <= flat ? 0 : slanted * SLOPE >= line * 0.9 ? -45 : -90;
  const cell = angle === -45 ? slanted : flat;
  const labelHeight = { 0: line, [-45]: longestLabel * SLOPE + line * SLOPE, [-90]: longestLabel }[angle];
  const top = Math.ceil(axisName + labelHeight + GAP);
  return {
    orientation,
    count,
    cell,
    left: Math.ceil(left),
    top,
    width,
    height: Math.ceil(top + cell * count + 1),
    angle,
    every: angle === -45 ? 1 : Math.max(1, Math.ceil(line / cell)),
    longestLabel,
    textScale,
  };
}

/** The cell under a point of the picture, in CSS pixels; undefined outside the cells. */
export function cellAt(layout: GridLayout, x: number, y: number): Cell | undefined {
  const column = Math.floor((x - layout.left) / layout.cell);
  const row = Math.floor((y - layout.top) / layout.cell);
  const inside = column >= 0 && row >= 0 && column < layout.count && row < layout.count;
  return inside ? cellOf(layout.orientation, { column, row }) : undefined;
}

/** Top left corner of a cell, in CSS pixels. */
export function cornerOf(layout: GridLayout, cell: Cell): { x: number; y: number } {
  const { column, row } = placeOf(layout.orientation, cell);
  return { x: layout.left + column * layout.cell, y: layout.top + row * layout.cell };
}

/** How far each key of the keyboard goes from a cell: columns and rows; Home and End run along the row. */
const MOVES: Record<string, (place: Place, last: number) => Place> = {
  ArrowLeft: ({ column, row }) => ({ column: column - 1, row }),
  ArrowRight: ({ column, row }) => ({ column: column + 1, row }),
  ArrowUp: ({ column, row }) => ({ column, row: row - 1 }),
  ArrowDown: ({ column, row }) => ({ column, row: row + 1 }),
  Home: ({ row }) => ({ column: 0, row }),
  End: ({ row }, last) => ({ column: last, row }),
};

/** The cell a key of the keyboard leads to, on screen and not in memory; undefined for other keys. */
export function cellAfterKey(layout: GridLayout, cell: Cell, key: string): Cell | undefined {
  const last = layout.count - 1;
  const place = MOVES[key]?.(placeOf(layout.orientation, cell), last);
  if (!place) return undefined;
  const within = (index: number) => Math.min(last, Math.max(0, index));
  return cellOf(layout.orientation, { column: within(place.column), row: within(place.row) });
}
