// The three ways to change one output: its bias, its weights, and the activations before it.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DigitGradient, DigitLayerWeights, WishReading } from '../../../../../workers/lab-api.ts';
import { digitsContext } from '../../../../controllers/contexts.ts';
import { StoreReader } from '../../../../controllers/store-reader.ts';
import { NeuronPickEvent } from '../../../../events.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { signedBar } from '../../../../views/bar.ts';
import { commonUnit } from '../../../../views/common-unit.ts';
import { heardOf } from '../../../../views/heard.ts';
import '../../../../views/math/math.ts';
import { signed } from '../../../../views/numbers.ts';
import { WayEvent } from '../../events.ts';
import { WAY_NAMES, WAYS, type Way } from '../../panels.ts';

const EXPLAINED: Readonly<Record<Way, string>> = {
  bias: 'The bias moves the sum directly. A weight does so in proportion to its neuron’s activation, an activation in proportion to its weight.',
  weights:
    'Every weight’s nudge is the bias’s times the activation it is multiplied by: those from bright neurons get most, those from dark ones nothing. So connections grow between what is active and what should be: “fire together, wire together” is a loose likeness, no more.',
  activations:
    'Every wish is the bias’s nudge times the weight: up where the weight is positive, down where it is negative, if the output is to rise. These activations cannot be set either; the wish is noted for the layer before.',
};

/**
 * @property gradient - of one image's cost
 * @property wishes - of the same
 * @property weights - of the last layer
 * @property output - the chosen one
 * @property way - the one looked at
 * @fires lab-way - another way
 * @fires lab-neuron - another output
 */
@customElement('lab-three-ways')
export class ThreeWays extends LitElement {
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
  @property({ attribute: false }) wishes!: WishReading;
  @property({ attribute: false }) weights!: DigitLayerWeights;
  @property({ type: Number }) output = 0;
  @property() way: Way = 'bias';

  readonly #heard = new StoreReader(this, digitsContext, heardOf);

  protected override render() {
    const connections = connectionsOf(this);
    const { last, wish, unit } = connections;
    return html`<section class="card" aria-label="Three ways">
      <h2>Three ways to make output ${this.output} ${wish > 0 ? 'more' : 'less'} active</h2>
      <lab-math display tex="a=\\sigma(w_0a_0+w_1a_1+\\dots+b)"></lab-math>
      <div class="controls">
        <label>output
          <select @change=${(event: Event) => this.#pick((event.target as HTMLSelectElement).selectedIndex)}>
            ${Array.from(last.a.data, (_, digit) => html`<option ?selected=${digit === this.output}>${digit}</option>`)}
          </select></label>
        ${WAY_NAMES.map(
          (way) =>
            html`<button aria-pressed=${way === this.way} @click=${() => this.dispatchEvent(new WayEvent(way))}>${WAYS[way]}</button>`,
        )}
      </div>
      <p role="status" aria-live=${this.#heard.value}>The bias: nudge it by <b class="bias">${unit.write(wish)}</b>${unit.name && `\u202f×\u202f${unit.name}`}, which is also what is wished of the whole sum (−∂C/∂b = −∂C/∂z).</p>
      ${this.#table(connections)}
      <p class="explained">${EXPLAINED[this.way]}</p>
    </section>`;
  }

  #table({ before, weights, ofWeights, ofActivations, unit }: ReturnType<typeof connectionsOf>) {
    const shown = this.way === 'activations' ? ofActivations : ofWeights;
    const order = Array.from(shown.keys()).sort((i, j) => Math.abs(shown[j]) - Math.abs(shown[i]));
    const most = Math.max(...[...ofWeights, ...ofActivations].map(Math.abs), Number.MIN_VALUE);
    const inUnits = unit.name ? `, in ${unit.name}` : '';
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
              <td class="weight">${signed(weights[k])}</td>
              <td class="nudge">${unit.write(ofWeights[k])}</td>
              <td class="bars">${this.way === 'activations' ? '' : signedBar(ofWeights[k] / most)}</td>
              <td class="wish">${unit.write(ofActivations[k])}</td>
              <td class="bars">${this.way === 'weights' ? '' : signedBar(ofActivations[k] / most)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #pick(neuron: number): void {
    this.dispatchEvent(new NeuronPickEvent({ layer: this.wishes.layers.length, neuron }));
  }
}

/** Of the output's connections: what is wished of each weight, and of each activation before it. */
function connectionsOf({ wishes, gradient, weights: { weights: into }, output }: ThreeWays) {
  const { layers } = wishes;
  const [before, last] = layers.slice(-2);
  const inputs = before.a.data.length;
  const row = (values: Float32Array) => values.subarray(output * inputs, (output + 1) * inputs);
  const weights = row(into.data);
  const ofWeights = row(gradient.layers[layers.length - 1].weights.data).map((d) => -d);
  const ofActivations = row(before.fromNext?.data ?? new Float32Array());
  const wish = last.sums.data[output];
  const unit = commonUnit([...ofWeights, ...ofActivations, wish]);
  return { before, last, weights, ofWeights, ofActivations, wish, unit };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-three-ways': ThreeWays;
  }
}
