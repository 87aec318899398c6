// One neuron: its weights as an image, the terms of its weighted sum, its bias and activation, all editable.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { WeightedSum } from '../../../../../workers/rpc/api/lab-api.ts';
import { StageInteractionEvent, WeightChangeEvent, WeightsUndoEvent } from '../../../../events/index.ts';
import { addingDecimals } from '../../../../format/adding-decimals.ts';
import { formatFixed, formatSigned, formatSignedFixed } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import type { NeuronIndex } from '../../../../types/digits.ts';
import '../../../../views/digits/pixel-image/pixel-image.ts';
import { pixelName } from '../../../../views/digits/pixel-image/pixels.ts';
import { edgeDetector } from '../../../digit-stage/edge-detector.ts';
import { panelStyles } from '../../panel.styles.ts';
import { digitNeuronStyles } from './digit-neuron.styles.ts';

/** Number of terms listed, largest first. */
const TERMS = 8;

/** The value that the pointer paints on the weights; undefined inspects a pixel without painting. */
const BRUSHES: readonly (readonly [paint: number | undefined, label: string])[] = [
  [undefined, msg('point at a pixel')],
  [1, 'paint +1'],
  [-1, 'paint −1'],
  [0, msg('paint 0')],
];

/**
 * The weighted sum of one neuron, with controls to edit its weights and bias.
 *
 * @property sum - Weighted sum of the neuron for the image on the stage.
 * @property place - Layer and index of the neuron.
 * @property activationFunction - Name of its activation function: σ, or ReLU in hidden layers and softmax in the output layer.
 * @property changed - Whether weights were edited by hand.
 * @property isReadOnly - Whether the network is not the visitor's.
 * @fires lab-weights - The visitor edits weights or the bias.
 * @fires lab-weights-undo - The visitor undoes the edits.
 * @fires lab-stage-interaction - The visitor operates the view.
 */
@customElement('lab-digit-neuron')
export class DigitNeuron extends LitElement {
  static override styles = [baseStyles, panelStyles, digitNeuronStyles];

  @property({ attribute: false }) sum!: WeightedSum;
  @property({ attribute: false }) place!: NeuronIndex;
  @property() activationFunction = 'σ';
  @property({ type: Boolean }) changed = false;
  @property({ attribute: false }) isReadOnly = false;

  /** Index of the input under the pointer. */
  @state() private hoveredPixel?: number;
  @state() private brush?: number;

  protected override render() {
    const { layer, neuron } = this.place;
    return html`<section class="card" aria-label=${msg('One neuron')}>
      <h2>${msg(str`Neuron ${neuron} of layer ${layer}: its weighted sum`)}</h2>
      <p class="explained">
        ${msg(str`Each activation of the layer before is multiplied by the weight of its connection. The products are added, then the bias. ${this.activationFunction} of that sum is the neuron’s activation. Select another neuron in the network.`)}
      </p>
      ${layer === 1 ? this.#renderImages() : nothing} ${this.#equation()} ${this.#terms()}
      ${this.isReadOnly ? html`<p class="explained">${msg('This network belongs to the moment. Your own can be edited at moments that show it.')}</p>` : this.#renderEditControls()}
    </section>`;
  }

