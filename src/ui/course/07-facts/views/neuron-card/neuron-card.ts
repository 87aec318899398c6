// One neuron of the current model: input, output, top activations, and predictions with the neuron clamped.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { NeuronResult, TokenProbability } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../../types/task.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import '../../../../views/text/next-token/next-token.ts';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { neuronChoice } from '../../choices.ts';
import { layerPicker, lensJobStatus, numberInput } from '../../controls.ts';
import { ClampEvent } from '../../events.ts';
import { pairList, subjectList, topActivationList, unitStyles, wordList } from '../unit-card.ts';

/** Range of the slider in both directions. */
const MAX_CLAMP = 6;

/**
 * Details of one neuron with a slider to clamp it.
 *
 * @property neuron - Index of the neuron, 0-based.
 * @property neurons - Number of neurons in the MLP.
 * @property layer - 0-based layer.
 * @property layers - Number of layers.
 * @property task - The data of this neuron.
 * @property next - Predictions after the prompt.
 * @property clampedNext - Predictions with the neuron clamped.
 * @property clampedValue - The clamped activation at every token; undefined if the neuron is free.
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-choice - The visitor selects a neuron.
 * @fires lab-focus - The visitor selects a layer.
 * @fires lab-clamp - The visitor clamps or releases the neuron.
 * @fires lab-query - The visitor stops the request.
 */
@customElement('lab-neuron-card')
export class NeuronCard extends LitElement {
  static override styles = [baseStyles, panelStyles, unitStyles];

  @property({ type: Number }) neuron = 0;
  @property({ type: Number }) neurons = 1;
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) layers = 1;
  @property({ attribute: false }) task: LensTaskState<'neuron'> = {};
  @property({ attribute: false }) next: readonly TokenProbability[] = [];
  @property({ attribute: false }) clampedNext?: readonly TokenProbability[];
  @property({ attribute: false }) clampedValue?: number;
  @property() live: LiveMode = 'polite';

  override render() {
    const { result, request } = this.task;
    const current = request?.neuron === this.neuron && request.layer === this.layer ? result : undefined;
    return html`
      <section class="card" aria-label=${msg('One neuron')}>
        <h2>${msg(str`Neuron ${formatInteger(this.neuron + 1)} of MLP ${this.layer + 1}`)}</h2>
        <div class="controls">
          ${numberInput(
            msg(str`neuron, of ${formatInteger(this.neurons)}`),
            this.neuron + 1,
            1,
            this.neurons,
            (value) => this.dispatchEvent(neuronChoice(value - 1)),
          )}
          ${layerPicker(this, this.layer, this.layers)}
        </div>
        ${lensJobStatus(this, 'neuron', this.task, this.live)} ${current ? this.#renderCard(current) : nothing}
      </section>
      ${this.#renderClamp()}
    `;
  }

  #renderCard({ inText, asks, subjects, writes, fires }: NeuronResult) {
    return html`
      ${inText ? this.#renderActivations(inText) : nothing}
      <div class="columns">
        ${wordList(msg('tokens with the largest input'), asks.most)}
        ${wordList(msg('tokens with the smallest input'), asks.least)}
        ${pairList(msg('pairs of tokens with the largest input'), asks.pairs)}
        ${subjectList(subjects, msg('people with the largest mean activation at the answer position'))}
        ${wordList(msg('promoted tokens'), writes.promoted)}
        ${wordList(msg('suppressed tokens'), writes.suppressed)}
      </div>
      <p class="explained">
        ${msg('The input of a token is the neuron’s preactivation if the vector were that token’s embedding, or the sum of two embeddings for a pair: (M + J) · E in the video. The effect on tokens is given in logits (scores before softmax) per unit of activation. A neuron that promotes one answer usually promotes others too.')}
      </p>
      ${topActivationList(fires)}
    `;
  }

  #renderActivations({ tokens, pre, post }: NonNullable<NeuronResult['inText']>) {
    return html`
      <div class="scroll sentence" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('in the prompt')}</th>
              ${tokens.map(({ text }) => html`<th scope="col">${tokenLabel(text)}</th>`)}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">${msg('sum of row and bias')}</th>
              ${pre.map((value) => html`<td>${formatSigned(value)}</td>`)}
            </tr>
            <tr>
              <th scope="row">${msg('activation')}</th>
              ${post.map((value) => html`<td>${formatSigned(value)}</td>`)}
            </tr>
          </tbody>
        </table>
      </div>
    `;
  }

  #renderClamp() {
    const { neuron } = this;
    const emitClamp = (value: number) => this.dispatchEvent(new ClampEvent({ neuron, value }));
    const release = () => this.dispatchEvent(new ClampEvent());
    return html`
      <section class="card" aria-label=${msg('Clamp the neuron')}>
        <h2>${msg('Clamp the activation')}</h2>
        <div class="controls">
          <label class="grow">
            ${this.clampedValue === undefined ? msg('as the network computes it') : msg(str`held at ${formatSigned(this.clampedValue)} at every token`)}
            <input
              type="range" min=${-MAX_CLAMP} max=${MAX_CLAMP} step="0.1" .value=${String(this.clampedValue ?? 0)}
              @input=${(event: Event) => emitClamp(Number((event.target as HTMLInputElement).value))}
            />
          </label>
          <button aria-pressed=${this.clampedValue === 0} @click=${() => emitClamp(0)}>${msg('Ablate')}</button>
          <button ?disabled=${this.clampedValue === undefined} @click=${release}>${msg('Release')}</button>
        </div>
        <lab-next-token
          .next=${this.next}
          .changed=${this.clampedValue === undefined ? undefined : this.clampedNext}
          .change=${this.clampedValue === 0 ? 'ablated' : 'clamped'}
        ></lab-next-token>
        <p class="explained">
          ${msg('The prediction for the prompt with this neuron clamped at every token. If it hardly changes, other neurons have the same effect.')}
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-neuron-card': NeuronCard;
  }
}
