// Heads with a task: which head does what on this data, and the one in focus as lines over the prompt.

import { css, html, LitElement } from 'lit';
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
} from '../../head-names.ts';
import { panelStyles } from '../../panel.styles.ts';
import '../attention-lines/attention-lines.ts';

const headPatternsStyles = css`
  :host {
    container-type: inline-size;
  }

  .halves {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    align-items: start;
    gap: var(--space-l);
  }

  @container (max-width: 46rem) {
    .halves {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

/**
 * @property headPatterns - every head's scores
 * @property patterns - a `hook_pattern` for each layer, over the prompt
 * @property tokens - the prompt's, as on screen
 * @property token - the chosen query
 * @property layer - of the head in focus
 * @property head - the head in focus
 * @fires lab-focus - another head or query
 */
@customElement('lab-head-patterns')
export class HeadPatterns extends LitElement {
  static override styles = [baseStyles, panelStyles, headPatternsStyles];

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
      <section class="card" aria-label="The head over the text">
        <h2>Head ${layer + 1}.${head + 1} over your prompt${name ? html`: <span class="query">${name}</span>` : ''}</h2>
        <lab-attention-lines
          .tokens=${this.tokens}
          .patterns=${this.patterns}
          .only=${{ layer, head }}
          .token=${this.token}
        ></lab-attention-lines>
        <p class="explained">
          <span class="query">Queries</span> on the right look at <span class="key">keys</span> on the left: the stronger the
          line, the larger the share. Choose a query to see its shares in numbers.
        </p>
      </section>
      <section class="card" aria-label="Heads and their tasks">
        <h2>Which head does what, on texts of the data</h2>
        <table class="tasks">
          <thead>
            <tr><th scope="col">looks</th><th scope="col">best head</th><th scope="col">share</th><td class="bars"></td><th scope="col">chance</th></tr>
          </thead>
          <tbody>${bestHeads(headPatterns).map((found) => this.#renderPattern(found))}</tbody>
        </table>
        <p class="explained">
          The video invents a head in which adjectives pass on their meaning to nouns. Nobody gives a head its task: it finds
          what helps to guess the next token. Share: how much of its attention goes where the task says, where that can be told;
          chance: what a head would give that looks at everything alike. Names are given from 40 %.
        </p>
      </section>
    </div>`;
  }

  #renderPattern({ headPattern, layer, head, score, isClear }: BestHead) {
    const pick = () => this.dispatchEvent(new FocusChangeEvent({ layer, head }));
    const chosen = layer === this.layer && head === this.head;
    return html`<tr class=${chosen && isClear ? 'marked' : ''}>
      <th scope="row" title="looks ${describeHeadPattern(headPattern.habit)}">${headPatternLabel(headPattern.habit)}</th>
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
