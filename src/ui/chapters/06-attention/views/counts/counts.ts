// Counting attention: weights here and in GPT-3, why the value matrix comes in two, and what context costs.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelConfig } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { percent, whole } from '../../../../views/numbers.ts';
import { type AttentionCount, countAttention, GPT3 } from '../../attention-count.ts';
import { panelStyles } from '../../panel.styles.ts';

/** Name of a count, how it comes about, and its place in the count. */
const ROWS: readonly (readonly [name: string, how: string, key: keyof AttentionCount])[] = [
  ['One matrix: query, key, value-down or value-up', 'C × D', 'matrix'],
  ['A value matrix in one piece, for comparison', 'C × C', 'fullValue'],
  ['One head', '4 × C × D', 'head'],
  ['One layer', '× H heads', 'layer'],
  ['All attention', '× L layers', 'model'],
];

/**
 * @property model - sizes of the current model
 * @property parameterCount - all its weights
 * @property tokens - in the prompt
 */
@customElement('lab-attention-counts')
export class AttentionCounts extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) model!: ModelConfig;
  @property({ type: Number }) parameterCount = 0;
  @property({ type: Number }) tokens = 0;

  override render() {
    const { C, H, L, T } = this.model;
    const own = countAttention({ width: C, headWidth: C / H, heads: H, layers: L });
    const large = countAttention(GPT3);
    return html`
      <section class="card" aria-label="Weights of the attention">
        <h2>Weights, without biases</h2>
        <table class="weights">
          <thead>
            <tr><th scope="col">weights of</th><th scope="col">yours</th><th scope="col">GPT-3</th></tr>
          </thead>
          <tbody>
            ${ROWS.map(([name, how, key]) => html`<tr><th scope="row">${name} <small>${how}</small></th><td>${whole(own[key])}</td><td>${whole(large[key])}</td></tr>`)}
          </tbody>
        </table>
        <p class="explained">
          Yours: width C = ${C}, H = ${H} heads of D = ${C / H}, L = ${L} layers; attention is
          ${percent(own.model / this.parameterCount)} of all ${whole(this.parameterCount)} weights. GPT-3: C = 12,288, 96 heads of
          128, 96 layers; attention is a third of its weights.
        </p>
      </section>
      <section class="card" aria-label="Value down, value up, output matrix">
        <h2>Two thin matrices, and one output matrix</h2>
        <p>
          Value-down makes ${C / H} numbers of ${C}, value-up makes ${C} of ${C / H}: together they do what one matrix of
          ${C} × ${C} would, as long as ${C / H} directions are enough.
        </p>
        <p class="explained">
          In this model, as in papers, the value-up matrices of a layer’s ${H} heads stand under one another in one output
          matrix, <code>c_proj</code>, ${C} × ${C}: rows ${C / H} at a time belong to one head. “Value matrix” then means
          value-down alone.
        </p>
      </section>
      <section class="card" aria-label="What context costs">
        <h2>Context costs its square</h2>
        <table class="context">
          <thead><tr><th scope="col">tokens n</th><th scope="col">cells of a grid, n²</th></tr></thead>
          <tbody>
            ${[...new Set([this.tokens, T, 2 * T, 2048])].map(
              (n) => html`<tr>
              <th scope="row">${whole(n)}${n === this.tokens ? ', your prompt' : n === T ? ', your model’s context' : n === 2048 ? ', GPT-3’s context' : ''}</th>
              <td>${whole(n * n)}</td>
            </tr>`,
            )}
          </tbody>
        </table>
        <p class="explained">Each head of each layer has such a grid. Twice the context is four times the cells.</p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-counts': AttentionCounts;
  }
}
