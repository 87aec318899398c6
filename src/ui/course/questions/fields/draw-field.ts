// The field of a question that asks for a curve: drawn with the pointer, or point by point with the arrow keys.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { baseStyles } from '../../../styles/base.styles.ts';
import { ResponseEvent } from '../events.ts';
import type { QuestionOf, Responses, SolutionOf } from '../question.ts';

/** Of the drawing, in pixels; it is as wide as its place. */
const [HEIGHT, LEFT, BOTTOM] = [180, 46, 36];
const INNER_HEIGHT = HEIGHT - BOTTOM - 10;
/** Share of the height that a key moves a point by. */
const KEY_SHARE = 0.05;
const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: 5,
  PageDown: -5,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * @property question - The question.
 * @property response - The visitor's answer so far.
 * @property solution - The engine's answer, once the visitor's is checked: the field shows it and takes no other.
 * @fires lab-response - The visitor changes the answer.
 */
@customElement('lab-draw-field')
export class DrawField extends LitElement {
  static override styles = [
    baseStyles,
    css`
      svg {
        display: block;
        width: 100%;
        cursor: crosshair;
        touch-action: none;
        user-select: none;
      }

      svg.checked {
        cursor: default;
      }

      text {
        fill: var(--muted);
        font-size: calc(13 * var(--unit));
      }

      .frame {
        fill: var(--surface);
        stroke: var(--line);
      }

      polyline {
        fill: none;
        stroke: var(--accent);
        stroke-width: 2;
      }

      circle {
        fill: var(--accent);
      }

      circle:focus-visible {
        outline: none;
        stroke: var(--text);
        stroke-width: 2;
      }

      .answer {
        stroke: var(--good);
        stroke-dasharray: 5 3;
      }

      .key {
        color: var(--good);
      }
    `,
  ];

  @property({ attribute: false }) question!: QuestionOf<'draw'>;
  @property({ attribute: false }) response?: Responses['draw'];
  @property({ attribute: false }) solution?: SolutionOf<QuestionOf<'draw'>>;

  @state() private isDrawing = false;
  @state() private width = 320;
  @query('svg') private canvas!: SVGSVGElement;
  /** The point that the pointer passed last. */
  #last?: { readonly index: number; readonly value: number };

