// Shapes on a canvas.

import { memoize } from '../../../shared/memoize.ts';
import { scalePixels, sequentialScale, toPixels } from '../../canvas/colour-scale.ts';
import type { Brush } from '../brush.ts';
import { clamp } from '../geometry.ts';
import type { Palette } from '../palette.ts';
import { type Box, type Cells, type Dot, type Line, type Shape, SMALLEST_TEXT, type Text } from './shape.ts';

type Drawers = { [Kind in Shape['kind']]: (brush: Brush, shape: Extract<Shape, { kind: Kind }>) => void };

const DRAWERS: Drawers = { box: drawBox, dot: drawDot, line: drawLine, text: drawText, cells: drawCells };

export function drawShape(brush: Brush, shape: Shape): void {
  if ((shape.alpha ?? 1) < 0.01) return;
  (DRAWERS[shape.kind] as (brush: Brush, shape: Shape) => void)(brush, shape);
}

function drawBox(brush: Brush, box: Box): void {
  const { radius = 0, fill, stroke, alpha = 1, lineWidth = 1.5 } = box;
  if (fill) brush.fill(box, radius, brush.palette[fill], alpha);
  if (stroke) brush.outline(box, radius, brush.palette[stroke], alpha, lineWidth);
}

function drawText(brush: Brush, { text, x, y, fill = 'text', size = 14, ...options }: Text): void {
  const colour = brush.palette[fill];
  brush.text(text, x, y, { ...options, size: Math.max(SMALLEST_TEXT, size), colour });
}

function drawDot(
  { context, palette }: Brush,
  { x, y, radius, fill, stroke, lineWidth = 1.5, alpha = 1 }: Dot,
): void {
  context.globalAlpha = alpha;
  context.beginPath();
  context.arc(x, y, Math.max(0, radius), 0, 2 * Math.PI);
  if (fill) {
    context.fillStyle = palette[fill];
    context.fill();
  }
  if (stroke) {
    context.strokeStyle = palette[stroke];
    context.lineWidth = lineWidth;
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawLine({ context, palette }: Brush, line: Line): void {
  const { points, fill, shade, stroke, lineWidth = 1.5, alpha = 1, isDashed, hasHead } = line;
  if (points.length < 4) return;
  const head = hasHead ? headOf(points, lineWidth) : undefined;
  // A thick shaft ends within its head, whose tip stays sharp.
  const shaft = head ? [...points.slice(0, -2), (head[2] + head[4]) / 2, (head[3] + head[5]) / 2] : points;
  context.globalAlpha = alpha;
  context.beginPath();
  for (let i = 0; i < shaft.length; i += 2) context.lineTo(shaft[i], shaft[i + 1]);
  if (fill || shade !== undefined) {
    context.fillStyle = fill ? palette[fill] : palette.signedColour(shade ?? 0);
    if (shade !== undefined) context.closePath();
    context.fill();
  }
  if (stroke) {
    context.strokeStyle = palette[stroke];
    context.lineWidth = lineWidth;
    context.lineJoin = 'round';
    if (isDashed) context.setLineDash([6, 5]);
    context.stroke();
    context.setLineDash([]);
    if (head) drawHead(context, head, palette[stroke]);
  }
  context.globalAlpha = 1;
}

function drawHead(context: CanvasRenderingContext2D, head: readonly number[], colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  for (let i = 0; i < head.length; i += 2) context.lineTo(head[i], head[i + 1]);
  context.fill();
}

/** The three corners of an arrowhead whose tip is the end of a line. */
function headOf(points: readonly number[], lineWidth: number): readonly number[] {
  const [x0, y0, x, y] = points.slice(-4);
  const length = Math.hypot(x - x0, y - y0) || 1;
  const [dx, dy] = [(x - x0) / length, (y - y0) / length];
  const size = Math.min(length, 4 + 3 * lineWidth);
  const half = 0.5 * size;
  return [
    ...[x + dx, y + dy],
    ...[x - size * dx - half * dy, y - size * dy + half * dx],
    ...[x - size * dx + half * dy, y - size * dy - half * dx],
  ];
}

/** Cells that are drawn one by one; more, and grey ones, are a bitmap. */
const MOST_CELLS = 600;

function drawCells(brush: Brush, cells: Cells): void {
  const { x, y, width, height, columns, values, isGrey, alpha = 1, fill, stroke, radius = 0 } = cells;
  const { context, palette } = brush;
  context.save();
  context.globalAlpha = alpha;
  if (radius > 0) {
    brush.box(cells, radius);
    context.clip();
  }
  if (isGrey || (!fill && values.length > MOST_CELLS)) {
    context.imageSmoothingEnabled = width < columns || height < values.length / columns;
    context.drawImage(bitmapOf(palette, cells), x, y, width, height);
  } else drawEach(brush, cells);
  context.restore();
  if (stroke) brush.outline(cells, radius, palette[stroke], alpha, 1.5);
}

function drawEach({ context, palette }: Brush, cells: Cells): void {
  const { x, y, width, height, columns, values, most, alpha = 1, fill } = cells;
  const rows = Math.ceil(values.length / columns);
  const [dx, dy] = [width / columns, height / rows];
  const gap = Math.min(dx, dy) > 5 ? 1 : 0;
  for (let i = 0; i < values.length; i++) {
    const share = clamp(values[i] / most, -1, 1);
    context.globalAlpha = fill ? alpha * Math.max(0, share) : alpha;
    context.fillStyle = fill ? palette[fill] : palette.signedColour(share);
    context.fillRect(x + (i % columns) * dx, y + Math.floor(i / columns) * dy, dx - gap, dy - gap);
  }
}

const greyOf = memoize(({ pixelOff, pixelOn }: Palette) => scalePixels(sequentialScale(pixelOff, pixelOn)));
const bitmapsOf = memoize((_palette: Palette) =>
  memoize((_values: object) => new Map<string, HTMLCanvasElement>()),
);

/** One pixel a number, drawn once for an array of numbers. */
function bitmapOf(palette: Palette, { values, columns, most, isGrey }: Cells): HTMLCanvasElement {
  const known = bitmapsOf(palette)(values);
  const key = `${columns} ${most}`;
  const canvas = known.get(key) ?? document.createElement('canvas');
  if (known.has(key)) return canvas;
  known.set(key, canvas);
  canvas.width = columns;
  canvas.height = Math.ceil(values.length / columns);
  const pixels = isGrey ? toPixels(values, greyOf(palette)) : toPixels(values, palette.signed, -most, most);
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns), 0, 0);
  return canvas;
}
