// The whole transformer at a glance, with this model's own shapes, and a closer look at the part the moment tells of.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type {
  ActivationName,
  Inspection,
  PhrasesResult,
  RunInfo,
  StreamResult,
  Tensor,
} from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import { panelStyles } from '../../panel.styles.ts';
import { lastResidual } from '../../stage-data.ts';
import { pipelineStyles } from './pipeline.styles.ts';

/** Numbers of a vector that are written out. */
const NUMBERS_SHOWN = 3;

/**
 * @property lit - what is told: `name`, `ends`, `attention`, `mlp`, `all` or `shapes`
 * @property run - the model
 * @property inspection - the prompt as it was read
 * @property phrases - its last word in other company
 * @property stream - the last vector's way
 */
@customElement('lab-pipeline')
export class Pipeline extends LitElement {
  static override styles = [baseStyles, panelStyles, pipelineStyles];

  @property() lit = '';
  @property({ attribute: false }) run!: RunInfo;
  @property({ attribute: false }) inspection!: Inspection;
  @property({ attribute: false }) phrases?: PhrasesResult;
  @property({ attribute: false }) stream?: StreamResult;

  override render() {
    return html`${this.lit === 'name' ? this.#renderName() : nothing} ${this.#pipeline()} ${this.#renderDetail()}`;
  }

