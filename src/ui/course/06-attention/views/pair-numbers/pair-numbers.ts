// The selected query and key with dot product, score and weight.

import { msg } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { keyChoice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';
import { queryKeyPair } from '../../query-key-pair.ts';

const pairNumbersStyles = css`
  .chosen {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s) var(--space-l);
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: var(--space-s);
    font-size: var(--size-compact);
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--space-s) var(--space-m);
    font-variant-numeric: tabular-nums;
  }

  dt {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  dd {
    font-size: var(--size-title);
    font-weight: 600;
  }

  i {
    padding-bottom: var(--space-2xs);
    color: var(--muted);
    font-style: normal;
  }
`;

/**
 * Selectors for query and key, and the values of the pair.
 *
 * @property headTrace - Intermediate values of the head for the selected query.
 * @property key - Position of the key.
 * @property masked - Whether the mask hides later tokens.
 * @fires lab-focus - The visitor selects a query.
 * @fires lab-choice - The visitor selects a key.
 */
@customElement('lab-pair-numbers')
export class PairNumbers extends LitElement {
  static override styles = [baseStyles, panelStyles, pairNumbersStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property({ type: Number }) key = 0;
  @property({ type: Boolean }) masked = true;

  override render() {
    const { sum, scaled, weight, unmaskedWeight, masked } = queryKeyPair(this.headTrace, this.key);
    return html`
      <div class="chosen">
        ${this.#pick('query', this.headTrace.query, (token) => new FocusChangeEvent({ token }))}
        ${this.#pick('key', this.key, (key) => keyChoice(key))}
      </div>
      <dl>
        <div title=${msg('Dot product: how well the key matches the query')}><dt>q · k</dt><dd class="sum">${formatSigned(sum)}</dd></div>
        <i aria-hidden="true">→</i>
        <div title=${msg('Divided by the square root of their dimension')}><dt>÷ √D</dt><dd class="scaled">${formatSigned(scaled)}</dd></div>
        <i aria-hidden="true">→</i>
        <div title=${msg('After softmax: the key’s share of the query’s attention')}>
          <dt>${this.masked ? msg('weight') : msg('weight without mask')}</dt>
          <dd class="weight">${this.masked ? (masked ? msg('masked') : formatPercent(weight)) : formatPercent(unmaskedWeight)}</dd>
        </div>
      </dl>
    `;
  }

  #pick(kind: 'query' | 'key', chosen: number, event: (position: number) => Event) {
    const pick = ({ target }: Event) =>
      this.dispatchEvent(event(Number((target as HTMLSelectElement).value)));
    return html`<label>
      <span class=${kind}>${kind}</span>
      <select name=${kind} @change=${pick}>
        ${this.headTrace.tokens.map(
          ({ text }, i) =>
            html`<option value=${i} .selected=${i === chosen}>${i + 1} ${tokenLabel(text)}</option>`,
        )}
      </select>
    </label>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-pair-numbers': PairNumbers;
  }
}
