// Cross-attention: queries from one text, keys from another, shown with a head trained for self-attention.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { CrossAttentionResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { choice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';
import { crossAttentionGridStyles } from './cross-attention-grid.styles.ts';

/** Size of a cell and of the dot for weight 1, in pixels. */
const [CELL, DOT] = [34, 30];

/**
 * A grid of queries and keys from two texts.
 *
 * @property result - Scores and weights of the head between the two texts.
 * @property texts - Texts to choose the keys from.
 * @property keysText - The selected text of the keys.
 * @property name - Name of the head, such as `head 2.3`.
 * @fires lab-choice - The visitor selects another text.
 */
@customElement('lab-cross-attention-grid')
export class CrossAttentionGrid extends LitElement {
  static override styles = [baseStyles, panelStyles, crossAttentionGridStyles];

  @property({ attribute: false }) result!: CrossAttentionResult;
  @property({ attribute: false }) texts: readonly string[] = [];
  @property() keysText = '';
  @property() name = msg('this head');

  override render() {
    const { queries, keys } = this.result;
    const pick = ({ target }: Event) =>
      this.dispatchEvent(choice({ keysText: (target as HTMLSelectElement).value }));
    return html`
      <section class="card" aria-label=${msg('Cross-attention')}>
        <h2>${msg(str`A grid between two texts: ${keys.length} keys × ${queries.length} queries`)}</h2>
        <label class="pick">
          ${msg(html`<span class="key">Keys</span> from`)}
          <select name="keys" @change=${pick}>
            ${this.texts.map((text) => html`<option .value=${text} .selected=${text === this.keysText}>${text}</option>`)}
          </select>
        </label>
        <p class="hypothetical" role="note">
          ${msg(str`Hypothetical: the queries of your prompt and the keys of that text in ${this.name}, which was trained for a single text. The network itself never computes these dot products.`)}
        </p>
        <div class="scroll" tabindex="0" role="region" aria-label=${msg('Grid of weights')}>${this.#grid()}</div>
        <p>
          ${msg(html`In translation, <span class="key">keys</span> come from the source text and <span class="query">queries</span> from the translation. In speech recognition they come from audio and transcript. The grid is a rectangle and usually has no mask, since the whole source text is available.`)}
        </p>
        <p class="explained">
          ${msg('Your model uses self-attention, like GPT: keys and queries come from the same tokens, so its grids are squares.')}
        </p>
      </section>
    `;
  }

  #grid() {
    const { queries, keys, pattern, scores } = this.result;
    return html`<table class="grid">
      <caption>${msg('One column per query, with weights that add up to 100 %; the area of a dot is the weight')}</caption>
      <thead>
        <tr><td></td>${queries.map(({ text }) => html`<th scope="col" class="query">${tokenLabel(text)}</th>`)}</tr>
      </thead>
      <tbody>
        ${keys.map(
          ({ text }, key) => html`<tr>
            <th scope="row" class="key">${tokenLabel(text)}</th>
            ${queries.map((_, query) => {
              const weight = pattern[query * keys.length + key];
              const size = `${Math.max(2, DOT * Math.sqrt(weight))}px`;
              return html`<td class="cell" style="height: ${CELL}px" title=${msg(str`weight ${formatPercent(weight)}, score ${formatSigned(scores[query * keys.length + key])}`)}>
                <i style=${styleMap({ width: size, height: size })}></i><span class="visually-hidden">${formatPercent(weight)}</span>
              </td>`;
            })}
          </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-cross-attention-grid': CrossAttentionGrid;
  }
}
