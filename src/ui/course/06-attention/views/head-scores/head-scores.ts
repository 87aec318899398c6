// The scores of all heads for all attention patterns, with chance.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadPatternResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatPercent } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import { describeHeadPattern, headName, headPatternLabel } from '../../../chapter-stage/head-names.ts';
import { panelStyles } from '../../panel.styles.ts';

const headScoresStyles = css`
  .scores .bar {
    margin-inline-start: auto;
  }

  td {
    min-width: 3.5rem;
  }

  /* All patterns side by side on a phone. */
  @media (max-width: 35em) {
    th,
    td {
      min-width: 0;
      padding-inline-start: 1px;
      font-size: var(--size-fine);
    }

    thead th {
      padding-inline-start: var(--space-xs);
    }
  }
`;

/**
 * A table of scores by head and pattern.
 *
 * @property headPatterns - Scores of all heads.
 * @property layer - Layer of the selected head.
 * @property head - The selected head.
 * @fires lab-focus - The visitor selects a head.
 */
@customElement('lab-head-scores')
export class HeadScores extends LitElement {
  static override styles = [baseStyles, panelStyles, headScoresStyles];

  @property({ attribute: false }) headPatterns: readonly HeadPatternResult[] = [];
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) head = 0;

  override render() {
    const [first] = this.headPatterns;
    if (!first) return nothing;
    const heads = first.scores.flatMap((layer, l) => layer.map((_, h) => [l, h] as const));
    return html`
      <section class="card" aria-label=${msg('Scores of every head')}>
        <h2>${msg('Attention patterns of each head: mean share of its attention, on texts of the data set')}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label=${msg('Table of scores')}>
          <table class="scores">
            <thead>
              <tr>
                <th scope="col">${msg('head')}</th>
                ${this.headPatterns.map(({ habit: headPattern }) => html`<th scope="col" title=${msg(str`attends ${describeHeadPattern(headPattern)}`)}>${headPatternLabel(headPattern)}</th>`)}
                <th scope="col" class="wide">${msg('name')}</th>
              </tr>
            </thead>
            <tbody>${heads.map(([l, h]) => this.#row(l, h))}</tbody>
            <tfoot>
              <tr>
                <th scope="row">${msg('chance')}</th>
                ${this.headPatterns.map(({ chance, queries }) => html`<td>${queries > 0 ? formatPercent(chance) : '–'} ${bar(chance)}</td>`)}
                <td class="wide"></td>
              </tr>
            </tfoot>
          </table>
        </div>
        <p class="explained">
          ${msg(html`${this.headPatterns.map(({ habit: headPattern }) => html`${msg(html`<b>${headPatternLabel(headPattern)}</b>: attends ${describeHeadPattern(headPattern)}.`)} `)} Chance: the score of a head with uniform attention. –: the pattern does not occur in these texts.`)}
        </p>
      </section>
    `;
  }

  #row(layer: number, head: number) {
    const pick = () => this.dispatchEvent(new FocusChangeEvent({ layer, head }));
    return html`<tr class=${layer === this.layer && head === this.head ? 'marked' : ''}>
      <th scope="row"><button class="plain" @click=${pick}>${layer + 1}.${head + 1}</button></th>
      ${this.headPatterns.map(
        ({ scores, queries }) =>
          html`<td>${queries > 0 ? formatPercent(scores[layer][head]) : '–'} ${bar(scores[layer][head])}</td>`,
      )}
      <td class="wide">${headName(this.headPatterns, layer, head) ?? ''}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-scores': HeadScores;
  }
}
