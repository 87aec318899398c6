// The canvas of the map: in the size of its box, in the theme's colours, with its bitmaps.

import type { CanvasEnvironment } from '../../views/canvas/canvas-environment.ts';
import type { Viewport } from '../scene/frame.ts';
import { Bitmaps } from './bitmaps.ts';
import { Brush } from './brush.ts';
import { createPalette, MAP_COLOURS, type MapColours, type Palette } from './palette.ts';

export class MapCanvas {
  readonly #environment: CanvasEnvironment;
  #colours?: MapColours;
  #palette?: Palette;
  #brush?: Brush;
  #bitmaps?: Bitmaps;

  constructor(environment: CanvasEnvironment) {
    this.#environment = environment;
  }

  /** Undefined before layout. */
  prepare(
    canvas: HTMLCanvasElement,
    { width, height }: Viewport,
  ): { brush: Brush; bitmaps: Bitmaps } | undefined {
    if (width === 0 || height === 0) return undefined;
    const environment = this.#environment;
    const colours = environment.colours(MAP_COLOURS);
    const isSized =
      canvas.width === Math.round(width * environment.pixelRatio) &&
      canvas.height === Math.round(height * environment.pixelRatio);
    if (colours !== this.#colours || !this.#palette) {
      this.#palette = createPalette(colours);
      this.#bitmaps = new Bitmaps(this.#palette);
      this.#brush = undefined;
    }
    this.#colours = colours;
    if (!this.#brush || !isSized) {
      const context = environment.hiDpiContext(canvas, width, height);
      const font = getComputedStyle(canvas).fontFamily;
      this.#brush = context ? new Brush(context, this.#palette, font, environment.textScale) : undefined;
    }
    return this.#brush && this.#bitmaps && { brush: this.#brush, bitmaps: this.#bitmaps };
  }
}
