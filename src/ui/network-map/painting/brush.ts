// Drawing of texts, patches, sums and curves on the canvas, in CSS pixels.

import type { Curve } from '../scene/attention-scene.ts';
import type { Rect } from '../scene/projection.ts';
import type { PatchSheet } from './bitmaps.ts';
import type { Palette } from './palette.ts';

export interface TextOptions {
  readonly size?: number;
  readonly isBold?: boolean;
  readonly isItalic?: boolean;
  readonly colour?: string;
  readonly align?: CanvasTextAlign;
  readonly alpha?: number;
  /** Longer text ends in an ellipsis. */
  readonly maxWidth?: number;
  /** Reads from bottom to top. */
  readonly isUpright?: boolean;
  /** Draws the background colour around the letters. */
  readonly hasHalo?: boolean;
}

export interface PatchOptions {
  readonly alpha?: number;
  readonly frame?: string;
  readonly frameWidth?: number;
}

export class Brush {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly #font: string;
  readonly #textScale: number;
  readonly #fitted = new Map<string, string>();

  constructor(context: CanvasRenderingContext2D, palette: Palette, font: string, textScale: number) {
    this.context = context;
    this.palette = palette;
    this.#font = font;
    this.#textScale = textScale;
  }

  text(text: string, x: number, y: number, options: TextOptions = {}): void {
    const { size = 13, isBold, isItalic, colour = this.palette.muted, align = 'left', alpha = 1 } = options;
    if (alpha < 0.02) return;
    const { context } = this;
    context.font = `${isItalic ? 'italic ' : ''}${isBold ? 600 : 400} ${size * this.#textScale}px ${this.#font}`;
    context.textAlign = align;
    context.textBaseline = 'middle';
    const shown = options.maxWidth === undefined ? text : this.#fit(text, options.maxWidth);
    context.save();
    context.translate(x, y);
    if (options.isUpright) context.rotate(-Math.PI / 2);
    context.globalAlpha = alpha;
    if (options.hasHalo) {
      context.lineJoin = 'round';
      context.lineWidth = 4;
      context.strokeStyle = this.palette.background;
      context.strokeText(shown, 0, 0.5);
    }
    context.fillStyle = colour;
    context.fillText(shown, 0, 0.5);
    context.restore();
  }

  width(text: string, size = 13, isBold = false): number {
    this.context.font = `${isBold ? 600 : 400} ${size * this.#textScale}px ${this.#font}`;
    return this.context.measureText(text).width;
  }

  #fit(text: string, width: number): string {
    const key = `${this.context.font} ${Math.round(width)} ${text}`;
    const cached = this.#fitted.get(key);
    if (cached !== undefined) return cached;
    let shown = text;
    for (let length = text.length - 1; length >= 0 && this.context.measureText(shown).width > width; length--)
      shown = length > 0 ? `${text.slice(0, length)}…` : '';
    this.#fitted.set(key, shown);
    return shown;
  }

  /** Draws the patch with this index of a sheet. */
  patch(
    sheet: PatchSheet,
    index: number,
    rect: Rect,
    { alpha = 1, frame, frameWidth = 1.25 }: PatchOptions = {},
  ): void {
    if (alpha < 0.02) return;
    const { context } = this;
    const { image, columns, rows } = sheet;
    const isSmall = rect.width < columns * 0.8 || rect.height < rows * 0.6;
    context.imageSmoothingEnabled = isSmall;
    context.globalAlpha = alpha;
    context.drawImage(image, 0, index * rows, columns, rows, rect.x, rect.y, rect.width, rect.height);
    if (frame) {
      context.strokeStyle = frame;
      context.lineWidth = frameWidth;
      this.box({ x: rect.x - 1.5, y: rect.y - 1.5, width: rect.width + 3, height: rect.height + 3 }, 3);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  /** The outline of what is not computed yet. */
  emptyPatch(rect: Rect, alpha = 1): void {
    const { context, palette } = this;
    context.globalAlpha = 0.7 * alpha;
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    this.box(rect, 2);
    context.stroke();
    context.globalAlpha = 1;
  }

  /** One column of a sheet. */
  column({ image, rows }: PatchSheet, index: number, rect: Rect, alpha: number): void {
    this.context.imageSmoothingEnabled = false;
    this.context.globalAlpha = alpha;
    this.context.drawImage(image, index, 0, 1, rows, rect.x, rect.y, rect.width, rect.height);
    this.context.globalAlpha = 1;
  }

  outline(rect: Rect, radius: number, colour: string, alpha: number, width = 1.25): void {
    this.box(rect, radius);
    this.context.globalAlpha = alpha;
    this.context.lineWidth = width;
    this.context.strokeStyle = colour;
    this.context.stroke();
    this.context.globalAlpha = 1;
  }

  /** A filled rounded rectangle. */
  fill(rect: Rect, radius: number, colour: string, alpha: number): void {
    this.box(rect, radius);
    this.context.globalAlpha = alpha;
    this.context.fillStyle = colour;
    this.context.fill();
    this.context.globalAlpha = 1;
  }

  /** A dashed outline. */
  dashed(rect: Rect, radius: number, colour: string, alpha: number): void {
    const { context } = this;
    this.box(rect, radius);
    context.globalAlpha = alpha;
    context.setLineDash([4, 3]);
    context.lineWidth = 1.2;
    context.strokeStyle = colour;
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  /** Begins the path of a rounded rectangle. */
  box({ x, y, width, height }: Rect, radius: number): void {
    this.context.beginPath();
    this.context.roundRect(x, y, width, height, radius);
  }

  /** The sign of a sum with the stream. @param lit 0 to 1 */
  sum(x: number, y: number, radius: number, lit: number): void {
    const { context, palette } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = palette.background;
    context.fill();
    context.moveTo(x - radius / 2, y);
    context.lineTo(x + radius / 2, y);
    context.moveTo(x, y - radius / 2);
    context.lineTo(x, y + radius / 2);
    context.lineWidth = 1.3;
    context.strokeStyle = lit > 0.5 ? palette.text : palette.lineStrong;
    context.stroke();
  }

  /** Strokes one or two cubic Bézier curves, as `Curve` has them. */
  curve(points: Curve, colour: string, width: number, alpha: number): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(points[0], points[1]);
    for (let i = 2; i + 5 < points.length; i += 6) {
      const [a, b, c, d, x, y] = points.slice(i, i + 6);
      context.bezierCurveTo(a, b, c, d, x, y);
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  line(x0: number, y0: number, x1: number, y1: number, colour: string, width: number, alpha = 1): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.stroke();
    context.globalAlpha = 1;
  }
}
