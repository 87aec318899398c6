// The canvas of a stage: in the size of its box, in the theme's colours.

import type { CanvasEnvironment } from '../canvas/canvas-environment.ts';
import type { Brush } from './brush.ts';
import { createPalette, MAP_COLOURS, type MapColours, type Palette } from './palette.ts';

type BrushConstructor = new (...args: ConstructorParameters<typeof Brush>) => Brush;

export class StageCanvas {
  readonly #environment: CanvasEnvironment;
  #colours?: MapColours;
  #palette?: Palette;
  #brush?: Brush;

  constructor(environment: CanvasEnvironment) {
    this.#environment = environment;
  }

  /** The same brush until size, theme, text size or its kind change; undefined before layout. */
  prepare(
    canvas: HTMLCanvasElement,
    { width, height }: { width: number; height: number },
    SceneBrush: BrushConstructor,
  ): Brush | undefined {
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
    if (!this.#brush || !isSized || this.#brush.constructor !== SceneBrush) {
      const context = environment.hiDpiContext(canvas, width, height);
      const font = getComputedStyle(canvas).fontFamily;
      this.#brush = context ? new SceneBrush(context, this.#palette, font, environment.textScale) : undefined;
    }
    return this.#brush;
  }
}
