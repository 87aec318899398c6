// The canvas of a map: in the size of its box, in the theme's colours.

import type { CanvasEnvironment } from '../canvas/canvas-environment.ts';
import type { Brush } from './brush.ts';
import { createPalette, MAP_COLOURS, type MapColours, type Palette } from './palette.ts';

type BrushConstructor<TBrush> = new (...args: ConstructorParameters<typeof Brush>) => TBrush;

export class MapCanvas<TBrush extends Brush> {
  readonly #environment: CanvasEnvironment;
  readonly #Brush: BrushConstructor<TBrush>;
  #colours?: MapColours;
  #palette?: Palette;
  #brush?: TBrush;

  constructor(environment: CanvasEnvironment, BrushClass: BrushConstructor<TBrush>) {
    this.#environment = environment;
    this.#Brush = BrushClass;
  }

  /** The same brush until size, theme or text size change; undefined before layout. */
  prepare(
    canvas: HTMLCanvasElement,
    { width, height }: { width: number; height: number },
  ): TBrush | undefined {
    if (width === 0 || height === 0) return undefined;
    const environment = this.#environment;
    const colours = environment.colours(MAP_COLOURS);
    const isSized =
      canvas.width === Math.round(width * environment.pixelRatio) &&
      canvas.height === Math.round(height * environment.pixelRatio);
    if (colours !== this.#colours || !this.#palette) {
      this.#palette = createPalette(colours);
      this.#brush = undefined;
    }
    this.#colours = colours;
    if (!this.#brush || !isSized) {
      const context = environment.hiDpiContext(canvas, width, height);
      const font = getComputedStyle(canvas).fontFamily;
      this.#brush = context
        ? new this.#Brush(context, this.#palette, font, environment.textScale)
        : undefined;
    }
    return this.#brush;
  }
}
