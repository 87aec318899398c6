// A glossary term: dotted underline, definition in a popover.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { lazyImport } from '../../../../shared/lazy-import.ts';
import { toDisplayMessage } from '../../../format/display-message.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { displayName, type TermName } from './terms.ts';

/** Maximum width and usual height of the popover, in rem, because it scales with the text. */
const POPOVER_WIDTH_REM = 18.75;
const POPOVER_HEIGHT_REM = 9.5;
/** Distances of the popover in CSS pixels: to the word, and to the edges of the viewport. */
const GAP = 6;
const EDGE_MARGIN = 12;

/**
 * @summary Shows the definition of a glossary term in a popover.
 *
 * @property name - Key of the term.
 * @slot - The word as the sentence has it; the term itself by default.
 */
@customElement('lab-term')
export class Term extends LitElement {
  static override styles = [
    baseStyles,
    css`
      button {
        display: inline;
        min-width: 0;
        min-height: 0;
        padding: 0;
        border: 0;
        border-bottom: 1px dotted currentColor;
        border-radius: 0;
        background: none;
        font: inherit;
        color: inherit;
        white-space: normal;
      }

      button:hover,
      button:has(+ p:popover-open) {
        color: var(--accent);
      }

      p {
        inset: auto;
        width: max-content;
        max-width: min(18.75rem, calc(100vw - 24px));
        overflow-y: auto;
        padding: var(--space-s) var(--space-m);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-small);
        background: var(--raised);
        color: var(--text);
        font: 400 var(--size-small) / 1.5 var(--font);
        text-align: start;
        white-space: normal;
      }

      b {
        color: var(--accent);
      }

    `,
  ];

  @property() name!: TermName;

  @state() private definition?: string;

  @query('button') private button!: HTMLElement;
  @query('p') private popoverElement!: HTMLElement;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('scroll', this.#hide, true);
  }

  protected override render() {
    const { name, definition } = this;
    return html`<button popovertarget="definition" title=${definition ?? nothing} @pointerenter=${this.#define} @focus=${this.#define}><slot>${displayName(name)}</slot></button
      ><p id="definition" popover role="note" @beforetoggle=${this.#positionPopover}><b>${displayName(name)}</b>: ${definition ?? '…'}</p>`;
  }

  readonly #define = async (): Promise<void> => {
    this.definition ??= await lazyImport(() => import('./glossary.ts')).then(
      ({ GLOSSARY }) => GLOSSARY[this.name],
      toDisplayMessage,
    );
  };

  /** Below the word, or above it if there is more space. */
  #positionPopover({ newState }: ToggleEvent): void {
    removeEventListener('scroll', this.#hide, true);
    if (newState !== 'open') return;
    void this.#define();
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const { left, top, bottom } = this.button.getBoundingClientRect();
    const spaceBelow = innerHeight - bottom;
    const above = spaceBelow < POPOVER_HEIGHT_REM * rem && spaceBelow < top;
    Object.assign(this.popoverElement.style, {
      left: `${Math.max(EDGE_MARGIN, Math.min(left, innerWidth - POPOVER_WIDTH_REM * rem - EDGE_MARGIN))}px`,
      top: above ? 'auto' : `${bottom + GAP}px`,
      bottom: above ? `${innerHeight - top + GAP}px` : 'auto',
      maxHeight: `${(above ? top : spaceBelow) - GAP - EDGE_MARGIN}px`,
    });
    // The popover has a fixed position, so scrolling would separate it from the word.
    addEventListener('scroll', this.#hide, { capture: true, passive: true });
  }

  readonly #hide = (): void => this.popoverElement.hidePopover();
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-term': Term;
  }
}
