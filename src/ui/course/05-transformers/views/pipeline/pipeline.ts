// The whole transformer with this model's shapes, and details of the part that the moment explains.

import { msg, str } from '@lit/localize';
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
import { pipelineStyles } from './pipeline.styles.ts';

/** Number of components listed per vector. */
const NUMBERS_SHOWN = 3;

/**
 * A diagram of the transformer's stages.
 *
 * @property lit - Highlighted part: `name`, `ends`, `attention`, `mlp`, `all` or `shapes`.
 * @property run - The model.
 * @property inspection - Activations for the prompt.
 * @property phrases - Other phrases that end with its last word.
 * @property stream - The residual stream of the last token.
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
    const vectors = msg(str`${formatInteger(T)} vectors of ${formatInteger(C)} numbers`);
    const [best] = next;
    return html`
      <ol class="stages">
        ${this.#stage('ends', msg('Tokens'), html`${tokens.map(({ text }) => tokenLabel(text)).join(' · ')}`, msg(str`${formatInteger(T)} tokens from a vocabulary of ${formatInteger(V)}`))}
        ${this.#stage('ends', msg('Embedding'), html`${msg(html`each token becomes a vector ${this.#numbers('hook_embed')}`)}`, vectors)}
        <li class="blocks">
          <b>${L === 1 ? msg('1 block in sequence') : msg(str`${formatInteger(L)} blocks in sequence`)}</b>
          <ol>
            ${this.#stage('attention', msg('Attention'), msg('each vector receives information from earlier ones'), msg(str`${formatInteger(H)} heads; ${vectors}`))}
            ${mlpWidth > 0 ? this.#stage('mlp', 'MLP', html`${msg(html`processes each vector separately ${this.#numbers(`blocks.${L - 1}.hook_resid_post`)}`)}`, msg(str`${formatInteger(mlpWidth)} neurons; ${vectors}`)) : nothing}
          </ol>
        </li>
        ${this.#stage('ends', msg('Unembedding'), html`${msg(html`the last vector alone ${this.#numbers('logits')}`)}`, msg(str`${formatInteger(V)} logits`))}
        ${this.#stage(
          'ends',
          msg('Softmax'),
          best
            ? html`${msg(html`most probable next token: <b>${tokenLabel(best.text)}</b>, ${formatPercent(best.probability)}`)}`
            : '',
          msg(str`${formatInteger(V)} probabilities`),
        )}
      </ol>
      <p class="explained">
        ${msg('Your model with the prompt above. An MLP (multi-layer perceptron) is a small network applied to each vector. Norms between the parts limit the size of the numbers.')}
      </p>
    `;
  }

  #stage(kind: string, name: string, what: unknown, shape: string) {
    const isLit = this.lit === kind || (this.lit === 'all' && kind !== 'ends') || this.lit === 'shapes';
    return html`<li class="stage ${isLit ? 'lit' : ''}"><b>${name}</b><span>${what}</span><i>${shape}</i></li>`;
  }

  /** The first components of the last vector, for the moment about arrays. */
  #numbers(name: ActivationName) {
    if (this.lit !== 'shapes') return nothing;
    const tensor = this.inspection.activations[name];
    if (!tensor) return nothing;
    const last = tensor.data.subarray(-(tensor.shape.at(-1) ?? 0));
    return html`<span class="data numbers">${msg(str`last: ${Array.from(last.subarray(0, NUMBERS_SHOWN), formatSigned).join(', ')}, …`)}</span>`;
  }

  #renderName() {
    const { step, training, model, parameterCount } = this.run;
    const read = Math.min(this.inspection.step, training.steps) * training.B * model.T;
    const [best] = this.inspection.next;
    return html`<dl class="name">
      <div>
        <dt>${msg(html`<b>G</b>enerative`)}</dt>
        <dd>${msg(html`It generates text. The most probable next token is ${best ? html`“<b>${tokenLabel(best.text)}</b>”` : '…'}.`)}</dd>
      </div>
      <div>
        <dt>${msg(html`<b>P</b>retrained`)}</dt>
        <dd>${msg(html`It first learned from data: ${this.run?.isReadOnly ? msg('its files do not say how much') : step === 0 && read === 0 ? msg('your model is not trained yet') : html`${msg(html`your model has read <b>${formatInteger(read)}</b> tokens`)}`}.`)}</dd>
      </div>
      <div>
        <dt>${msg(html`<b>T</b>ransformer`)}</dt>
        <dd>${msg(html`The kind of network: your model has <b>${formatInteger(parameterCount)}</b> weights in ${model.L === 1 ? msg('1 block') : msg(str`${formatInteger(model.L)} blocks`)}.`)}</dd>
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

  /** The effect of attention: the same word with another vector. */
  #renderPhrases({ phrases, stages }: PhrasesResult) {
    const word = tokenLabel(phrases[0].tokens.at(-1) ?? '');
    if (phrases.length === 1)
      return html`<p class="explained">${msg(str`The held-out data has no other phrase that ends with “${word}”.`)}</p>`;
    return html`<section class="card" aria-label=${msg('One word in other contexts')}>
      <h2>${msg(str`“${word}” in other contexts: the same embedding, then different vectors`)}</h2>
      <div class="scroll" tabindex="0"><table class="company">
        <thead>
          <tr>
            <th scope="col">${msg(str`cosine with “${word}” here`)}</th>
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
            <th scope="row">${msg('most probable next token')}</th>
            ${phrases.slice(1).map(({ next: [best] }) => html`<td>${tokenLabel(best.text)} ${formatPercent(best.probability)}</td>`)}
          </tr>
        </tbody>
      </table></div>
      <p class="explained">
        ${msg('1 means the same direction. The word has one embedding; attention adds the context, which gives different vectors, as for “model” in machine learning model and fashion model.')}
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
    return html`<section class="card" aria-label=${msg('MLP of block 1')}>
      <h2>${msg(str`Block 1: the same ${formatInteger(M)} neurons for each vector`)}</h2>
      <div class="scroll" tabindex="0"><table class="neurons">
        <thead>
          <tr>
            <th scope="col">${msg('vector of')}</th>
            <td></td>
            <th scope="col">${msg('active neurons')}</th>
            <th scope="col">${msg('largest activation')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ on, strongest, value }, t) => html`<tr>
              <th scope="row">${tokenLabel(this.inspection.tokens[t].text)}</th>
              <td class="bars">${bar(on / M)}</td>
              <td>${msg(str`${formatInteger(on)} of ${formatInteger(M)}`)}</td>
              <td>${msg(str`neuron ${formatInteger(strongest + 1)}: ${formatSignificant(value)}`)}</td>
            </tr>`,
          )}
        </tbody>
      </table></div>
      <p class="explained">
        ${msg('A neuron is active above zero. The MLP processes each vector separately, so all rows can be computed in parallel.')}
      </p>
    </section>`;
  }

  #blocks({ stages }: StreamResult) {
    return html`<section class="card" aria-label=${msg('Block by block')}>
      <h2>${msg('The last vector after each block, with the prediction if the network ended there')}</h2>
      <div class="scroll" tabindex="0"><table class="residual-steps">
        <thead>
          <tr><th scope="col">${msg('position')}</th><th scope="col">${msg('length')}</th><th scope="col">${msg('prediction')}</th></tr>
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
