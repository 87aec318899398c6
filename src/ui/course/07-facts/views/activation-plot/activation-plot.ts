// ReLU and GELU, with the neurons of the current model on its activation function.

import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ACTIVATION_CHOICES } from '../../../../../shared/settings/model-settings.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { axes, plotStyles } from '../../../../views/charts/axes.ts';
import { CURVES } from '../../toy.ts';

const neuronStyles = css`
  .curve {
    fill: none;
    stroke-width: 2.5;
  }

  .relu {
    stroke: var(--data);
    stroke-dasharray: 6 5;
  }

  .gelu {
    stroke: var(--positive);
  }

  .tick {
    stroke: var(--data);
    stroke-width: 1;
    opacity: 0.45;
  }

  .chosen {
    fill: var(--highlight);
  }
`;

const [WIDTH, HEIGHT] = [640, 300];
/** Minimum range of the plot; it grows to include all sums and the marked activation. */
const [FROM, TO, LOW] = [-3.6, 2.8, -0.6];

function scalesFor(pre: Float32Array, marked: number) {
  const from = pre.reduce((least, value) => Math.min(least, value), FROM);
  const to = pre.reduce((most, value) => Math.max(most, value), TO);
  const [low, high] = [Math.min(LOW, marked), Math.max(to, marked)];
  return {
    ...{ from, to, low, high },
    x: (value: number) => ((value - from) / (to - from)) * WIDTH,
    y: (value: number) => HEIGHT - ((value - low) / (high - low)) * HEIGHT,
  };
}

/** Integers except 0, where the axes cross. */
const integersBetween = (from: number, to: number) =>
  Array.from({ length: Math.floor(to) - Math.ceil(from) + 1 }, (_, i) => Math.ceil(from) + i).filter(Boolean);

/**
 * A plot of activation functions.
 *
 * @property pre - Preactivations of all neurons of the MLP at one token.
 * @property post - Activations of these neurons.
 * @property activationFunction - Activation function of the model.
 * @property neuron - Index of the marked neuron, 0-based.
 * @property token - The selected token.
 */
@customElement('lab-activation-plot')
export class ActivationPlot extends LitElement {
  static override styles = [baseStyles, panelStyles, plotStyles, neuronStyles];

  @property({ attribute: false }) pre = new Float32Array();
  @property({ attribute: false }) post = new Float32Array();
  @property() activationFunction: keyof typeof ACTIVATION_CHOICES = 'gelu';
  @property({ type: Number }) neuron = 0;
  @property() token = '';

  override render() {
    const [pre, post] = [this.pre[this.neuron], this.post[this.neuron]];
    const active = this.post.filter((value) => value > 0).length;
    const name = ACTIVATION_CHOICES[this.activationFunction].label;
    const { from, to, low, high, x, y } = scalesFor(this.pre, post);
    const pathOf = (curve: (sum: number) => number) => {
      const sums = Array.from({ length: 129 }, (_, i) => from + ((to - from) * i) / 128);
      return `M${sums.map((sum) => `${x(sum).toFixed(1)} ${y(curve(sum)).toFixed(1)}`).join('L')}`;
    };
    return html`
      <section class="card" aria-label="ReLU and GELU">
        <h2>From a sum to an activation</h2>
        <svg class="plot" viewBox="-6 -18 ${WIDTH + 12} ${HEIGHT + 46}" role="img"
          aria-label="ReLU is zero below zero and the number itself above. GELU is close to it, and rounds the corner. Neuron ${this.neuron + 1} stands at ${formatSigned(pre)} and comes out as ${formatSigned(post)}.">
          ${axes(
            { from, to, at: x, ticks: integersBetween(from, to), name: 'sum of row and bias' },
            { from: low, to: high, at: y, ticks: integersBetween(low, high), name: 'activation' },
            0,
          )}
          ${Array.from(this.pre, (value) => svg`<line class="tick" x1=${x(value)} x2=${x(value)} y1=${y(0) + 28} y2=${y(0) + 42}></line>`)}
          <path class="curve relu" d=${pathOf(CURVES.ReLU)}></path>
          <path class="curve gelu" d=${pathOf(CURVES.GELU)}></path>
          <circle class="chosen" cx=${x(pre)} cy=${y(post)} r="6"></circle>
          <text x=${x(0.57 * to)} y=${y(0.68 * to)} text-anchor="end">ReLU, dashed</text>
          <text x=${x(0.55 * to)} y=${y(0.39 * to)}>GELU</text>
        </svg>
        <p>
          This model uses ${name}. At “${tokenLabel(this.token)}” neuron ${formatInteger(this.neuron + 1)} has the sum ${formatSigned(pre)} and the
          activation ${formatSigned(post)}. ${formatInteger(active)} of ${formatInteger(this.post.length)} neurons
          (${formatPercent(active / Math.max(1, this.post.length))}) are above zero here.
        </p>
        <p class="explained">
          Each grey tick is the sum of one neuron. ReLU maps negative sums to zero; GELU is a smooth version of it.
          ${this.activationFunction === 'swiglu' ? 'SwiGLU multiplies SiLU of the gate’s sum by a second sum, so activations lie off the curves.' : ''}
          The results are called the neurons of a transformer; a neuron is active if its result is above zero.
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-activation-plot': ActivationPlot;
  }
}