  #renderImages(): TemplateResult {
    const { activations, weights, terms } = this.sum;
    return html`<div class="pictures" @lab-pixel=${this.#handlePixelPoint}>
      <figure>
        <lab-pixel-image pointable .values=${activations.data} .pointed=${this.hoveredPixel} label=${msg('The image: activations of the 784 inputs')}></lab-pixel-image>
        <figcaption>${msg('the image: activations')}</figcaption>
      </figure>
      <span aria-hidden="true">×</span>
      <figure class="weights">
        <lab-pixel-image pointable kind="signed" .values=${weights.data} .pointed=${this.hoveredPixel} label=${msg('The neuron’s 784 weights')}></lab-pixel-image>
        <figcaption>${msg('its weights: blue +, red −')}</figcaption>
      </figure>
      <span aria-hidden="true">=</span>
      <figure>
        <lab-pixel-image pointable kind="signed" .values=${terms.data} .pointed=${this.hoveredPixel} label=${msg('Weight times activation of each pixel')}></lab-pixel-image>
        <figcaption>${msg('weight × activation')}</figcaption>
      </figure>
    </div>
    ${this.#renderHoveredTerm()} ${this.isReadOnly ? nothing : this.#renderBrushes()}`;
  }

  #renderBrushes(): TemplateResult {
    return html`<div class="controls" role="group" aria-label=${msg('Pointer on the weights')}>
      ${BRUSHES.map(
        ([brush, label]) =>
          html`<button aria-pressed=${this.brush === brush} @click=${() => this.#selectBrush(brush)}>${label}</button>`,
      )}
      <button @click=${() => this.#emitWeights(edgeDetector())}>${msg('Set to an edge detector')}</button>
      ${this.changed ? html`<button @click=${this.#undo}>${msg('Undo my changes')}</button>` : nothing}
    </div>`;
  }

  /** The term of the pixel under the pointer. */
  #renderHoveredTerm(): TemplateResult {
    const { activations, weights, terms } = this.sum;
    const i = this.hoveredPixel;
    if (i === undefined)
      return html`<p class="explained">${msg('Point at a pixel with the pointer, a finger or the arrow keys. The panel shows its activation times its weight, its term of the sum.')}</p>`;
    return html`<p class="numbers term" role="status">
      ${msg(html`${this.#nameOf(i)}: activation ${formatFixed(activations.data[i], 3)} × weight <b class=${weights.data[i] < 0 ? 'negative' : 'positive'}>${formatSigned(weights.data[i])}</b> = <b class=${terms.data[i] < 0 ? 'negative' : 'positive'}>${formatSigned(terms.data[i])}</b>`)}
    </p>`;
  }

  #equation(): TemplateResult {
    const { terms, bias, z, a } = this.sum;
    const total = terms.data.reduce((sum, term) => sum + term, 0);
    const decimals = addingDecimals([total, bias], z);
    return html`<p class="equation numbers">
      <span>${this.activationFunction}(<b title=${msg(str`Sum of all ${terms.data.length} products`)}>${formatSignedFixed(total, decimals)}</b>
      <small>${msg('weighted sum')}</small></span>
      <span>${bias < 0 ? '−' : '+'} <b>${formatFixed(Math.abs(bias), decimals)}</b> <small>${msg('bias')}</small>)</span>
      <span>= ${this.activationFunction}(<b>${formatSignedFixed(z, decimals)}</b>) <small>z</small></span>
      <span>= <b class="a">${formatFixed(a, 3)}</b> <small>${msg('activation')}</small></span>
    </p>`;
  }

  #terms(): TemplateResult {
    const { activations, weights, terms } = this.sum;
    const order = Array.from(terms.data.keys())
      .sort((i, j) => Math.abs(terms.data[j]) - Math.abs(terms.data[i]))
      .slice(0, this.place.layer === 1 ? TERMS : terms.data.length);
    const rest = terms.data.length - order.length;
    return html`<div class="scroll">
      <table>
        <thead>
          <tr><th scope="col">${msg('from')}</th><th scope="col">${msg('activation')}</th><th scope="col">${msg('× weight')}</th><th scope="col">${msg('= term')}</th></tr>
        </thead>
        <tbody>
          ${order.map(
            (i) => html`<tr class=${i === this.hoveredPixel ? 'pointed' : ''}>
              <th scope="row">${this.#nameOf(i)}</th>
              <td>${formatFixed(activations.data[i], 3)}</td>
              <td class=${weights.data[i] < 0 ? 'negative' : 'positive'}>${formatSigned(weights.data[i])}</td>
              <td class=${terms.data[i] < 0 ? 'negative' : 'positive'}>${formatSigned(terms.data[i])}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${rest > 0 ? html`<p class="explained">${msg(str`The largest ${order.length} of ${terms.data.length} terms.`)}</p>` : nothing}
    </div>`;
  }

  #renderEditControls(): TemplateResult {
    const { bias, weights } = this.sum;
    const i = this.hoveredPixel;
    return html`<div class="controls edit-controls">
      <label
        >${msg('bias')}
        <input type="range" min="-12" max="12" step="0.05" .value=${String(bias)} @input=${(event: Event) => this.#set(undefined, event)} />
        <b class="numbers">${formatSigned(bias)}</b></label
      >
      ${
        i === undefined
          ? nothing
          : html`<label
              >${msg(str`weight from ${this.#nameOf(i)}`)}
              <input type="range" min="-5" max="5" step="0.05" .value=${String(weights.data[i])} @input=${(event: Event) => this.#set(i, event)} />
              <b class="numbers">${formatSigned(weights.data[i])}</b></label
            >`
      }
      ${
        this.place.layer > 1
          ? html`<label
                >${msg('weight to edit')}
                <select @change=${this.#choose}>
                  <option value="">${msg('none')}</option>
                  ${Array.from(weights.data, (_, k) => html`<option value=${k} ?selected=${k === i}>${this.#nameOf(k)}</option>`)}
                </select></label
              >
              ${this.changed ? html`<button @click=${this.#undo}>${msg('Undo my changes')}</button>` : nothing}`
          : nothing
      }
    </div>`;
  }

  #nameOf(input: number): string {
    return this.place.layer === 1 ? pixelName(input) : msg(str`neuron ${input}`);
  }

  #selectBrush(brush: number | undefined): void {
    this.brush = brush;
    this.dispatchEvent(new StageInteractionEvent());
  }

  #handlePixelPoint({ pixel, isPressed }: HTMLElementEventMap['lab-pixel']): void {
    this.hoveredPixel = pixel ?? this.hoveredPixel;
    if (isPressed) this.dispatchEvent(new StageInteractionEvent());
    if (isPressed && pixel !== undefined && this.brush !== undefined) this.#change(pixel, this.brush);
  }

  #choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.hoveredPixel = value === '' ? undefined : Number(value);
    this.dispatchEvent(new StageInteractionEvent());
  }

  #set(from: number | undefined, event: Event): void {
    this.#change(from, Number((event.target as HTMLInputElement).value));
  }

  #change(from: number | undefined, value: number): void {
    const weight = { ...this.place, ...(from !== undefined && { from }), value };
    this.dispatchEvent(new WeightChangeEvent([weight]));
  }

  #emitWeights(weights: readonly number[]): void {
    this.dispatchEvent(new WeightChangeEvent(weights.map((value, from) => ({ ...this.place, from, value }))));
  }

  #undo(): void {
    this.dispatchEvent(new WeightsUndoEvent());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-neuron': DigitNeuron;
  }
}
