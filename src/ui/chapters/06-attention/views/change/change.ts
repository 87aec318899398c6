// The values, each scaled by its weight, summed to ΔE and added to E; and what ΔE says through the unembedding.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadChainReading, WordScore } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { percent, signed } from '../../../../views/numbers.ts';
import { figures } from '../../../../views/quantities.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { ChoiceEvent } from '../../events.ts';
import { largestOf, lengthOf, plus, rowOf } from '../../numbers.ts';
import { panelStyles } from '../../panel.styles.ts';
import { strip } from '../../strips.ts';

const changeStyles = css`
  :host {
    container-type: inline-size;
  }

  .halves {
    display: grid;
    grid-template-columns: minmax(0, 1.6fr) minmax(0, 1fr);
    align-items: start;
    gap: var(--space-l);
  }

  .readings {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--space-l);
  }

  tr.result th,
  tr.result td {
    border-top: 1px solid var(--line-strong);
    font-weight: 600;
  }

  @container (max-width: 46rem) {
    .halves {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

/**
 * @property chain - the head's numbers at the chosen query
 * @property head - its place in its layer, from 0
 * @property key - position of the chosen key
 * @fires lab-choice - another key
 */
@customElement('lab-change')
export class Change extends LitElement {
  static override styles = [baseStyles, panelStyles, changeStyles];

  @property({ attribute: false }) chain!: HeadChainReading;
  @property({ type: Number }) head = 0;
  @property({ type: Number }) key = 0;

  override render() {
    const { tokens, query } = this.chain;
    return html`<div class="halves">
      <section class="card" aria-label="The weighted sum">
        <h2>ΔE of <span class="query">${tokenLabel(tokens[query].text)}</span>: <span class="value">values</span>, each scaled by its weight, summed</h2>
        ${this.#sum()}
      </section>
      <section class="card" aria-label="What ΔE says">
        <h2>What this head’s ΔE says</h2>
        <div class="readings">
          ${this.#readings('speaks for', 'promoted', this.chain.speaksFor[this.head])}
          ${this.#readings('speaks against', 'suppressed', this.chain.speaksAgainst[this.head])}
        </div>
        <p class="explained">
          ΔE read as if it went straight to the unembedding: what it adds to each token’s logit, with the last layer norm’s
          scale as it is. Later layers may still use it otherwise.
        </p>
      </section>
    </div>`;
  }

  #sum() {
    const { tokens, pattern, values, changes, stream, query } = this.chain;
    const C = stream.length / tokens.length;
    const change = changes[this.head];
    const before = rowOf(stream, query, C);
    const seen = tokens.slice(0, query + 1);
    const weighted = seen.map((_, key) => {
      const weight = pattern[query * tokens.length + key];
      return { weight, vector: rowOf(values, key, C).map((x) => weight * x) };
    });
    const extent = largestOf(change, ...weighted.map(({ vector }) => vector));
    const whole = largestOf(before, change);
    return html`
      <table class="sum">
        <thead>
          <tr><th scope="col">key</th><th scope="col">weight</th><th scope="col">weight × value</th><th scope="col">length</th></tr>
        </thead>
        <tbody>
          ${weighted.map(({ weight, vector }, key) => {
            const pick = () => this.dispatchEvent(new ChoiceEvent({ key }));
            const label = tokenLabel(seen[key].text);
            return html`<tr class="of-key ${key === this.key ? 'marked' : ''}">
              <th scope="row"><button class="plain" @click=${pick}>${key + 1} ${label}</button></th>
              <td>${percent(weight)}</td>
              <td class="strips">${strip(vector, extent, `weighted value of ${label}`)}</td>
              <td>${figures(lengthOf(vector))}</td>
            </tr>`;
          })}
          ${this.#line('ΔE, their sum', change, extent, 'result value')}
          ${this.#line('E, as it was', before, whole, 'result')} ${this.#line('+ ΔE', change, whole, 'value')}
          ${this.#line('= E′', plus(before, change), whole, 'result')}
        </tbody>
      </table>
      <p class="explained">
        A value is ${C} numbers as well: what its token has to give. Strips above ΔE share one range of colours, those below
        another, since E is longer than what one head adds.
      </p>
    `;
  }

  #line(name: string, vector: Float32Array, extent: number, kind: string) {
    return html`<tr class=${kind}>
      <th scope="row">${name}</th>
      <td></td>
      <td class="strips">${strip(vector, extent, name)}</td>
      <td>${figures(lengthOf(vector))}</td>
    </tr>`;
  }

  #readings(title: string, name: string, tokens: readonly WordScore[]) {
    return html`<table class=${name}>
      <thead><tr><th scope="col">${title}</th><th scope="col">logit</th></tr></thead>
      <tbody>${tokens.map(({ text, score }) => html`<tr><th scope="row">${tokenLabel(text)}</th><td>${signed(score)}</td></tr>`)}</tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-change': Change;
  }
}