  #pipeline() {
    const { C, L, H, V, mlpWidth } = this.run.model;
    const { tokens, next } = this.inspection;
    const T = tokens.length;
    const vectors = `${formatInteger(T)} vectors of ${formatInteger(C)} numbers`;
    const [best] = next;
    return html`
      <ol class="stages">
        ${this.#stage('ends', 'Tokens', html`${tokens.map(({ text }) => tokenLabel(text)).join(' · ')}`, `${formatInteger(T)} tokens, of ${formatInteger(V)} it knows`)}
        ${this.#stage('ends', 'Embedding', html`each token becomes a vector ${this.#numbers('hook_embed')}`, vectors)}
        <li class="blocks">
          <b>${formatInteger(L)} ${L === 1 ? 'block' : 'blocks'}, one after another</b>
          <ol>
            ${this.#stage('attention', 'Attention', 'vectors pass on information to those after them', `${formatInteger(H)} heads; ${vectors}`)}
            ${mlpWidth > 0 ? this.#stage('mlp', 'MLP', html`each vector is worked on by itself ${this.#numbers(lastResidual(this.run.model))}`, `${formatInteger(mlpWidth)} neurons; ${vectors}`) : nothing}
          </ol>
        </li>
        ${this.#stage('ends', 'Unembedding', html`the last vector alone ${this.#numbers('logits')}`, `${formatInteger(V)} logits`)}
        ${this.#stage(
          'ends',
          'Softmax',
          best
            ? html`most probable next: <b>${tokenLabel(best.text)}</b>, ${formatPercent(best.probability)}`
            : '',
          `${formatInteger(V)} probabilities`,
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

  /** The first numbers of the last vector there, where arrays are what is told. */
  #numbers(name: ActivationName) {
    if (this.lit !== 'shapes') return nothing;
    const tensor = this.inspection.activations[name];
    if (!tensor) return nothing;
    const last = tensor.data.subarray(-(tensor.shape.at(-1) ?? 0));
    return html`<span class="data numbers">last: ${Array.from(last.subarray(0, NUMBERS_SHOWN), formatSigned).join(', ')}, …</span>`;
  }

  #renderName() {
    const { step, training, model, parameterCount } = this.run;
    const read = Math.min(this.inspection.step, training.steps) * training.B * model.T;
    const [best] = this.inspection.next;
    return html`<dl class="name">
      <div>
        <dt><b>G</b>enerative</dt>
        <dd>It makes text. Next it would write ${best ? html`“<b>${tokenLabel(best.text)}</b>”` : '…'}.</dd>
      </div>
      <div>
        <dt><b>P</b>retrained</dt>
        <dd>It learnt from data first: ${this.run?.isReadOnly ? 'how much, its files do not say' : step === 0 && read === 0 ? 'yours has read nothing yet' : html`yours has read <b>${formatInteger(read)}</b> tokens`}.</dd>
      </div>
      <div>
        <dt><b>T</b>ransformer</dt>
        <dd>The network inside: yours has <b>${formatInteger(parameterCount)}</b> weights in ${formatInteger(model.L)} ${model.L === 1 ? 'block' : 'blocks'}.</dd>
      </div>
    </dl>`;
  }

  #renderDetail() {
    if (this.lit === 'attention' && this.phrases) return this.#renderPhrases(this.phrases);
    const neurons = this.inspection.activations['blocks.0.mlp.hook_post'];
    if (this.lit === 'mlp' && neurons) return this.#neurons(neurons);
    if (this.lit === 'all' && this.stream) return this.#blocks(this.stream);
    return nothing;
  }

  /** What attention is for: the same word, another vector. */
  #renderPhrases({ phrases, stages }: PhrasesResult) {
    const word = tokenLabel(phrases[0].tokens.at(-1) ?? '');
    if (phrases.length === 1)
      return html`<p class="explained">The held-out data has no other phrase that ends with “${word}”.</p>`;
    return html`<section class="card" aria-label="One word, other company">
      <h2>“${word}” after other words: its vector begins the same and is changed</h2>
      <div class="scroll" tabindex="0"><table class="company">
        <thead>
          <tr>
            <th scope="col">cosine with “${word}” here</th>
            ${phrases.slice(1).map(({ tokens }) => html`<th scope="col">… ${tokens.slice(-4).map(tokenLabel).join(' ')}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${stages.map(
            ({ meaning, cosines }) => html`<tr>
              <th scope="row">${meaning}</th>
              ${cosines[0].slice(1).map((cosine) => html`<td>${formatSigned(cosine)}</td>`)}
            </tr>`,
          )}
          <tr>
            <th scope="row">likeliest next</th>
            ${phrases.slice(1).map(({ next: [best] }) => html`<td>${tokenLabel(best.text)} ${formatPercent(best.probability)}</td>`)}
          </tr>
        </tbody>
      </table></div>
      <p class="explained">
        1 is the same direction. Looked up alone, the word has one vector; what stands before it, taken in by attention, makes
        several of it, as with “model” in machine learning model and fashion model.
      </p>
    </section>`;
  }

  #neurons({ shape, data }: Tensor) {
    const [T, M] = shape;
    const rows = Array.from({ length: T }, (_, t) => {
      const values = data.subarray(t * M, (t + 1) * M);
      const strongest = values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
      return { on: values.filter((value) => value > 0).length, strongest, value: values[strongest] };
    });
    return html`<section class="card" aria-label="Each vector by itself">
      <h2>Block 1: the same ${formatInteger(M)} questions to each vector</h2>
      <div class="scroll" tabindex="0"><table class="neurons">
        <thead>
          <tr>
            <th scope="col">vector of</th>
            <td></td>
            <th scope="col">neurons that say yes</th>
            <th scope="col">the loudest</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ on, strongest, value }, t) => html`<tr>
              <th scope="row">${tokenLabel(this.inspection.tokens[t].text)}</th>
              <td class="bars">${bar(on / M)}</td>
              <td>${formatInteger(on)} of ${formatInteger(M)}</td>
              <td>neuron ${formatInteger(strongest + 1)}: ${formatSignificant(value)}</td>
            </tr>`,
          )}
        </tbody>
      </table></div>
      <p class="explained">
        A neuron is one question; above zero it says yes. No vector sees another here: all rows could be worked out at once.
      </p>
    </section>`;
  }

  #blocks({ stages }: StreamResult) {
    return html`<section class="card" aria-label="Block by block">
      <h2>The last vector, block by block: what it would say if the network ended there</h2>
      <div class="scroll" tabindex="0"><table class="residual-steps">
        <thead>
          <tr><th scope="col">place</th><th scope="col">length</th><th scope="col">would say next</th></tr>
        </thead>
        <tbody>
          ${stages.map(
            ({ meaning, norm, next: [best] }) => html`<tr>
              <th scope="row">${meaning}</th>
              <td>${formatSignificant(norm)}</td>
              <td>${tokenLabel(best.text)} ${formatPercent(best.probability)}</td>
            </tr>`,
          )}
        </tbody>
      </table></div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-pipeline': Pipeline;
  }
}
