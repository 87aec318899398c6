// TeX rendered as MathML, which screen readers read. Symbols can highlight what they stand for elsewhere.

import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import * as temml from 'temml';
import { SymbolPointerEvent } from '../../../events/index.ts';
import { symbolStyles } from './tex-symbol.styles.ts';

/** Temml's types declare named exports; its module has a default export only. */
const { render } = (temml as unknown as { default: typeof temml }).default;

/** Of a formula that is scaled to fit, relative to the text around it. */
const LEAST_SIZE = 0.7;

/**
 * @summary Renders a TeX formula with symbols that respond to pointer and keyboard.
 *
 * @property tex - Formula in TeX. `\class{query}{Q}` sets the colour of query, key or value; `texSymbol` marks a symbol.
 * @property display - Display style, on a line of its own.
 * @property highlighted - Name of the highlighted symbol.
 * @fires lab-symbol - The pointer or focus enters or leaves a symbol, or a symbol is pressed.
 * @cssproperty [--query=#ffd866] - Symbols of class `query`; `key` and `value` likewise.
 * @cssproperty [--accent=#58c4dd] - Outline of the highlighted symbol.
 */
@customElement('lab-math')
export class MathFormula extends LitElement {
  static override styles = [
    symbolStyles,
    css`
      :host {
        display: inline-block;
        max-width: 100%;
      }

      :host([display]) {
        display: block;
        overflow: auto hidden;
        padding-block: var(--space-2xs);
        text-align: center;
      }

      math {
        font-family: var(--font-math);
        font-size: 1.15em;
      }

      .query {
        color: var(--query);
      }

      .key {
        color: var(--key);
      }

      .value {
        color: var(--value);
      }

      .symbol {
        border-radius: var(--radius-tiny);
        cursor: pointer;
      }

      .symbol:focus-visible {
        outline: 2px solid var(--accent);
      }

      .symbol.lit {
        background: var(--accent-soft);
        outline: 1px solid var(--accent);
      }
    `,
  ];

  @property() tex = '';
  @property({ type: Boolean, reflect: true }) display = false;
  @property() highlighted?: string;

  @query('span') private container!: HTMLElement;

  /** In the next frame: the observer must not change what it observes. */
  readonly #resizeObserver = new ResizeObserver(() => requestAnimationFrame(() => this.#fit()));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizeObserver.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizeObserver.disconnect();
  }

  protected override render() {
    return html`<span
      @pointerover=${this.#point}
      @pointerleave=${() => this.dispatchEvent(new SymbolPointerEvent(undefined))}
      @focusin=${this.#point}
      @focusout=${() => this.dispatchEvent(new SymbolPointerEvent(undefined))}
      @click=${this.#press}
      @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && this.#press(event)}
    ></span>`;
  }

  /** `render` creates nodes with the DOM API, which Trusted Types allow; `renderToString` would need `innerHTML`. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('tex') || changed.has('display')) {
      const trust = ({ command }: { command: string }) => command === '\\class';
      render(this.tex, this.container, { displayMode: this.display, throwOnError: true, trust });
      for (const symbol of this.#symbols()) symbol.setAttribute('tabindex', '0');
      this.#resizeObserver.unobserve(this); // a new observation reports the size of the new formula
      this.#resizeObserver.observe(this);
    }
    for (const symbol of this.#symbols())
      symbol.classList.toggle(
        'lit',
        this.highlighted !== undefined && symbolName(symbol) === this.highlighted,
      );
  }

  /** A formula wider than the element is smaller. At its least size it scrolls; it is focusable then, so that arrow keys can scroll it. */
  #fit(): void {
    const { style } = this.container;
    style.fontSize = '';
    if (!this.display || this.scrollWidth <= this.clientWidth) {
      this.removeAttribute('tabindex');
      return;
    }
    style.fontSize = `${Math.max(LEAST_SIZE, this.clientWidth / this.scrollWidth)}em`;
    if (this.scrollWidth > this.clientWidth + 1) this.tabIndex = 0;
    else this.removeAttribute('tabindex');
  }

  #symbols(): Iterable<Element> {
    return this.container.querySelectorAll('.symbol');
  }

  readonly #point = ({ target }: Event): void => {
    this.dispatchEvent(new SymbolPointerEvent(symbolName((target as Element).closest('.symbol'))));
  };

  readonly #press = ({ target }: Event): void => {
    const name = symbolName((target as Element).closest('.symbol'));
    if (name !== undefined) this.dispatchEvent(new SymbolPointerEvent(name, true));
  };
}

function symbolName(symbol: Element | null): string | undefined {
  const className = [...(symbol?.classList ?? [])].find((word) => word.startsWith('of-'));
  return className?.slice('of-'.length);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-math': MathFormula;
  }
}
