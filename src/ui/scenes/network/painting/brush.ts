// Drawing of patches and sums on the canvas, in CSS pixels.

import { Brush as MapBrush } from '../../../stage/brush.ts';
import type { Rect } from '../../../stage/geometry.ts';
import type { PatchSheet } from './bitmaps.ts';

export interface PatchOptions {
  readonly alpha?: number;
  readonly frame?: string;
  readonly frameWidth?: number;
}

export class Brush extends MapBrush {
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
}
