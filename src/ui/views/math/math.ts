// A formula, set as MathML: it needs no fonts, and screen readers read it.

import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import * as temml from 'temml';

/** Temml exports all of itself as its default, though its types name each function. */
const { render } = (temml as unknown as { default: typeof temml }).default;

/**
 * @property tex - the formula in TeX; colours as `\textcolor{…}`
 * @property display - on a line of its own
 */
@customElement('lab-math')
export class MathFormula extends LitElement {
  static override styles = css`
    :host {
      display: inline-block;
      max-width: 100%;
    }

    :host([display]) {
      display: block;
      overflow: auto hidden;
      padding-block: 0.25rem;
      text-align: center;
    }

    math {
      font-size: 1.15em;
    }
  `;

  @property() tex = '';
  @property({ type: Boolean, reflect: true }) display = false;

  @query('span') private place!: HTMLElement;

  protected override render() {
    return html`<span></span>`;
  }

  /** Temml builds its nodes one by one, so that the page's policy has nothing to say against it. */
  protected override updated(): void {
    render(this.tex, this.place, { displayMode: this.display, throwOnError: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-math': MathFormula;
  }
}
