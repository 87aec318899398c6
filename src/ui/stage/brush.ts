// Drawing of texts, boxes and curves on a canvas, in CSS pixels.

import type { Rect } from './geometry.ts';
import type { Palette } from './palette.ts';

export interface TextOptions {
  readonly size?: number;
  readonly isBold?: boolean;
  readonly isItalic?: boolean;
  /** In the face of the formulas. */
  readonly isMath?: boolean;
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

export class Brush {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly #font: string;
  readonly #textScale: number;
  readonly #fitted = new Map<string, string>();
  #mathFont?: string;

  constructor(context: CanvasRenderingContext2D, palette: Palette, font: string, textScale: number) {
    this.context = context;
    this.palette = palette;
    this.#font = font;
    this.#textScale = textScale;
  }

  /** The same brush with another palette. */
  recoloured(palette: Palette): this {
    const Same = this.constructor as new (...args: ConstructorParameters<typeof Brush>) => this;
    return new Same(this.context, palette, this.#font, this.#textScale);
  }

  /** The families of `--font-math`. */
  get mathFont(): string {
    this.#mathFont ??= getComputedStyle(this.context.canvas).getPropertyValue('--font-math');
    return this.#mathFont;
  }

  text(text: string, x: number, y: number, options: TextOptions = {}): void {
    const {
      size = 13,
      isBold,
      isItalic,
      isMath,
      colour = this.palette.muted,
      align = 'left',
      alpha = 1,
    } = options;
    if (alpha < 0.02) return;
    const { context } = this;
    context.font = `${isItalic ? 'italic ' : ''}${isBold ? 600 : 400} ${size * this.#textScale}px ${isMath ? this.mathFont : this.#font}`;
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

  /** Strokes one or two cubic Bézier curves, x0, y0, then six numbers each. */
  curve(points: readonly number[], colour: string, width: number, alpha: number): void {
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
