// Slides: the picture of the stage, and below it the moment in large type; keys or three buttons do the rest.

import { msg } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { SlideEvent, SlidesEndEvent } from '../../events/index.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { closeIcon, nextIcon, previousIcon } from '../../styles/icons.ts';
import type { Moment } from '../chapter.ts';
import type { StageElement } from '../chapter-stage/panel-groups.ts';
import { freeCommand } from '../chapter-view/player-keys.ts';
import { SLIDE_KEYS } from './slide-keys.ts';

/** Of the window’s smaller side: from the back of a room, text is read that is a fortieth of the picture. */
const ROOT_SIZE = 'max(100%, 2.4vmin)';

/**
 * The caption of a slide. While it is on the page, all type is large, and the keys are those of the slides.
 *
 * @property moments - Of the chapter.
 * @property index - Of the shown one.
 * @property stage - Its panels are opened by keys.
 * @fires lab-slide - A key or a button moves to another moment.
 * @fires lab-slides-end - A key, a button or the browser leaves the slides.
 */
@customElement('lab-slides')
export class Slides extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: baseline;
        gap: var(--space-2xs) var(--space-xl);
        padding: var(--space-m) var(--space-xl);
        border-top: 1px solid var(--line);
        background: var(--bg);
      }

      h1 {
        text-wrap: balance;
      }

      p {
        max-width: 60rem;
        font-size: var(--size-large);
        line-height: 1.35;
        text-wrap: pretty;
      }

      .keys,
      .number {
        color: var(--muted);
        font-size: var(--size-small);
      }

      .controls {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: flex-end;
        gap: var(--space-xs);
      }

      .keys {
        margin-inline-end: auto;
      }

      @media (hover: none) {
        .keys {
          display: none;
        }
      }

      /* A phone held across: the picture needs the row of the buttons. */
      @media (max-height: 35em) and (min-width: 35em) {
        :host {
          padding-block: var(--space-s);
        }

        .controls {
          grid-column: auto;
          flex-wrap: nowrap;
          align-self: end;
        }

        .number {
          justify-self: end;
        }

        .keys {
          display: none;
        }
      }

      button[aria-disabled="true"] {
        color: var(--faint);
        cursor: not-allowed;
      }
    `,
  ];

  @property({ attribute: false }) moments: readonly Moment[] = [];
  @property({ attribute: false }) index = 0;
  @property({ attribute: false }) stage!: StageElement | null;
  @property({ attribute: false }) characterKeys = true;

  /** Whether the keys are known by now. */
  @state() private hasMoved = false;

  /** Whether the browser shows it full screen, which Escape ends without a word to the page. */
  #wasFull = document.fullscreenElement !== null;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#press);
    document.addEventListener('fullscreenchange', this.#changeFullScreen);
    document.documentElement.style.fontSize = ROOT_SIZE;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#press);
    document.removeEventListener('fullscreenchange', this.#changeFullScreen);
    document.documentElement.style.removeProperty('font-size');
    if (document.fullscreenElement) void document.exitFullscreen();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('index') !== undefined) this.hasMoved = true;
  }

  protected override render() {
    const { title, text } = this.moments[this.index];
    return html`<h1>${title}</h1>
      <span class="number numbers">${this.index + 1} / ${this.moments.length}</span>
      <p role="status">${text}</p>
      <div class="controls">
        ${
          this.hasMoved
            ? nothing
            : html`<span class="keys">${
                this.characterKeys
                  ? msg('← → moments, ↑ ↓ panels, f full screen, ? all keys, Esc leaves')
                  : msg('← → moments, ↑ ↓ panels, Esc leaves')
              }</span>`
        }
        ${this.#moveButton(msg('Previous moment'), previousIcon, this.index - 1)}
        ${this.#moveButton(msg('Next moment'), nextIcon, this.index + 1)}
        <button @click=${this.#leave}>${closeIcon}${msg('Leave')}</button>
      </div>`;
  }

  /** At an end it stays a button, which keeps the focus. */
  #moveButton(label: string, icon: TemplateResult, index: number): TemplateResult {
    return html`<button title=${label} aria-label=${label} aria-disabled=${!(index in this.moments)} @click=${() => this.#go(index)}>${icon}</button>`;
  }

  readonly #press = (event: KeyboardEvent): void => {
    const command = freeCommand(SLIDE_KEYS, event, this.characterKeys);
    if (!command) return;
    event.preventDefault();
    const handlers: Record<typeof command, () => void> = {
      next: () => this.#go(this.index + 1),
      previous: () => this.#go(this.index - 1),
      first: () => this.#go(0),
      last: () => this.#go(this.moments.length - 1),
      'next-panel': () => this.#movePanel(1),
      'previous-panel': () => this.#movePanel(-1),
      'full-screen': () => void document.documentElement.requestFullscreen?.().catch(() => undefined),
      leave: this.#leave,
    };
    handlers[command]();
  };

  readonly #leave = (): void => void this.dispatchEvent(new SlidesEndEvent());

  #go(index: number): void {
    if (index in this.moments) this.dispatchEvent(new SlideEvent(index));
  }

  /** From none to the first, and on through all that are offered. */
  #movePanel(by: 1 | -1): void {
    const { stage } = this;
    // Until the code of the stage has arrived, it has none.
    if (!stage?.offeredPanels) return;
    const panels = [undefined, ...stage.offeredPanels];
    const at = panels.indexOf(stage.openPanel) + by;
    if (at in panels) stage.showPanel(panels[at]);
  }

  readonly #changeFullScreen = (): void => {
    const isFull = document.fullscreenElement !== null;
    if (this.#wasFull && !isFull) this.dispatchEvent(new SlidesEndEvent());
    this.#wasFull = isFull;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-slides': Slides;
  }
}
