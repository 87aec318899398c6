// Each prefix of the prompt as a training example: the prediction, the actual next token and the loss.

import { msg } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PrefixResult } from '../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { bars, numberTable } from '../../../figures/number-table.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { formatLoss } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';

/** Tokens of a prefix that are written out. */
const MAX_SHOWN_TOKENS = 5;

/**
 * @summary Lists the prediction and the loss after each prefix of a prompt.
 *
 * @property heading - Heading of the card.
 * @property prefixes - Predictions in prompt order, one for each position.
 * @property token - Position of the highlighted row.
 * @property choosable - Whether rows can be selected.
 * @slot - Explanation below the table.
 * @fires lab-focus - A row is selected; `token` is its position.
 */
@customElement('lab-prefixes')
export class Prefixes extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      /* On a phone: more than one word a line, and the loss column within the viewport. */
      tbody th {
        min-width: 4.5rem;
      }

      @container (max-width: 46rem) {
        td {
          padding-inline-start: var(--space-2xs);
        }
      }
    `,
  ];

  @property() heading = '';
  @property({ attribute: false }) prefixes: readonly PrefixResult[] = [];
  @property({ type: Number }) token = 0;
  @property({ type: Boolean }) choosable = false;

  override render() {
    const losses = this.prefixes.flatMap(({ actual }) => (actual ? [actual.loss] : []));
    const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
    return html`
      <section class="card" aria-label=${msg('Every prefix')}>
        <h2>${this.heading}</h2>
        ${numberTable(this.prefixes, {
          scrolls: msg('Predictions by prefix'),
          kind: 'prefixes',
          names: {
            heading: msg('prefix'),
            cell: (_, i) => this.#textUpTo(i),
            pick: (_, token) => (this.choosable ? new FocusChangeEvent({ token }) : undefined),
            sum: msg('mean'),
          },
          columns: [
            {
              heading: msg('top prediction'),
              cell: ({ next: [best] }) => `${tokenLabel(best.text)} ${formatPercent(best.probability)}`,
            },
            {
              heading: msg('actual token'),
              cell: ({ next: [best], actual }) =>
                actual
                  ? `${tokenLabel(actual.text)}${actual.id === best.id ? ' ✓' : ''}`
                  : msg('end of prompt'),
            },
            {
              heading: msg('probability'),
              cell: ({ actual }) => (actual ? formatPercent(actual.probability) : ''),
            },
            { ...bars(({ actual }) => actual?.probability), kind: 'bars wide' },
            {
              heading: msg('loss'),
              title: msg('−ln of the actual token’s probability, in nats'),
              cell: ({ actual }) => (actual ? formatLoss(actual.loss) : ''),
              sum: losses.length > 0 ? formatLoss(mean) : '',
            },
          ],
          isMarked: (_, i) => i === this.token,
        })}
        <p class="explained"><slot></slot></p>
      </section>
    `;
  }

  #textUpTo(position: number): string {
    const tokens = this.prefixes.slice(0, position + 1).map(({ token }) => tokenLabel(token.text));
    return [...(tokens.length > MAX_SHOWN_TOKENS ? ['…'] : []), ...tokens.slice(-MAX_SHOWN_TOKENS)].join(' ');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-prefixes': Prefixes;
  }
}
