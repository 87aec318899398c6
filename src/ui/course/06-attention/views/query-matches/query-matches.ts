// A query and the keys that match it, best match first.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { keyChoice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';
import { type QueryKeyPair, queryKeyPairs } from '../../query-key-pair.ts';
import { maxAbs } from '../../vector-math.ts';
import { vectorStrip } from '../../vector-strip.ts';

const queryMatchesStyles = css`
  .bubble {
    position: relative;
    display: grid;
    gap: var(--space-s);
    padding: var(--space-m) var(--space-l);
    border: 1.5px solid var(--query);
    border-radius: var(--radius-pill);
  }

  .bubble::after {
    content: "";
    position: absolute;
    bottom: -8px;
    inset-inline-start: 2rem;
    width: 13px;
    height: 13px;
    border: solid var(--query);
    border-width: 0 1.5px 1.5px 0;
    background: var(--surface);
    transform: rotate(45deg);
  }

  table {
    margin-top: var(--space-s);
  }
`;

/**
 * The selected query as a question, and a table of keys.
 *
 * @property headTrace - Intermediate values of the head for the selected query.
 * @property key - Position of the selected key.
 * @fires lab-choice - The visitor selects a key.
 */
@customElement('lab-query-matches')
export class QueryMatches extends LitElement {
  static override styles = [baseStyles, panelStyles, queryMatchesStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property({ type: Number }) key = 0;

  override render() {
    const { tokens, query } = this.headTrace;
    const matches = queryKeyPairs(this.headTrace)
      .filter(({ masked }) => !masked)
      .sort((a, b) => b.scaled - a.scaled);
    const [best] = matches;
    const label = (index: number) => tokenLabel(tokens[index].text);
    const extent = maxAbs(best.q, ...matches.map(({ k }) => k));
    return html`
      <section class="card" aria-label=${msg('Query and matching keys')}>
        <h2>${msg(html`The query of <span class="query">${label(query)}</span> and the keys that match it`)}</h2>
        <div class="bubble">
          <p>
            ${msg(html`A query is like a question: “Are there relevant words before me?” It is a vector, the <b class="query">query</b>, ${best.q.length} numbers:`)}
          </p>
          ${vectorStrip(best.q, extent, msg(str`query of ${label(query)}`))}
        </div>
        <table class="answers">
          <thead>
            <tr><th scope="col">${msg('token')}</th><th scope="col" class="wide">${msg('key')}</th><th scope="col">${msg('score')}</th><th scope="col">${msg('weight')}</th></tr>
          </thead>
          <tbody>${matches.map((pair) => this.#renderMatch(pair, label(pair.key), extent))}</tbody>
        </table>
        <p class="explained">
          ${msg(html`<b class="key">${label(best.key)}</b> has the largest score, ${formatSigned(best.scaled)}, and gets ${formatPercent(best.weight)} of the attention. The score is q · k ÷ √D; it is large if both strips have the same colours at the same components. The question is only an illustration: the weights of the head define its query.`)}
        </p>
      </section>
    `;
  }

  #renderMatch({ key, k, scaled, weight }: QueryKeyPair, label: string, extent: number) {
    const pick = () => this.dispatchEvent(keyChoice(key));
    return html`<tr class="key-row ${key === this.key ? 'marked' : ''}">
      <th scope="row"><button class="plain" @click=${pick}>${key + 1} ${label}</button></th>
      <td class="strips wide">${vectorStrip(k, extent, msg(str`key of ${label}`))}</td>
      <td>${formatSigned(scaled)}</td>
      <td>${formatPercent(weight)}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-query-matches': QueryMatches;
  }
}
