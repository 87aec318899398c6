// The next-token distribution as a bar chart: the top tokens, and one bar for all others.
import { msg } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TokenProbability } from '../../../../workers/rpc/api/lab-api.ts';
import { bar } from '../../../figures/bar.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelBase } from '../../../styles/panel.styles.ts';
import '../term/term.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { nextTokenStyles } from './next-token.styles.ts';
import { type NextTokenRow, nextTokenRows, remainingProbability } from './next-token-rows.ts';

/**
 * @summary Charts the next-token probabilities, optionally beside those under an intervention. A bar of full width is 100 %.
 *
 * @property next - Top tokens, the most probable first.
 * @property changed - Top tokens under the intervention; absent without one.
 * @property now - Column heading of `next`; that of probabilities by default.
 * @property change - Column heading of the intervention: `without 2.3`.
 * @property most - Number of tokens with a row of their own.
 * @cssproperty [--positive=#58c4dd] - Probabilities.
 * @cssproperty [--data=#aeb6c6] - Probabilities under the intervention.
 */
@customElement('lab-next-token')
export class NextToken extends LitElement {
  static override styles = [baseStyles, panelBase, nextTokenStyles];

  @property({ attribute: false }) next: readonly TokenProbability[] = [];
  @property({ attribute: false }) changed?: readonly TokenProbability[];
  @property() now = '';
  @property() change = '';
  @property({ type: Number }) most = 8;

  override render() {
    const rows = nextTokenRows(this.next, this.changed, this.most);
    const changedRest = this.changed && remainingProbability(rows, 'changed');
    return html`
      <table class=${this.changed ? 'compared' : ''}>
        <thead>
          <tr>
            <th scope="col"><lab-term name="token"></lab-term></th>
            <td></td>
            <th scope="col" class="now">${this.now || html`<lab-term name="probability"></lab-term>`}</th>
            ${this.changed ? html`<th scope="col" class="changed">${this.change}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => this.#row(row, ''))}
          ${this.#row({ id: -1, text: msg('other tokens'), now: remainingProbability(rows, 'now'), changed: changedRest }, 'rest')}
        </tbody>
      </table>
    `;
  }

  #row({ text, now, changed }: NextTokenRow, kind: string) {
    const token = tokenLabel(text);
    return html`
      <tr class=${kind}>
        <th scope="row" title=${token}>${token}</th>
        <td class="bars">${bar(now ?? 0)} ${this.changed ? bar(changed ?? 0) : nothing}</td>
        <td>${formatListedProbability(now, this.next)}</td>
        ${this.changed ? html`<td>${formatListedProbability(changed, this.changed)}</td>` : nothing}
      </tr>
    `;
  }
}

/** A token that is not listed is less probable than the last listed token. */
function formatListedProbability(
  probability: number | undefined,
  listed: readonly TokenProbability[],
): string {
  if (probability !== undefined) return formatPercent(probability);
  const least = formatPercent(listed.at(-1)?.probability ?? 0);
  return least.startsWith('<') ? least : `< ${least}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-next-token': NextToken;
  }
}
