// Cross-attention: queries of one text, keys of another, and so a rectangle; tried out on a head that never learnt it.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { CrossAttentionResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { ChoiceEvent } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';
import { crossAttentionGridStyles } from './cross-attention-grid.styles.ts';

/** Side of a cell and of the dot of a whole, in pixels. */
const [CELL, DOT] = [34, 30];

/**
 * @property result - the head between two texts
 * @property texts - that keys may come from
 * @property keysText - the one they come from
 * @property name - of the head: `head 2.3`
 * @fires lab-choice - another text
 */
@customElement('lab-cross-attention-grid')
export class CrossAttentionGrid extends LitElement {
  static override styles = [baseStyles, panelStyles, crossAttentionGridStyles];

  @property({ attribute: false }) result!: CrossAttentionResult;
  @property({ attribute: false }) texts: readonly string[] = [];
  @property() keysText = '';
  @property() name = 'this head';

  override render() {
    const { queries, keys } = this.result;
    const pick = ({ target }: Event) =>
      this.dispatchEvent(new ChoiceEvent({ keysText: (target as HTMLSelectElement).value }));
    return html`
      <section class="card" aria-label="Cross-attention">
        <h2>A grid between two texts: ${keys.length} keys × ${queries.length} queries</h2>
        <label class="pick">
          <span class="key">Keys</span> from
          <select name="keys" @change=${pick}>
            ${this.texts.map((text) => html`<option .value=${text} .selected=${text === this.keysText}>${text}</option>`)}
          </select>
        </label>
        <p class="hypothetical" role="note">
          Hypothetical: your prompt’s queries and that text’s keys, put together in ${this.name}, which has learnt for one text
          only. The dot products are real, the network never computes them.
        </p>
        <div class="scroll" tabindex="0" role="region" aria-label="Grid of shares">${this.#grid()}</div>
        <p>
          In translation, <span class="key">keys</span> come from the text that is read and <span class="query">queries</span>
          from the one that is written; or from speech and from its transcript. The grid is a rectangle, and there is usually no
          mask: the text that is read is there from the start.
        </p>
        <p class="explained">
          Your model has no such attention: it reads one text and goes on with it, so keys and queries come from the same
          tokens, and its grids are squares. This is self-attention, as in GPT.
        </p>
      </section>
    `;
  }

  #grid() {
    const { queries, keys, pattern, scores } = this.result;
    return html`<table class="grid">
      <caption>A column a query, its shares add up to 100 %; the area of a dot is the share</caption>
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
              return html`<td class="cell" style="height: ${CELL}px" title="share ${formatPercent(weight)}, score ${formatSigned(scores[query * keys.length + key])}">
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