  readonly #resizeObserver = new ResizeObserver(([{ contentRect }]) => {
    this.width = Math.max(200, contentRect.width);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizeObserver.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizeObserver.disconnect();
  }

  get #innerWidth(): number {
    return this.width - LEFT - 12;
  }

  /** A flat line until there is one. */
  get #values(): readonly number[] {
    const { x, y } = this.question;
    return this.response ?? x.ticks.map(() => (y.min + y.max) / 2);
  }

  protected override render() {
    const { solution, question, response } = this;
    const { x, y } = question;
    return html`
      <svg
        viewBox="0 0 ${this.width} ${HEIGHT}"
        role="group"
        aria-label=${msg(str`${y.label} by ${x.label}`)}
        class=${solution ? 'checked' : ''}
        @pointerdown=${this.#start}
        @pointermove=${this.#move}
        @pointerup=${this.#end}
        @pointercancel=${this.#end}
      >
        <rect class="frame" x=${LEFT} y="10" width=${this.#innerWidth} height=${INNER_HEIGHT} />
        <text x=${LEFT - 6} y="20" text-anchor="end">${y.format(y.max)}</text>
        <text x=${LEFT - 6} y=${10 + INNER_HEIGHT} text-anchor="end">${y.format(y.min)}</text>
        ${x.ticks.map((tick, i) => svg`<text x=${this.#x(i)} y=${INNER_HEIGHT + 26} text-anchor="middle">${tick}</text>`)}
        <text x=${LEFT + this.#innerWidth / 2} y=${HEIGHT - 2} text-anchor="middle">${x.label}</text>
        ${solution ? svg`<polyline class="answer" points=${this.#points(solution.right)} />` : nothing}
        <polyline points=${this.#points(this.#values)} opacity=${response ? 1 : 0.4} />
        ${this.#values.map((value, i) => this.#handle(value, i))}
      </svg>
      <p class="small">
        ${
          solution
            ? html`${msg(html`<span class="key">Dashed: the model.</span> Solid: yours.`)}`
            : html`${msg(str`${y.label}: draw across, or move each point with the arrow keys.`)}`
        }
      </p>`;
  }

  #handle(value: number, i: number) {
    const { x, y } = this.question;
    if (this.solution) return svg`<circle cx=${this.#x(i)} cy=${this.#y(value)} r="3" />`;
    return svg`<circle
      cx=${this.#x(i)} cy=${this.#y(value)} r="4.5"
      role="slider"
      tabindex="0"
      aria-label="${x.label} ${x.ticks[i]}"
      aria-valuemin=${y.min} aria-valuemax=${y.max} aria-valuenow=${value} aria-valuetext=${y.format(value)}
      @keydown=${(event: KeyboardEvent) => this.#key(event, i)}
    />`;
  }

  /** Where the ticks lie, from 0 to 1. */
  get #shares(): readonly number[] {
    const { ticks, at = ticks.map((_, i) => i) } = this.question.x;
    return at.map((place) => (place - at[0]) / (at[at.length - 1] - at[0]));
  }

  #x(index: number): number {
    return LEFT + 12 + this.#shares[index] * (this.#innerWidth - 24);
  }

  #y(value: number): number {
    const { min, max } = this.question.y;
    return 10 + INNER_HEIGHT * (1 - (value - min) / (max - min));
  }

  #points(values: readonly number[]): string {
    return values.map((value, i) => `${this.#x(i)},${this.#y(value)}`).join(' ');
  }

  #respond(response: Responses['draw']): void {
    this.dispatchEvent(new ResponseEvent(response));
  }

  #clamp(value: number): number {
    const { min, max } = this.question.y;
    return Math.min(max, Math.max(min, value));
  }

  #key(event: KeyboardEvent, index: number): void {
    const step = KEY_STEPS[event.key];
    if (step === undefined || this.solution) return;
    event.preventDefault();
    const { min, max } = this.question.y;
    const value = this.#clamp(this.#values[index] + step * KEY_SHARE * (max - min));
    this.#respond(this.#values.with(index, value));
  }

  readonly #start = (event: PointerEvent): void => {
    if (this.solution) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.isDrawing = true;
    this.#last = undefined;
    this.#move(event);
  };

  /** Points between the last place of the pointer and this one lie on a line. */
  readonly #move = (event: PointerEvent): void => {
    if (!this.isDrawing) return;
    const { index, value } = this.#placeOf(event);
    const from = this.#last ?? { index, value };
    const [first, end] = from.index <= index ? [from, { index, value }] : [{ index, value }, from];
    const shares = this.#shares;
    const slope = (end.value - first.value) / (shares[end.index] - shares[first.index] || 1);
    this.#respond(
      this.#values.map((other, i) =>
        i === index
          ? value
          : i < first.index || i > end.index
            ? other
            : first.value + (shares[i] - shares[first.index]) * slope,
      ),
    );
    this.#last = { index, value };
  };

  readonly #end = (): void => {
    this.isDrawing = false;
  };

  #placeOf({ clientX, clientY }: PointerEvent): { index: number; value: number } {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [
      ((clientX - box.left) / box.width) * this.width,
      ((clientY - box.top) / box.height) * HEIGHT,
    ];
    const share = (x - LEFT - 12) / (this.#innerWidth - 24);
    const distances = this.#shares.map((other) => Math.abs(other - share));
    const index = distances.indexOf(Math.min(...distances));
    const { min, max } = this.question.y;
    return { index, value: this.#clamp(min + (1 - (y - 10) / INNER_HEIGHT) * (max - min)) };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-draw-field': DrawField;
  }
}
