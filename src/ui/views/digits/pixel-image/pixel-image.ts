// 28 × 28 numbers as a picture: an image in greys, or weights in the colours of their sign.

import { html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { PixelPointerEvent } from '../../../events.ts';
import { CanvasEnvironment } from '../../canvas/canvas-environment.ts';
import {
  SIGNED_COLOURS,
  scalePixels,
  sequentialScale,
  signedPixels,
  toPixels,
} from '../../canvas/colour-scale.ts';
import { pixelImageStyles } from './pixel-image.styles.ts';
import { movePixel, SIDE } from './pixels.ts';

/** Black and white are the image's own, in both themes: 0 is ink that is not there. */
const GREYS = scalePixels(sequentialScale('rgb(0, 0, 0)', 'rgb(255, 255, 255)'));

/**
 * @property values - 784 numbers, row by row
 * @property kind - `grey`: 0 black to 1 white; `signed`: positive blue, negative red
 * @property extent - of `signed`: the size with the strongest colour; the largest there is if left out
 * @property label - what it shows; left out where something around it says so
 * @property pointed - the pixel pointed at; undefined for none
 * @property pointable - whether pixels can be pointed at, by cursor and by arrow keys
 * @fires lab-pixel - another pixel is pointed at, or none
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
    // Without a label of its own it decorates something that has one.
    const canvas = this.label
      ? html`<canvas width=${SIDE} height=${SIDE} role="img" aria-label=${this.label}></canvas>`
      : html`<canvas width=${SIDE} height=${SIDE} aria-hidden="true"></canvas>`;
    if (!this.pointable) return canvas;
    return html`<div
      class="frame"
      tabindex="0"
      role="group"
      aria-label=${`${this.label}. Arrow keys point at single pixels; with shift held they press on them.`}
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
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return signedPixels(values, this.extent ?? largest, this.#environment.colours(SIGNED_COLOURS));
  }

  #marker() {
    if (this.pointed === undefined) return '';
    const [column, row] = [this.pointed % SIDE, Math.floor(this.pointed / SIDE)];
    const at = (place: number) => `${(place / SIDE) * 100}%`;
    return html`<i style=${`left: ${at(column)}; top: ${at(row)}`}></i>`;
  }

  #point(event: PointerEvent): void {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const place = (distance: number, length: number) =>
      Math.min(SIDE - 1, Math.max(0, Math.floor((distance / length) * SIDE)));
    const pixel = place(event.clientY - top, height) * SIDE + place(event.clientX - left, width);
    this.#emit(pixel, event.buttons > 0);
  }

  #press(event: KeyboardEvent): void {
    const next = movePixel(this.pointed, event.key);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#emit(next, event.shiftKey);
  }

  #emit(pixel: number | undefined, pressed = false): void {
    if (pixel !== this.pointed || pressed) this.dispatchEvent(new PixelPointerEvent(pixel, pressed));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-pixel-image': PixelImage;
  }
}
