// 28 × 28 numbers as an image: greyscale pixels, or weights coloured by sign.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { CanvasEnvironment } from '../../../canvas/canvas-environment.ts';
import {
  SIGNED_COLOURS,
  scalePixels,
  sequentialScale,
  signedPixels,
  toPixels,
} from '../../../canvas/colour-scale.ts';
import { PixelPointerEvent } from '../../../events/index.ts';
import { pixelImageStyles } from './pixel-image.styles.ts';
import { movePixel, SIDE } from './pixels.ts';

/** Black for 0 and white for 1 in both themes, as in MNIST. */
const GREYS = scalePixels(sequentialScale('rgb(0, 0, 0)', 'rgb(255, 255, 255)'));

/**
 * @summary Draws 28 × 28 numbers as an image.
 *   The canvas reads its custom properties at the document root.
 *
 * @property values - 784 numbers, row by row.
 * @property kind - `grey`: 0 black to 1 white; `signed`: positive blue, negative red.
 * @property extent - For `signed`, the magnitude with full colour; the largest magnitude by default.
 * @property label - Accessible name; without one the image is hidden from screen readers.
 * @property pointed - Index of the pointed pixel; undefined for none.
 * @property pointable - Whether pixels can be pointed at, by pointer and arrow keys.
 * @fires lab-pixel - Another pixel, or none, is pointed at; or a pixel is pressed.
 * @cssproperty [--positive=#58c4dd] - Positive numbers.
 * @cssproperty [--scale-zero=#0f131b] - Zero.
 * @cssproperty [--negative=#fc6f62] - Negative numbers.
 * @cssproperty [--highlight=var(--query)] - The pointed pixel.
 */
@customElement('lab-pixel-image')
export class PixelImage extends LitElement {
  static override styles = pixelImageStyles;

  @property({ attribute: false }) values: ArrayLike<number> = [];
  @property() kind: 'grey' | 'signed' = 'grey';
  @property({ type: Number }) extent?: number;
  @property() label = '';
  @property({ type: Number }) pointed?: number;
  @property({ type: Boolean, reflect: true }) pointable = false;

  @query('canvas') private canvas!: HTMLCanvasElement;

  readonly #environment = new CanvasEnvironment(this);

  protected override render() {
    // Without a label the image decorates an element that has one.
    const canvas = this.label
      ? html`<canvas width=${SIDE} height=${SIDE} role="img" aria-label=${this.label}></canvas>`
      : html`<canvas width=${SIDE} height=${SIDE} aria-hidden="true"></canvas>`;
    if (!this.pointable) return canvas;
    return html`<div
      class="frame"
      tabindex="0"
      role="group"
      aria-label=${msg(str`${this.label}. Arrow keys point at a pixel, with Shift they press it.`)}
      @pointermove=${this.#point}
      @pointerdown=${this.#point}
      @pointerleave=${() => this.#emit(undefined)}
      @keydown=${this.#press}
    >
      ${canvas}${this.#marker()}
    </div>`;
  }

  protected override updated(): void {
    const image = new ImageData(this.#pixels(), SIDE);
    this.canvas.getContext('2d')?.putImageData(image, 0, 0);
  }

  #pixels(): Uint8ClampedArray<ArrayBuffer> {
    const values = Float32Array.from({ length: SIDE * SIDE }, (_, i) => this.values[i] ?? 0);
    if (this.kind === 'grey') return toPixels(values, GREYS);
    const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    return signedPixels(values, this.extent ?? largest, this.#environment.colours(SIGNED_COLOURS));
  }

  #marker() {
    if (this.pointed === undefined) return '';
    const [column, row] = [this.pointed % SIDE, Math.floor(this.pointed / SIDE)];
    const percent = (index: number) => `${(index / SIDE) * 100}%`;
    return html`<i style=${`left: ${percent(column)}; top: ${percent(row)}`}></i>`;
  }

  #point(event: PointerEvent): void {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const indexAt = (distance: number, length: number) =>
      Math.min(SIDE - 1, Math.max(0, Math.floor((distance / length) * SIDE)));
    const pixel = indexAt(event.clientY - top, height) * SIDE + indexAt(event.clientX - left, width);
    this.#emit(pixel, event.buttons > 0);
  }

  #press(event: KeyboardEvent): void {
    const next = movePixel(this.pointed, event.key);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#emit(next, event.shiftKey);
  }

  #emit(pixel: number | undefined, isPressed = false): void {
    if (pixel !== this.pointed || isPressed) this.dispatchEvent(new PixelPointerEvent(pixel, isPressed));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-pixel-image': PixelImage;
  }
}
