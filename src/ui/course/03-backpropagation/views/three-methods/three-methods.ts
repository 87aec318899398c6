// The three ways to change one output: its bias, its weights, and the activations before it.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type {
  DesiredChanges,
  DigitGradient,
  DigitLayerWeights,
} from '../../../../../workers/rpc/api/lab-api.ts';
import { NeuronPickEvent } from '../../../../events/index.ts';
import { sharedExponent } from '../../../../format/shared-exponent.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { signedBar } from '../../../../views/charts/bar.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import '../../../../views/text/math/math.ts';
import { formatSigned } from '../../../../format/numbers.ts';
import { MethodEvent } from '../../events.ts';
import { METHOD_NAMES, METHODS, type Method } from '../../panels.ts';

const EXPLANATIONS: Readonly<Record<Method, string>> = {
  bias: 'The bias moves the sum directly. A weight does so in proportion to its neuron’s activation, an activation in proportion to its weight.',
  weights:
    'Every weight’s nudge is the bias’s times the activation it is multiplied by: those from bright neurons get most, those from dark ones nothing. So connections grow between what is active and what should be: “fire together, wire together” is a loose likeness, no more.',
  activations:
    'Every wish is the bias’s nudge times the weight: up where the weight is positive, down where it is negative, if the output is to rise. These activations cannot be set either; the wish is noted for the layer before.',
};

/**
 * @property gradient - of one image's cost
 * @property desiredChanges - of the same
 * @property weights - of the last layer
 * @property output - the chosen one
 * @property method - the one looked at
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-method - another way
 * @fires lab-neuron - another output
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
    return html`<section class="card" aria-label="Three ways">
      <h2>Three ways to make output ${this.output} ${change > 0 ? 'more' : 'less'} active</h2>
      <lab-math display tex="a=\\sigma(w_0a_0+w_1a_1+\\dots+b)"></lab-math>
      <div class="controls">
        <label>output
          <select @change=${(event: Event) => this.#selectOutput((event.target as HTMLSelectElement).selectedIndex)}>
            ${Array.from(last.a.data, (_, digit) => html`<option ?selected=${digit === this.output}>${digit}</option>`)}
          </select></label>
        ${METHOD_NAMES.map(
          (way) =>
            html`<button aria-pressed=${way === this.method} @click=${() => this.dispatchEvent(new MethodEvent(way))}>${METHODS[way]}</button>`,
        )}
      </div>
      <p role="status" aria-live=${this.live}>The bias: nudge it by <b class="bias">${unit.format(change)}</b>${unit.label && `\u202f×\u202f${unit.label}`}, which is also what is wished of the whole sum (−∂C/∂b = −∂C/∂z).</p>
      ${this.#table(connections)}
      <p class="explained">${EXPLANATIONS[this.method]}</p>
    </section>`;
  }

  #table({ before, weights, ofWeights, ofActivations, unit }: ReturnType<typeof connectionsOf>) {
    const shown = this.method === 'activations' ? ofActivations : ofWeights;
    const order = Array.from(shown.keys()).sort((i, j) => Math.abs(shown[j]) - Math.abs(shown[i]));
    const most = Math.max(...[...ofWeights, ...ofActivations].map(Math.abs), Number.MIN_VALUE);
    const inUnits = unit.label ? `, in ${unit.label}` : '';
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">from</th><th scope="col">its activation</th><th scope="col">weight</th>
            <th scope="col">nudge of the weight${inUnits}</th><th scope="col" class="bars"><span class="visually-hidden">nudge as a bar</span></th>
            <th scope="col">wish for the activation${inUnits}</th><th scope="col" class="bars"><span class="visually-hidden">wish as a bar</span></th>
          </tr>
        </thead>
        <tbody>
          ${order.map(
            (k) => html`<tr>
              <th scope="row">${k}</th>
              <td class="activation">${before.a.data[k].toFixed(3)}</td>
              <td class="weight">${formatSigned(weights[k])}</td>
              <td class="nudge">${unit.format(ofWeights[k])}</td>
              <td class="bars">${this.method === 'activations' ? '' : signedBar(ofWeights[k] / most)}</td>
              <td class="wish">${unit.format(ofActivations[k])}</td>
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

/** Of the output's connections: what is wished of each weight, and of each activation before it. */
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
