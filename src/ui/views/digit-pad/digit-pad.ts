// A pad to draw a digit on, by pointer, touch or pen: what it tells is an image as MNIST's are.

import { html, LitElement } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { DigitDrawEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { digitPadStyles } from './digit-pad.styles.ts';
import { asMnist } from './drawing.ts';

/** Dots a side of the ink: ten times as fine as the image. */
const SIDE = 280;
const PEN = 22;

type Stroke = { x: number; y: number }[];

/**
 * @property picture - an image to draw over, or to look at: 784 numbers; the first stroke takes its place
 * @csspart buttons - below the pad, one beside the other
 * @fires lab-digit-draw - with every bit of a stroke, and when one is taken back: 784 numbers, centred and scaled
 */
@customElement('lab-digit-pad')
export class DigitPad extends LitElement {
  static override styles = [baseStyles, digitPadStyles];

  @property({ attribute: false }) picture: ArrayLike<number> = [];

  @state() private strokes: Stroke[] = [];

  @query('canvas') private canvas!: HTMLCanvasElement;

  #drawing = false;
  #frame = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
  }

  protected override render() {
    const none = this.strokes.length === 0;
    return html`
      <canvas
        width=${SIDE}
        height=${SIDE}
        role="img"
        aria-label="A pad to draw a digit on with a pointer. With the keyboard, pick a digit from the gallery below."
        @pointerdown=${this.#begin}
        @pointermove=${this.#go}
        @pointerup=${this.#end}
        @pointercancel=${this.#end}
      ></canvas>
      ${none ? html`<span class="hint">draw here</span>` : ''}
      <div class="buttons" part="buttons">
        <button ?disabled=${none} @click=${() => this.#change(this.strokes.slice(0, -1))}>Undo</button>
        <button ?disabled=${none} @click=${() => this.#change([])}>Clear</button>
      </div>
    `;
  }

  protected override updated(): void {
    this.#paint();
  }

  /** Another picture was picked: what was drawn goes. */
  forget(): void {
    this.strokes = [];
  }

  #begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.#drawing = true;
    this.strokes = [...this.strokes, [this.#point(event)]];
    this.#tellSoon();
  }

  #go(event: PointerEvent): void {
    if (!this.#drawing) return;
    const stroke = this.strokes.at(-1) as Stroke;
    // A fast hand passes several places between two pictures of the screen.
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const each of passed.length > 0 ? passed : [event]) stroke.push(this.#point(each));
    this.#paint();
    this.#tellSoon();
  }

  #end(): void {
    this.#drawing = false;
  }

  #change(strokes: Stroke[]): void {
    this.strokes = strokes;
    this.#tellSoon();
  }

  #point({ clientX, clientY }: PointerEvent): Stroke[number] {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return { x: ((clientX - left) / width) * SIDE, y: ((clientY - top) / height) * SIDE };
  }

  #paint(): void {
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.fillStyle = '#000';
    context.fillRect(0, 0, SIDE, SIDE);
    if (this.strokes.length === 0) this.#paintPicture(context);
    context.strokeStyle = '#fff';
    context.lineWidth = PEN;
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

  #paintPicture(context: CanvasRenderingContext2D): void {
    const size = SIDE / 28;
    for (let i = 0; i < this.picture.length; i++) {
      const light = Math.round(this.picture[i] * 255);
      context.fillStyle = `rgb(${light}, ${light}, ${light})`;
      context.fillRect((i % 28) * size, Math.floor(i / 28) * size, size, size);
    }
  }

  #tellSoon(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#paint();
      this.dispatchEvent(new DigitDrawEvent(this.strokes.length === 0 ? undefined : this.#image()));
    });
  }

  #image(): Float32Array<ArrayBuffer> {
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    const pixels = context?.getImageData(0, 0, SIDE, SIDE).data ?? new Uint8ClampedArray(SIDE * SIDE * 4);
    const values = Float32Array.from({ length: SIDE * SIDE }, (_, i) => pixels[i * 4] / 255);
    return asMnist({ side: SIDE, values });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-pad': DigitPad;
  }
}
