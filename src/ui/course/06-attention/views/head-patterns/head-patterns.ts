// The best head for each attention pattern, and the selected head as lines over the prompt.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadPatternResult, Tensor } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatPercent } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import {
  type BestHead,
  bestHeads,
  describeHeadPattern,
  headName,
  headPatternLabel,
} from '../../../chapter-stage/head-names.ts';
import { halvesStyles, panelStyles } from '../../panel.styles.ts';
import '../attention-lines/attention-lines.ts';

/**
 * The selected head over the prompt, and a table of patterns.
 *
 * @property headPatterns - Scores of all heads.
 * @property patterns - `hook_pattern` of each layer for the prompt.
 * @property tokens - Displayed tokens of the prompt.
 * @property token - The selected query.
 * @property layer - Layer of the selected head.
 * @property head - The selected head.
 * @fires lab-focus - The visitor selects a head or a query.
 */
@customElement('lab-head-patterns')
export class HeadPatterns extends LitElement {
  static override styles = [baseStyles, panelStyles, halvesStyles];

  @property({ attribute: false }) headPatterns: readonly HeadPatternResult[] = [];
  @property({ attribute: false }) patterns: readonly Tensor[] = [];
  @property({ attribute: false }) tokens: readonly string[] = [];
  @property({ type: Number }) token = 0;
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) head = 0;

  override render() {
    const { layer, head, headPatterns } = this;
    const name = headName(headPatterns, layer, head);
    return html`<div class="halves">
      <section class="card" aria-label=${msg('Selected head')}>
        <h2>${msg(html`Head ${layer + 1}.${head + 1} over your prompt${name ? html`: <span class="query">${name}</span>` : ''}`)}</h2>
        <lab-attention-lines
          .tokens=${this.tokens}
          .patterns=${this.patterns}
          .only=${{ layer, head }}
          .token=${this.token}
        ></lab-attention-lines>
        <p class="explained">
          ${msg(html`<span class="query">Queries</span> on the right attend to <span class="key">keys</span> on the left. A stronger line means a larger weight. Select a query to see its weights.`)}
        </p>
      </section>
      <section class="card" aria-label=${msg('Head patterns')}>
        <h2>${msg('The best head for each pattern, on texts of the data set')}</h2>
        <table class="head-patterns">
          <thead>
            <tr><th scope="col">${msg('pattern')}</th><th scope="col">${msg('best head')}</th><th scope="col">${msg('share')}</th><td class="bars"></td><th scope="col">${msg('chance')}</th></tr>
          </thead>
          <tbody>${bestHeads(headPatterns).map((found) => this.#renderPattern(found))}</tbody>
        </table>
        <p class="explained">
          ${msg('The video imagines a head in which adjectives update nouns. Training decides what a head does, and most heads have no simple task. Share: mean attention on the keys of the pattern, over queries that have such keys. Chance: the share of a head with uniform attention. A head is named for each pattern with a share of at least 40 %, twice the chance, and twice its attention at the same distances elsewhere.')}
        </p>
      </section>
    </div>`;
  }

  #renderPattern({ headPattern, layer, head, score, isClear }: BestHead) {
    const pick = () => this.dispatchEvent(new FocusChangeEvent({ layer, head }));
    const chosen = layer === this.layer && head === this.head;
    return html`<tr class=${chosen && isClear ? 'marked' : ''}>
      <th scope="row" title=${msg(str`attends ${describeHeadPattern(headPattern.habit)}`)}>${headPatternLabel(headPattern.habit)}</th>
      <td><button class=${isClear ? '' : 'plain'} @click=${pick}>${layer + 1}.${head + 1}</button></td>
      <td>${formatPercent(score)}</td>
      <td class="bars">${bar(score)}</td>
      <td>${formatPercent(headPattern.chance)}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-patterns': HeadPatterns;
  }
}
