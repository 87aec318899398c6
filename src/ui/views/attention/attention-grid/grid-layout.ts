// Geometry of the attention grid: cells, labels, hit testing, keyboard navigation.

import type { Orientation } from '../../../types/page.ts';
import type { Cell } from '../head-values.ts';

/** Column and row of a cell on screen, from the top left. */
export interface GridPosition {
  column: number;
  row: number;
}

export interface GridLayout {
  orientation: Orientation;
  /** Number of tokens. */
  count: number;
  /** Side of a cell, in CSS pixels. */
  cell: number;
  /** Top left corner of the first cell, in CSS pixels. */
  left: number;
  top: number;
  /** Size with labels, in CSS pixels. */
  width: number;
  height: number;
  /** Rotation of the top labels, in degrees. */
  angle: 0 | -45 | -90;
  /** Every n-th label is shown. */
  labelInterval: number;
  /** Labels wider than this are truncated, in CSS pixels. */
  maxLabelWidth: number;
  /** Ratio of the text size to the default. */
  textScale: number;
}

/** Line height of labels, in CSS pixels; this and the next at the default text size. */
const LINE = 15;
/** Space for an axis name, above and left of the labels. */
const AXIS_NAME = 22;
/** Guaranteed and maximum width of a label. */
const LABEL_WIDTH = { least: 48, most: 130 };
/** Between labels and cells. */
const GAP = 8;
/** Maximum cell size for short prompts, limited by the size of the grid; longer prompts may use `MEDIUM_CELL`. */
const LARGEST_CELL = 60;
const LARGEST_GRID = 352;
const MEDIUM_CELL = 44;
const SLOPE = Math.SQRT1_2;

export const toGridPosition = (orientation: Orientation, { query, key }: Cell): GridPosition =>
  orientation === 'queries-top' ? { column: query, row: key } : { column: key, row: query };

export const toCell = (orientation: Orientation, { column, row }: GridPosition): Cell =>
  orientation === 'queries-top' ? { query: column, key: row } : { query: row, key: column };

/**
 * Lays out the grid in `width` CSS pixels. Top labels are horizontal if they fit a cell, otherwise slanted, otherwise vertical; if
 * vertical labels do not fit either, only every n-th is shown.
 *
 * @param labelWidths width of each token's label, in CSS pixels
 * @param textScale ratio of the text size to the default
 */
export function layoutGrid(
  width: number,
  labelWidths: readonly number[],
  orientation: Orientation,
  textScale = 1,
): GridLayout {
  const count = labelWidths.length;
  const [line, axisName] = [LINE * textScale, AXIS_NAME * textScale];
  const labelSpace = Math.max(LABEL_WIDTH.least, width * 0.3);
  const maxLabelWidth = Math.min(Math.max(...labelWidths), labelSpace, LABEL_WIDTH.most * textScale);
  const left = axisName + maxLabelWidth + GAP;
  const lastLabel = Math.min(labelWidths[count - 1], maxLabelWidth);

  const largest = Math.max(MEDIUM_CELL, Math.min(LARGEST_CELL, LARGEST_GRID / count));
  const cellSizeFor = (overhang: number) => {
    const cellsWidth = Math.max(1, width - left - 1);
    // The last slanted label extends beyond the grid by its length minus half a cell.
    const cell = Math.min(largest, cellsWidth / count, (cellsWidth - overhang) / (count - 0.5));
    return cell >= 8 ? Math.floor(cell) : cell;
  };
  const flat = cellSizeFor(0);
  const slanted = cellSizeFor(lastLabel * SLOPE + line / 2);
  const angle = maxLabelWidth + 6 <= flat ? 0 : slanted * SLOPE >= line * 0.9 ? -45 : -90;
  const cell = angle === -45 ? slanted : flat;
  const labelHeight = { 0: line, [-45]: maxLabelWidth * SLOPE + line * SLOPE, [-90]: maxLabelWidth }[angle];
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
    labelInterval: angle === -45 ? 1 : Math.max(1, Math.ceil(line / cell)),
    maxLabelWidth,
    textScale,
  };
}

/** The cell under a point, in CSS pixels; undefined outside the cells. */
export function cellAt(layout: GridLayout, x: number, y: number): Cell | undefined {
  const column = Math.floor((x - layout.left) / layout.cell);
  const row = Math.floor((y - layout.top) / layout.cell);
  const inside = column >= 0 && row >= 0 && column < layout.count && row < layout.count;
  return inside ? toCell(layout.orientation, { column, row }) : undefined;
}

/** Top left corner of a cell, in CSS pixels. */
export function cellOrigin(layout: GridLayout, cell: Cell): { x: number; y: number } {
  const { column, row } = toGridPosition(layout.orientation, cell);
  return { x: layout.left + column * layout.cell, y: layout.top + row * layout.cell };
}

/** Moves by keyboard; Home and End go to the ends of the row. */
const MOVES: Record<string, (position: GridPosition, last: number) => GridPosition> = {
  ArrowLeft: ({ column, row }) => ({ column: column - 1, row }),
  ArrowRight: ({ column, row }) => ({ column: column + 1, row }),
  ArrowUp: ({ column, row }) => ({ column, row: row - 1 }),
  ArrowDown: ({ column, row }) => ({ column, row: row + 1 }),
  Home: ({ row }) => ({ column: 0, row }),
  End: ({ row }, last) => ({ column: last, row }),
};

/** The cell that a keyboard key moves to, in screen directions; undefined for other keys. */
export function cellAfterKey(layout: GridLayout, cell: Cell, key: string): Cell | undefined {
  const last = layout.count - 1;
  const position = MOVES[key]?.(toGridPosition(layout.orientation, cell), last);
  if (!position) return undefined;
  const clampIndex = (index: number) => Math.min(last, Math.max(0, index));
  return toCell(layout.orientation, { column: clampIndex(position.column), row: clampIndex(position.row) });
}
