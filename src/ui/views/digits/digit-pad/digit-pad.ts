// A pad to draw a digit on, by mouse, touch or pen. The drawing is converted to an image like those of MNIST.

import { html, LitElement } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { DigitDrawEvent } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { digitPadStyles } from './digit-pad.styles.ts';
import { toMnistImage } from './mnist-image.ts';

/** Canvas pixels a side: ten times the resolution of the image. */
const CANVAS_SIDE = 280;
const PEN_WIDTH = 22;

type Stroke = { x: number; y: number }[];

/**
 * @summary A drawing pad for one digit.
 *
 * @property baseImage - Image shown until the first stroke: 784 numbers, 0 to 1.
 * @csspart buttons - The row of buttons below the pad.
 * @fires lab-digit-draw - The drawing changes: 784 numbers, centred and scaled as in MNIST, or undefined if it is empty. At most once a
 *   frame.
 */
@customElement('lab-digit-pad')
export class DigitPad extends LitElement {
  static override styles = [baseStyles, digitPadStyles];

  @property({ attribute: false }) baseImage: ArrayLike<number> = [];

  @state() private strokes: Stroke[] = [];

  @query('canvas') private canvas!: HTMLCanvasElement;

  #drawing = false;
  #frameRequest = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frameRequest);
  }

  protected override render() {
    const isEmpty = this.strokes.length === 0;
    return html`
      <canvas
        width=${CANVAS_SIDE}
        height=${CANVAS_SIDE}
        role="img"
        aria-label="Drawing pad for a digit, by pointer. With the keyboard, select an image from the gallery."
        @pointerdown=${this.#startStroke}
        @pointermove=${this.#extendStroke}
        @pointerup=${this.#endStroke}
        @pointercancel=${this.#endStroke}
      ></canvas>
      ${isEmpty ? html`<span class="hint">draw here</span>` : ''}
      <div class="buttons" part="buttons">
        <button ?disabled=${isEmpty} @click=${() => this.#setStrokes(this.strokes.slice(0, -1))}>Undo</button>
        <button ?disabled=${isEmpty} @click=${() => this.#setStrokes([])}>Clear</button>
      </div>
    `;
  }

  protected override updated(): void {
    this.#paint();
  }

  /** Removes all strokes without an event. */
  clear(): void {
    this.strokes = [];
  }

  #startStroke(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.#drawing = true;
    this.strokes = [...this.strokes, [this.#point(event)]];
    this.#emitOnNextFrame();
  }

  #extendStroke(event: PointerEvent): void {
    if (!this.#drawing) return;
    const stroke = this.strokes.at(-1) as Stroke;
    // A fast stroke has several points between two frames.
    const coalesced = event.getCoalescedEvents?.() ?? [];
    for (const move of coalesced.length > 0 ? coalesced : [event]) stroke.push(this.#point(move));
    this.#paint();
    this.#emitOnNextFrame();
  }

  #endStroke(): void {
    this.#drawing = false;
  }

  #setStrokes(strokes: Stroke[]): void {
    this.strokes = strokes;
    this.#emitOnNextFrame();
  }

  #point({ clientX, clientY }: PointerEvent): Stroke[number] {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return { x: ((clientX - left) / width) * CANVAS_SIDE, y: ((clientY - top) / height) * CANVAS_SIDE };
  }

  #paint(): void {
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.fillStyle = '#000';
    context.fillRect(0, 0, CANVAS_SIDE, CANVAS_SIDE);
    if (this.strokes.length === 0) this.#paintBaseImage(context);
    context.strokeStyle = '#fff';
    context.lineWidth = PEN_WIDTH;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    for (const [first, ...rest] of this.strokes) {
      context.beginPath();
      context.moveTo(first.x, first.y);
      // A tap leaves a dot.
      for (const { x, y } of rest.length > 0 ? rest : [first]) context.lineTo(x, y);
      context.stroke();
    }
  }

  #paintBaseImage(context: CanvasRenderingContext2D): void {
    const size = CANVAS_SIDE / 28;
    for (let i = 0; i < this.baseImage.length; i++) {
      const light = Math.round(this.baseImage[i] * 255);
      context.fillStyle = `rgb(${light}, ${light}, ${light})`;
      context.fillRect((i % 28) * size, Math.floor(i / 28) * size, size, size);
    }
  }

  #emitOnNextFrame(): void {
    cancelAnimationFrame(this.#frameRequest);
    this.#frameRequest = requestAnimationFrame(() => {
      this.#paint();
      this.dispatchEvent(new DigitDrawEvent(this.strokes.length === 0 ? undefined : this.#image()));
    });
  }

  #image(): Float32Array<ArrayBuffer> {
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    const pixels =
      context?.getImageData(0, 0, CANVAS_SIDE, CANVAS_SIDE).data ??
      new Uint8ClampedArray(CANVAS_SIDE * CANVAS_SIDE * 4);
    const values = Float32Array.from({ length: CANVAS_SIDE * CANVAS_SIDE }, (_, i) => pixels[i * 4] / 255);
    return toMnistImage({ side: CANVAS_SIDE, values });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-pad': DigitPad;
  }
}
