// Attention as lines over the text: queries on the right, keys on the left, opacity by weight.

import { msg } from '@lit/localize';
import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Tensor } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatPercent } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { sliceHead } from '../../../../views/attention/head-values.ts';
import { panelStyles } from '../../panel.styles.ts';
import { attentionLinesStyles, LINE_HEIGHT } from './attention-lines.styles.ts';

/** Fainter lines would be invisible. */
const MIN_WEIGHT = 0.02;
const WIDTH = 200;

/**
 * One head, or all heads of the network, after BertViz's head and model views.
 *
 * @property tokens - T displayed tokens.
 * @property patterns - `hook_pattern` of each layer.
 * @property only - The head to draw; default: all heads.
 * @property token - The selected query: its lines are opaque, those of a head's other queries faint.
 * @fires lab-focus - The visitor selects a query.
 */
@customElement('lab-attention-lines')
export class AttentionLines extends LitElement {
  static override styles = [baseStyles, panelStyles, attentionLinesStyles];

  @property({ attribute: false }) tokens: readonly string[] = [];
  @property({ attribute: false }) patterns: readonly Tensor[] = [];
  @property({ attribute: false }) only?: { layer: number; head: number };
  @property({ type: Number }) token = 0;

  override render() {
    const T = this.tokens.length;
    const drawn = this.#heads();
    const share = (key: number) =>
      drawn.reduce((sum, { pattern }) => sum + pattern[this.token * T + key], 0) / drawn.length;
    const pick = (token: number) => () => this.dispatchEvent(new FocusChangeEvent({ token }));
    return html`
      <div class="text">
        <ol aria-label=${msg('keys, with their share of the attention')}>
          ${this.tokens.map(
            (token, key) =>
              html`<li class="key">${token} <small>${key > this.token ? msg('masked') : formatPercent(share(key))}</small></li>`,
          )}
        </ol>
        <svg viewBox="0 0 ${WIDTH} ${T * LINE_HEIGHT}" preserveAspectRatio="none" style="height: ${T * LINE_HEIGHT}px" aria-hidden="true">
          ${drawn.map(({ pattern, layer }, i) => this.#lines(pattern, layer, (i - (drawn.length - 1) / 2) * 2))}
        </svg>
        <ol aria-label=${msg('queries')}>
          ${this.tokens.map(
            (token, query) => html`<li>
              <button class="plain query" aria-pressed=${query === this.token} @click=${pick(query)}>${token}</button>
            </li>`,
          )}
        </ol>
      </div>
    `;
  }

  #heads(): { layer: number; pattern: Float32Array }[] {
    const { only } = this;
    if (only) return [{ layer: 0, pattern: sliceHead(this.patterns[only.layer], only.head) }];
    return this.patterns.flatMap((tensor, layer) =>
      Array.from({ length: tensor.shape[0] }, (_, head) => ({ layer, pattern: sliceHead(tensor, head) })),
    );
  }

  /** `aside` separates the lines of several heads, in pixels. */
  #lines(pattern: Float32Array, layer: number, aside: number) {
    const T = this.tokens.length;
    const middle = (index: number) => (index + 0.5) * LINE_HEIGHT + aside;
    return Array.from(pattern, (weight, i) => {
      const [query, key] = [Math.floor(i / T), i % T];
      const chosen = query === this.token;
      if (weight < MIN_WEIGHT || !(chosen || this.only)) return '';
      const opacity = chosen ? weight : 0.2 * weight;
      return svg`<line class="layer${layer % 4}" x1="0" y1=${middle(key)} x2=${WIDTH} y2=${middle(query)} stroke-opacity=${opacity} />`;
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-lines': AttentionLines;
  }
}
