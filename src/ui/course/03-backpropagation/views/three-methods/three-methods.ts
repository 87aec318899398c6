// The three ways to change one output: its bias, its weights and the previous activations.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type {
  DesiredChanges,
  DigitGradient,
  DigitLayerWeights,
} from '../../../../../workers/rpc/api/lab-api.ts';
import { NeuronPickEvent } from '../../../../events/index.ts';
import { signedBar } from '../../../../figures/bar.ts';
import { sharedExponent } from '../../../../format/shared-exponent.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import '../../../../views/text/math/math.ts';
import { formatFixed, formatSigned } from '../../../../format/numbers.ts';
import { METHOD_NAMES, METHODS, type Method, methodChoice } from '../../choices.ts';

const EXPLANATIONS: Readonly<Record<Method, string>> = {
  bias: msg(
    'The bias changes the sum directly. A weight changes it in proportion to its activation, an activation in proportion to its weight.',
  ),
  weights: msg(
    'The nudge of a weight is the nudge of the bias times the activation of its source. Weights from bright neurons change most, weights from dark neurons not at all. So connections grow between active neurons and neurons that should become active; “fire together, wire together” is only a loose analogy.',
  ),
  activations: msg(
    'The desired change of an activation is the nudge of the bias times the weight. To increase the output, it is positive for positive weights and negative for negative ones. Activations cannot be set directly, so the desired changes pass to the layer before.',
  ),
};

/**
 * The desired changes of one output's bias, weights and inputs.
 *
 * @property gradient - Gradient of one image's cost.
 * @property desiredChanges - Desired changes for that image.
 * @property weights - Weights of the last layer.
 * @property output - The selected output.
 * @property method - The selected method.
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-choice - The visitor selects a method.
 * @fires lab-neuron - The visitor selects an output.
 */
@customElement('lab-three-methods')
export class ThreeMethods extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      thead th {
        white-space: normal;
      }

      .bars {
        width: 16%;
        min-width: 1.5rem;
      }

      @container (max-width: 30rem) {
        th,
        td {
          padding-inline-start: var(--space-2xs);
          font-size: var(--size-fine);
        }
      }
    `,
  ];

  @property({ attribute: false }) gradient!: DigitGradient;
  @property({ attribute: false }) desiredChanges!: DesiredChanges;
  @property({ attribute: false }) weights!: DigitLayerWeights;
  @property({ type: Number }) output = 0;
  @property() method: Method = 'bias';
  @property() live: LiveMode = 'polite';

  protected override render() {
    const connections = connectionsOf(this);
    const { last, wish: change, unit } = connections;
    return html`<section class="card" aria-label=${msg('Three ways')}>
      <h2>${msg(str`Three ways to make output ${this.output} ${change > 0 ? msg('more') : msg('less')} active`)}</h2>
      <lab-math display tex="a=\\sigma(w_0a_0+w_1a_1+\\dots+b)"></lab-math>
      <div class="controls">
        <label>${msg('output')}
          <select @change=${(event: Event) => this.#selectOutput((event.target as HTMLSelectElement).selectedIndex)}>
            ${Array.from(last.a.data, (_, digit) => html`<option ?selected=${digit === this.output}>${digit}</option>`)}
          </select></label>
        ${METHOD_NAMES.map(
          (method) =>
            html`<button aria-pressed=${method === this.method} @click=${() => this.dispatchEvent(methodChoice(method))}>${METHODS[method]}</button>`,
        )}
      </div>
      <p role="status" aria-live=${this.live}>${msg(html`The bias: nudge it by <b class="bias">${unit.format(change)}</b>${unit.label && `\u202f×\u202f${unit.label}`}, which is also the desired change of the sum z (−∂C/∂b = −∂C/∂z).`)}</p>
      ${this.#table(connections)}
      <p class="explained">${EXPLANATIONS[this.method]}</p>
    </section>`;
  }

  #table({ before, weights, ofWeights, ofActivations, unit }: ReturnType<typeof connectionsOf>) {
    const shown = this.method === 'activations' ? ofActivations : ofWeights;
    const order = Array.from(shown.keys()).sort((i, j) => Math.abs(shown[j]) - Math.abs(shown[i]));
    const most = Math.max(...[...ofWeights, ...ofActivations].map(Math.abs), Number.MIN_VALUE);
    const inUnits = unit.label ? msg(str`, in ${unit.label}`) : '';
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg('Weights by neuron')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${msg('from')}</th><th scope="col">${msg('activation')}</th><th scope="col">${msg('weight')}</th>
            <th scope="col">${msg(str`nudge of the weight${inUnits}`)}</th><th scope="col" class="bars"><span class="visually-hidden">${msg('nudge as a bar')}</span></th>
            <th scope="col">${msg(str`desired change of the activation${inUnits}`)}</th><th scope="col" class="bars"><span class="visually-hidden">${msg('desired change as a bar')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${order.map(
            (k) => html`<tr>
              <th scope="row">${k}</th>
              <td class="activation">${formatFixed(before.a.data[k], 3)}</td>
              <td class="weight">${formatSigned(weights[k])}</td>
              <td class="nudge">${unit.format(ofWeights[k])}</td>
              <td class="bars">${this.method === 'activations' ? '' : signedBar(ofWeights[k] / most)}</td>
              <td class="desired-change">${unit.format(ofActivations[k])}</td>
              <td class="bars">${this.method === 'weights' ? '' : signedBar(ofActivations[k] / most)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #selectOutput(neuron: number): void {
    this.dispatchEvent(new NeuronPickEvent({ layer: this.desiredChanges.layers.length, neuron }));
  }
}

/** Desired changes of the output's weights, and of the activations before it. */
function connectionsOf({ desiredChanges, gradient, weights: { weights: into }, output }: ThreeMethods) {
  const { layers } = desiredChanges;
  const [before, last] = layers.slice(-2);
  const inputs = before.a.data.length;
  const row = (values: Float32Array) => values.subarray(output * inputs, (output + 1) * inputs);
  const weights = row(into.data);
  const ofWeights = row(gradient.layers[layers.length - 1].weights.data).map((d) => -d);
  const ofActivations = row(before.fromNext?.data ?? new Float32Array());
  const change = last.weightedSums.data[output];
  const unit = sharedExponent([...ofWeights, ...ofActivations, change]);
  return { before, last, weights, ofWeights, ofActivations, wish: change, unit };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-three-methods': ThreeMethods;
  }
}
