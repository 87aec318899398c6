// The activation function of the current model beside ReLU or GELU, with its neurons at one token.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ACTIVATION_CHOICES } from '../../../../../shared/settings/model-settings.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { ACTIVATION_CURVES, type ActivationFunction } from '../../../../views/charts/activation-curves.ts';
import { axes, plotStyles } from '../../../../views/charts/axes.ts';

const neuronStyles = css`
  .curve {
    fill: none;
    stroke-width: 2.5;
  }

  .own {
    stroke: var(--positive);
  }

  .other {
    stroke: var(--data);
    stroke-dasharray: 6 5;
  }

  .tick {
    stroke: var(--data);
    stroke-width: 1;
    opacity: 0.45;
  }

  .neuron {
    fill: var(--data);
    opacity: 0.6;
  }

  .chosen {
    fill: var(--highlight);
  }

  .gate {
    fill: var(--surface);
    stroke: var(--highlight);
    stroke-width: 2;
  }

  .product {
    stroke: var(--highlight);
    stroke-width: 1.5;
  }
`;

const [WIDTH, HEIGHT] = [640, 300];
/** Minimum range of the plot; it grows to include all sums and the marked activations. */
const [FROM, TO, LOW] = [-3.6, 2.8, -0.6];

function scalesFor(pre: Float32Array, marked: Float32Array) {
  const least = (values: Float32Array, first: number) => values.reduce((a, b) => Math.min(a, b), first);
  const most = (values: Float32Array, first: number) => values.reduce((a, b) => Math.max(a, b), first);
  const [from, to] = [least(pre, FROM), most(pre, TO)];
  const [low, high] = [least(marked, LOW), most(marked, to)];
  return {
    ...{ from, to, low, high },
    x: (value: number) => ((value - from) / (to - from)) * WIDTH,
    y: (value: number) => HEIGHT - ((value - low) / (high - low)) * HEIGHT,
  };
}

/** Integers except 0, where the axes cross; in a wide range, multiples of a larger step. */
function ticksBetween(from: number, to: number): number[] {
  const step = [1, 2, 5, 10, 20, 50].find((each) => to - from <= 20 * each) ?? 100;
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: count }, (_, i) => step * (first + i)).filter(Boolean);
}

/**
 * A plot of activation functions.
 *
 * @property pre - Preactivations of all neurons of the MLP at one token.
 * @property post - Activations of these neurons.
 * @property linear - Of gated MLPs, the factors of SiLU of the preactivations.
 * @property activationFunction - Activation function of the model.
 * @property hasSolidRelu - Whether ReLU is drawn solid, with the marked neuron's sum on it; else the model's own curve is.
 * @property neuron - Index of the marked neuron, 0-based.
 * @property token - The selected token.
 */
@customElement('lab-activation-plot')
export class ActivationPlot extends LitElement {
  static override styles = [baseStyles, panelStyles, plotStyles, neuronStyles];

  @property({ attribute: false }) pre = new Float32Array();
  @property({ attribute: false }) post = new Float32Array();
  @property({ attribute: false }) linear?: Float32Array;
  @property() activationFunction: ActivationFunction = 'gelu';
  @property({ type: Boolean }) hasSolidRelu = false;
  @property({ type: Number }) neuron = 0;
  @property() token = '';

