// The whole transformer at a glance, with this model's own shapes; and one of its products of matrix and vector.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EmbeddingReading, RunInfo, TokenProbability } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { percent, signed, whole } from '../../../../views/numbers.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { panelStyles } from '../../panel.styles.ts';
import { pipelineStyles } from './pipeline.styles.ts';

/** Numbers of a vector that are written out. */
const WRITTEN = 3;

/**
 * @property show - `pipeline`, or `product` for the matrix and the vector
 * @property lit - what is lit up: `ends`, `attention`, `mlp`, `all`, `shapes` or nothing
 * @property run - the model
 * @property tokens - the prompt's
 * @property next - what comes out
 * @property embedding, lastVector - the weights and the data of the product
 */
@customElement('lab-pipeline')
export class Pipeline extends LitElement {
  static override styles = [baseStyles, panelStyles, pipelineStyles];

  @property() show: 'pipeline' | 'product' = 'pipeline';
  @property() lit = '';
  @property({ attribute: false }) run!: RunInfo;
  @property({ attribute: false }) tokens: readonly { id: number; text: string }[] = [];
  @property({ attribute: false }) next: readonly TokenProbability[] = [];
  @property({ attribute: false }) embedding?: EmbeddingReading;
  @property({ attribute: false }) lastVector = new Float32Array();

  override render() {
    return this.show === 'pipeline' ? this.#pipeline() : this.#product();
  }

  #pipeline() {
    const { C, L, H, V, mlpWidth } = this.run.model;
    const T = this.tokens.length;
    const vectors = `${whole(T)} vectors of ${whole(C)} numbers`;
    const [best] = this.next;
    return html`
      <ol class="stages">
        ${this.#stage('ends', 'Tokens', html`${this.tokens.map(({ text }) => tokenLabel(text)).join(' · ')}`, `${whole(T)} tokens, of ${whole(V)} it knows`)}
        ${this.#stage('ends', 'Embedding', 'each token becomes a vector', vectors)}
        <li class="blocks">
          <b>${whole(L)} ${L === 1 ? 'block' : 'blocks'}, one after another</b>
          <ol>
            ${this.#stage('attention', 'Attention', 'vectors pass on information to those after them', `${whole(H)} heads; ${vectors}`)}
            ${mlpWidth > 0 ? this.#stage('mlp', 'MLP', 'each vector is worked on by itself', `${whole(mlpWidth)} neurons; ${vectors}`) : nothing}
          </ol>
        </li>
        ${this.#stage('ends', 'Unembedding', 'the last vector alone', `${whole(V)} logits`)}
        ${this.#stage(
          'ends',
          'Softmax',
          best ? html`most probable next: <b>${tokenLabel(best.text)}</b>, ${percent(best.probability)}` : '',
          `${whole(V)} probabilities`,
        )}
      </ol>
      <p class="explained">
        This is your model, with the prompt above inside. An MLP (multi-layer perceptron) is a small network for each vector;
        between the parts, layer norms keep the sizes of the numbers in bounds.
      </p>
    `;
  }

  #stage(kind: string, name: string, what: unknown, shape: string) {
    const isLit = this.lit === kind || (this.lit === 'all' && kind !== 'ends') || this.lit === 'shapes';
    return html`<li class="stage ${isLit ? 'lit' : ''}"><b>${name}</b><span>${what}</span><i>${shape}</i></li>`;
  }

  #product() {
    if (!this.embedding) return html`<p class="explained">Reading the weights …</p>`;
    const { data, shape } = this.embedding.matrix;
    const C = shape[1];
    const tokens = [...new Map(this.tokens.map((token) => [token.id, token])).values()].slice(0, 8);
    return html`
      <section class="card" aria-label="A matrix times a vector">
        <h2>Rows of weights × a vector of data = weighted sums</h2>
        <div class="scroll" tabindex="0"><table class="product">
          <thead>
            <tr>
              <th scope="col">row</th>
              <th scope="col" colspan=${WRITTEN}>weights: first ${whole(WRITTEN)} of ${whole(C)}</th>
              <th scope="col">weighted sum</th>
            </tr>
          </thead>
          <tbody>
            <tr class="data">
              <th scope="row">data</th>
              ${Array.from(this.lastVector.subarray(0, WRITTEN), (value) => html`<td>${signed(value)}</td>`)}
              <td></td>
            </tr>
            ${tokens.map(({ id, text }) => {
              const row = data.subarray(id * C, (id + 1) * C);
              const sum = row.reduce((total, weight, i) => total + weight * this.lastVector[i], 0);
              return html`<tr>
                <th scope="row">${tokenLabel(text)}</th>
                ${Array.from(
                  row.subarray(0, WRITTEN),
                  (weight) =>
                    html`<td class=${weight < 0 ? 'negative-number' : 'positive'}>${signed(weight)}</td>`,
                )}
                <td class="data">${signed(sum)}</td>
              </tr>`;
            })}
          </tbody>
        </table></div>
        <p class="explained">
          <span class="positive">Blue</span> and <span class="negative-number">red</span> are weights, learnt: embeddings of the
          prompt’s tokens. <span class="data">Grey</span> is data, different for every text: the vector that leaves the last
          block. Each sum takes all ${whole(C)} products.${
            this.run.model.tied
              ? ' As this model uses its embedding again as unembedding, the sums are its logits.'
              : ''
          }
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-pipeline': Pipeline;
  }
}
