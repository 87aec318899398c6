// Attention as lines over the text: queries on the right, keys on the left, a line as strong as its weight.

import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { FocusChangeEvent } from '../../../../events.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { percent } from '../../../../views/numbers.ts';
import { panelStyles } from '../../panel.styles.ts';
import { attentionLinesStyles, LINE_HEIGHT } from './attention-lines.styles.ts';

/** Fainter lines than this would not be seen. */
const LEAST = 0.02;
const WIDTH = 200;

/**
 * @property tokens - T tokens as on screen
 * @property pattern - (T, T), a row a query
 * @property token - the chosen query: its lines are full, the others faint
 * @fires lab-focus - another query
 */
@customElement('lab-attention-lines')
export class AttentionLines extends LitElement {
  static override styles = [baseStyles, panelStyles, attentionLinesStyles];

  @property({ attribute: false }) tokens: readonly string[] = [];
  @property({ attribute: false }) pattern = new Float32Array();
  @property({ type: Number }) token = 0;

  override render() {
    const T = this.tokens.length;
    const weights = this.pattern.subarray(this.token * T, (this.token + 1) * T);
    return html`
      <section class="card" aria-label="Attention as lines">
        <div class="text">
          <ol aria-label="keys, with the share of attention they get">
            ${this.tokens.map((token, key) => html`<li class="key">${token} <small>${key > this.token ? 'masked' : percent(weights[key])}</small></li>`)}
          </ol>
          <svg viewBox="0 0 ${WIDTH} ${T * LINE_HEIGHT}" preserveAspectRatio="none" style="height: ${T * LINE_HEIGHT}px" aria-hidden="true">
            ${this.#lines()}
          </svg>
          <ol aria-label="queries">
            ${this.tokens.map(
              (token, query) => html`<li>
              <button class="plain query" aria-pressed=${query === this.token} @click=${() => this.dispatchEvent(new FocusChangeEvent({ token: query }))}>${token}</button>
            </li>`,
            )}
          </ol>
        </div>
        <p class="explained">
          <span class="query">Queries</span> on the right look at <span class="key">keys</span> on the left: the stronger the
          line, the larger the share. Choose a query to see its shares in numbers.
        </p>
      </section>
    `;
  }

  #lines() {
    const T = this.tokens.length;
    const middle = (index: number) => (index + 0.5) * LINE_HEIGHT;
    return Array.from(this.pattern, (weight, i) => {
      if (weight < LEAST) return '';
      const [query, key] = [Math.floor(i / T), i % T];
      const opacity = query === this.token ? weight : 0.2 * weight;
      return svg`<line x1="0" y1=${middle(key)} x2=${WIDTH} y2=${middle(query)} stroke-opacity=${opacity} />`;
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-lines': AttentionLines;
  }
}