  override render() {
    const { activationFunction: own, linear } = this;
    const [pre, post] = [this.pre[this.neuron], this.post[this.neuron]];
    const active = this.post.filter((value) => value > 0).length;
    const smooth = own === 'relu' ? 'gelu' : own === 'swiglu' ? 'silu' : own;
    const name = ACTIVATION_CHOICES[smooth].label;
    const isRelu = own === 'relu' || this.hasSolidRelu;
    const shown = isRelu && own !== 'relu' ? ACTIVATION_CURVES.relu(pre) : post;
    const { from, to, low, high, x, y } = scalesFor(this.pre, linear ? this.post : Float32Array.of(post));
    const curve = (drawn: ActivationFunction) => {
      const sums = Array.from({ length: 129 }, (_, i) => from + ((to - from) * i) / 128);
      const points = sums.map((sum) => `${x(sum).toFixed(1)} ${y(ACTIVATION_CURVES[drawn](sum)).toFixed(1)}`);
      const isOther = isRelu !== (drawn === 'relu');
      return svg`<path class="curve ${isOther ? 'other' : 'own'}" d="M${points.join('L')}"></path>`;
    };
    const dashed = (text: string, isOther: boolean) => (isOther ? msg(str`${text}, dashed`) : text);
    return html`
      <section class="card" aria-label=${msg('Activation function')}>
        <h2>${msg('From a sum to an activation')}</h2>
        <svg class="plot" viewBox="-6 -18 ${WIDTH + 12} ${HEIGHT + 46}" role="img"
          aria-label=${msg(str`ReLU is zero below zero and the number itself above. ${name} is close to it, and rounds the corner. ${isRelu ? msg('ReLU') : name} is drawn solid: neuron ${this.neuron + 1} stands at ${formatSigned(pre)} and comes out as ${formatSigned(shown)}.`)}>
          ${axes(
            {
              from,
              to,
              at: x,
              ticks: ticksBetween(from, to),
              name: linear ? msg('sum of the gate') : msg('sum of row and bias'),
            },
            { from: low, to: high, at: y, ticks: ticksBetween(low, high), name: msg('activation') },
            0,
          )}
          ${curve('relu')} ${curve(smooth)}
          ${linear ? this.#products(x, y) : this.#sums(x, y)}
          <circle class="chosen" cx=${x(pre)} cy=${y(shown)} r="6"></circle>
          <text x=${x(0.57 * to)} y=${y(0.68 * to)} text-anchor="end">${dashed('ReLU', !isRelu)}</text>
          <text x=${x(0.55 * to)} y=${y(0.39 * to)}>${dashed(name, isRelu)}</text>
        </svg>
        <p>
          ${msg(
            html`${isRelu && own !== 'relu' ? html`${msg(str`ReLU of the sum ${formatSigned(pre)} is ${formatSigned(shown)}.`)} ` : ''}This model uses ${ACTIVATION_CHOICES[own].label}. At “${tokenLabel(this.token)}” neuron ${formatInteger(this.neuron + 1)} has ${
              linear
                ? msg(
                    str`the gate’s sum ${formatSigned(pre)}, of which SiLU is ${formatSigned(ACTIVATION_CURVES.silu(pre))}, and the second sum ${formatSigned(linear[this.neuron])}. Their product is the`,
                  )
                : msg(str`the sum ${formatSigned(pre)} and the`)
            } activation ${formatSigned(post)}. ${formatInteger(active)} of ${formatInteger(this.post.length)} neurons (${formatPercent(active / Math.max(1, this.post.length))}) are above zero here.`,
          )}
        </p>
        <p class="explained">
          ${msg(
            str`${
              linear
                ? msg(
                    'Each grey dot is one neuron: its activation is SiLU of the gate’s sum, times a second sum, which has either sign. ReLU maps negative sums to zero; SiLU is a smooth version of it.',
                  )
                : msg(
                    str`Each grey tick is the sum of one neuron. ReLU maps negative sums to zero; ${name} is a smooth version of it.`,
                  )
            } The results are called the neurons of a transformer; a neuron is active if its result is above zero.`,
          )}
        </p>
      </section>
    `;
  }

  #sums(x: (value: number) => number, y: (value: number) => number) {
    const [top, bottom] = [y(0) + 28, y(0) + 42];
    return Array.from(
      this.pre,
      (value) => svg`<line class="tick" x1=${x(value)} x2=${x(value)} y1=${top} y2=${bottom}></line>`,
    );
  }

  /** All activations of a gated MLP; of the marked neuron, the way from SiLU of its gate. */
  #products(x: (value: number) => number, y: (value: number) => number) {
    const at = x(this.pre[this.neuron]);
    const gate = y(ACTIVATION_CURVES.silu(this.pre[this.neuron]));
    return svg`
      ${Array.from(this.post, (value, i) => svg`<circle class="neuron" cx=${x(this.pre[i])} cy=${y(value)} r="2"></circle>`)}
      <line class="product" x1=${at} x2=${at} y1=${gate} y2=${y(this.post[this.neuron])}></line>
      <circle class="gate" cx=${at} cy=${gate} r="4"></circle>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-activation-plot': ActivationPlot;
  }
}
