// Paints an attention grid on a canvas: dots in large cells, filled cells otherwise.

import { msg } from '@lit/localize';
import { type ColourScale, divergingScale, sequentialScale } from '../../canvas/colour-scale.ts';
import {
  type Cell,
  type GridValues,
  gridExtent,
  type HeadAttention,
  isMasked,
  scoreShares,
  valueAt,
} from '../head-values.ts';
import { cellOrigin, type GridLayout, toGridPosition } from './grid-layout.ts';

export interface GridPicture {
  layout: GridLayout;
  headAttention: HeadAttention;
  show: GridValues;
  /** The query whose dots are highlighted. */
  query: number;
}

/** Theme tokens of the picture. */
export const GRID_COLOURS = {
  line: '--line',
  zero: '--scale-zero',
  masked: '--masked',
  surface: '--surface',
  maskedText: '--muted',
  weight: '--head-first',
  positive: '--positive',
  negative: '--negative',
} as const;

/** Their computed CSS colours. */
export type GridColours = Record<keyof typeof GRID_COLOURS, string>;

type Context = CanvasRenderingContext2D;

/** Smaller cells, in CSS pixels, are filled instead of holding a dot. */
const SMALLEST_DOT_CELL = 14;
/** Distance of hatching lines along an edge, in CSS pixels. */
const HATCH_STEP = 7;
/** Smallest cell, in CSS pixels at the default text size, that shows −∞ for a masked score. */
const SMALLEST_TEXT_CELL = 24;
/** Smallest grid, in CSS pixels at the default text size, whose masked triangle is labelled. */
const SMALLEST_NAMED_SIDE = 200;
/** Diameter of the largest dot, as a fraction of the cell. */
const LARGEST_DOT = 0.88;

export function drawsDots({ cell }: GridLayout): boolean {
  return cell >= SMALLEST_DOT_CELL;
}

/** Diameter of a dot, in CSS pixels. Its area is proportional to `share`, 0 to 1, because the eye compares areas. */
export const dotSize = (share: number, cell: number): number =>
  // A minimum size distinguishes zero from a masked or an empty cell.
  Math.max(1.6, cell * LARGEST_DOT * Math.sqrt(share));

/** Colour scale of filled cells and their legend. */
export function gridScale(show: GridValues, extent: number, colours: GridColours): ColourScale {
  return show === 'scores'
    ? divergingScale(colours.negative, colours.zero, colours.positive, extent)
    : sequentialScale(colours.zero, colours.positive);
}

/** Paints the whole picture; the unit of the context is a CSS pixel. */
export function paintGrid(context: Context, picture: GridPicture, colours: GridColours): void {
  const { layout, headAttention, show } = picture;
  const extent = gridExtent(headAttention, show);
  const scale = gridScale(show, extent, colours);
  const { scores, pattern } = headAttention;
  const shares = show === 'pattern' ? pattern : scoreShares(scores, layout.count);
  context.clearRect(0, 0, layout.width, layout.height);
  const masked: Cell[] = [];
  for (let query = 0; query < layout.count; query++) {
    for (let key = 0; key < layout.count; key++) {
      const cell = { query, key };
      const value = valueAt(headAttention, show, cell);
      if (isMasked(show, value, cell)) masked.push(cell);
      else if (drawsDots(layout))
        paintDot(context, picture, cell, dotSize(shares[query * layout.count + key], layout.cell), colours);
      else fillCell(context, layout, cell, scale(value));
    }
  }
  paintHatch(context, layout, masked, colours);
  if (drawsDots(layout)) paintLines(context, layout, colours.line);
  if (show === 'scores') paintInfinities(context, layout, masked, colours.maskedText);
  if (show === 'pattern') paintMaskName(context, layout, colours);
}

/** Masked cells are hatched, which no colour of the scale resembles. */
function paintHatch(context: Context, layout: GridLayout, masked: readonly Cell[], colours: GridColours) {
  for (const cell of masked) fillCell(context, layout, cell, colours.surface);
  context.save();
  context.beginPath();
  for (const cell of masked) {
    const { x, y } = cellOrigin(layout, cell);
    context.rect(x, y, layout.cell, layout.cell);
  }
  context.clip();
  context.strokeStyle = colours.masked;
  context.lineWidth = 3;
  context.beginPath();
  const side = layout.cell * layout.count;
  for (let along = 0; along < 2 * side; along += HATCH_STEP) {
    context.moveTo(layout.left + along, layout.top);
    context.lineTo(layout.left + along - side, layout.top + side);
  }
  context.stroke();
  context.restore();
}

function paintInfinities(context: Context, layout: GridLayout, masked: readonly Cell[], colour: string) {
  const { cell: side, textScale } = layout;
  if (side < SMALLEST_TEXT_CELL * textScale) return;
  for (const cell of masked) {
    const { x, y } = cellOrigin(layout, cell);
    writeCentred(context, '−∞', { x: x + side / 2, y: y + side / 2, textScale }, colour);
  }
}

/** Labels the masked triangle in its middle, if it is large enough. */
function paintMaskName(context: Context, layout: GridLayout, colours: GridColours) {
  const side = layout.cell * layout.count;
  const { textScale } = layout;
  if (side < SMALLEST_NAMED_SIDE * textScale) return;
  const { column, row } = toGridPosition(layout.orientation, { query: side / 3, key: (2 * side) / 3 });
  const [x, y] = [layout.left + column, layout.top + row];
  const [wide, high] = [60 * textScale, 22 * textScale];
  context.fillStyle = colours.surface;
  context.fillRect(x - wide / 2, y - high / 2, wide, high);
  writeCentred(context, msg('masked'), { x, y, textScale }, colours.maskedText);
}

function writeCentred(
  context: Context,
  text: string,
  { x, y, textScale }: { x: number; y: number; textScale: number },
  colour: string,
) {
  context.fillStyle = colour;
  context.font = `${12 * textScale}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, x, y);
}

function paintDot(context: Context, picture: GridPicture, cell: Cell, size: number, colours: GridColours) {
  const { layout, headAttention, show } = picture;
  const { x, y } = cellOrigin(layout, cell);
  const chosen = cell.query === picture.query;
  const half = layout.cell / 2;
  if (show === 'pattern') context.fillStyle = colours.weight;
  else context.fillStyle = valueAt(headAttention, show, cell) < 0 ? colours.negative : colours.positive;
  context.globalAlpha = chosen ? 1 : 0.7;
  context.beginPath();
  context.arc(x + half, y + half, size / 2, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

/** Edges are rounded to device pixels, so that adjacent cells have no seam. */
function fillCell(context: Context, layout: GridLayout, cell: Cell, colour: string) {
  const ratio = context.getTransform().a;
  const edge = (position: number) => Math.round(position * ratio) / ratio;
  const { x, y } = cellOrigin(layout, cell);
  context.fillStyle = colour;
  context.fillRect(edge(x), edge(y), edge(x + layout.cell) - edge(x), edge(y + layout.cell) - edge(y));
}

function paintLines(context: Context, { left, top, cell, count }: GridLayout, colour: string) {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let i = 0; i <= count; i++) {
    const [x, y] = [left + i * cell + 0.5, top + i * cell + 0.5];
    context.moveTo(left, y);
    context.lineTo(left + count * cell, y);
    context.moveTo(x, top);
    context.lineTo(x, top + count * cell);
  }
  context.stroke();
}
