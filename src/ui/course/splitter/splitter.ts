// The bar between two parts of a page, dragged or moved with the keys to share the width between them.

import { msg, str } from '@lit/localize';
import { css, LitElement, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { SplitEvent } from '../../events/index.ts';
import { baseStyles } from '../../styles/base.styles.ts';

/** Of the width, in percent. */
const KEY_STEP = 2;
const LARGE_KEY_STEP = 10;

/**
 * A window splitter: the host gives it `role="separator"` and a name.
 *
 * @property value - Width of the part before it, in percent of the page.
 * @property min - Least value.
 * @property max - Largest value.
 * @property initial - Value that a double click restores.
 * @fires lab-split - The visitor moves it.
 */
@customElement('lab-splitter')
export class Splitter extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        position: relative;
        z-index: 1;
        width: 1px;
        background: var(--line);
        cursor: col-resize;
        touch-action: none;
      }

      /* Wider than it looks, to be caught. */
      :host::before {
        content: '';
        position: absolute;
        inset: 0 -5px;
      }

      :host::after {
        content: '';
        position: absolute;
        inset: calc(50% - 1.25rem) -2px;
        border-radius: var(--radius-tiny);
        background: var(--line-strong);
        opacity: 0;
      }

      :host(:hover)::after,
      :host(:focus-visible)::after,
      :host(.dragged)::after {
        background: var(--accent);
        opacity: 1;
      }
    `,
  ];

  @property({ type: Number }) value = 50;
  @property({ type: Number }) min = 0;
  @property({ type: Number }) max = 100;
  @property({ type: Number }) initial = 50;

  constructor() {
    super();
    this.addEventListener('keydown', this.#handleKey);
    this.addEventListener('pointerdown', this.#handlePress);
    this.addEventListener('dblclick', () => this.#move(this.initial, true));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.ariaOrientation = 'vertical';
  }

  protected override willUpdate(_: PropertyValues): void {
    this.ariaValueNow = String(Math.round(this.value));
    this.ariaValueMin = String(this.min);
    this.ariaValueMax = String(this.max);
    this.ariaValueText = msg(str`${Math.round(this.value)} % of the width`);
  }

  /** The value grows with the text: to the left where that is right to left. */
  get #rightwards(): 1 | -1 {
    return this.matches(':dir(rtl)') ? -1 : 1;
  }

  #move(value: number, isFinal: boolean): void {
    const within = Math.min(this.max, Math.max(this.min, value));
    this.dispatchEvent(new SplitEvent(within, isFinal));
  }

  readonly #handleKey = (event: KeyboardEvent): void => {
    const step = this.#rightwards * (event.shiftKey ? LARGE_KEY_STEP : KEY_STEP);
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: this.value - step,
      ArrowRight: this.value + step,
      PageUp: this.value + LARGE_KEY_STEP,
      PageDown: this.value - LARGE_KEY_STEP,
      Home: this.min,
      End: this.max,
    };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#move(target, true);
  };

  /** The pointer is captured: the frame of a video would swallow its moves. */
  readonly #handlePress = (press: PointerEvent): void => {
    if (press.button !== 0 || !(this.parentNode instanceof ShadowRoot)) return;
    const start = this.value;
    const { width } = this.parentNode.host.getBoundingClientRect();
    const at = ({ clientX }: PointerEvent) =>
      start + (this.#rightwards * 100 * (clientX - press.clientX)) / width;
    const drag = (move: PointerEvent) => this.#move(at(move), false);
    const drop = (move: PointerEvent) => {
      this.classList.remove('dragged');
      this.removeEventListener('pointermove', drag);
      this.removeEventListener('pointerup', drop);
      this.removeEventListener('pointercancel', drop);
      if (move.clientX !== press.clientX) this.#move(at(move), true);
    };
    this.classList.add('dragged');
    this.setPointerCapture(press.pointerId);
    this.addEventListener('pointermove', drag);
    this.addEventListener('pointerup', drop);
    this.addEventListener('pointercancel', drop);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-splitter': Splitter;
  }
}
