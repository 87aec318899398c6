// Cross-attention: the rectangular grid between two texts, drawn without numbers, because this model has none to show.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import { crossGridStyles } from './cross-grid.styles.ts';

const KEYS = ['the', 'cat', 'sleeps', 'again'];
const QUERIES = ['le', 'chat', 'dort', 'de', 'nouveau'];

/**
 * @property tokens - of the prompt: the square grid of self-attention, for comparison
 */
@customElement('lab-cross-grid')
export class CrossGrid extends LitElement {
  static override styles = [baseStyles, panelStyles, crossGridStyles];

  @property({ attribute: false }) tokens: readonly string[] = [];

  override render() {
    const n = this.tokens.length;
    return html`
      <section class="card" aria-label="Cross-attention">
        <h2>A grid between two texts: ${KEYS.length} keys × ${QUERIES.length} queries</h2>
        <table>
          <thead>
            <tr><td></td>${QUERIES.map((word) => html`<th scope="col" class="query">${word}</th>`)}</tr>
          </thead>
          <tbody>
            ${KEYS.map((word) => html`<tr><th scope="row" class="key">${word}</th>${QUERIES.map(() => html`<td class="cell"></td>`)}</tr>`)}
          </tbody>
        </table>
        <p>
          In translation, <span class="key">keys</span> come from the text that is read and <span class="query">queries</span>
          from the one that is written. The grid is a rectangle, and there is usually no mask: the text that is read is there
          from the start.
        </p>
        <p class="explained">
          The cells are empty because your model has no such attention: it reads one text and goes on with it, so keys and
          queries come from the same ${n} tokens. Its grids are squares, ${n} × ${n}, and masked. This is self-attention, as
          in GPT.
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-cross-grid': CrossGrid;
  }
}
