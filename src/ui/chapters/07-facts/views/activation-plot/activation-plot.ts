// ReLU and GELU over one another, and where the neurons of the loaded model stand on the curve it uses.

import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { percent, signed, whole } from '../../../../views/numbers.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { CURVES } from '../../toy.ts';

const plotStyles = css`
  svg.plot {
    width: 100%;
    height: auto;
    max-height: 24rem;
    overflow: visible;
  }

  .axis {
    stroke: var(--line-strong);
    stroke-width: 1;
  }

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
    fill: var(--query);
  }

  text {
    fill: var(--muted);
    font-size: 13px;
  }

  text.named {
    fill: var(--query);
  }
`;

const [WIDTH, HEIGHT] = [640, 300];
const [FROM, TO, LOW, HIGH] = [-3.6, 2.8, -0.6, 2.8];
const x = (value: number) => ((Math.max(FROM, Math.min(TO, value)) - FROM) / (TO - FROM)) * WIDTH;
const y = (value: number) => HEIGHT - ((value - LOW) / (HIGH - LOW)) * HEIGHT;

/**
 * @property pre - of every neuron of the MLP at one token, before the curve
 * @property post - and after it
 * @property curve - the one the model uses
 * @property neuron - the one marked, from 0
 * @property token - where they were read
 */
@customElement('lab-activation-plot')
export class ActivationPlot extends LitElement {
  static override styles = [baseStyles, panelStyles, plotStyles];

  @property({ attribute: false }) pre = new Float32Array();
  @property({ attribute: false }) post = new Float32Array();
  @property() curve: 'relu' | 'gelu' = 'gelu';
  @property({ type: Number }) neuron = 0;
  @property() token = '';

  override render() {
    const [pre, post] = [this.pre[this.neuron], this.post[this.neuron]];
    const active = this.post.filter((value) => value > 0).length;
    const name = this.curve === 'relu' ? 'ReLU' : 'GELU';
    return html`
      <section class="card" aria-label="ReLU and GELU">
        <h2>From a sum to an activation</h2>
        <svg class="plot" viewBox="-6 -18 ${WIDTH + 12} ${HEIGHT + 40}" role="img"
          aria-label="ReLU is zero below zero and the number itself above. GELU is close to it, and rounds the corner. Neuron ${this.neuron + 1} stands at ${signed(pre)} and comes out as ${signed(post)}.">
          <line class="axis" x1="0" x2=${WIDTH} y1=${y(0)} y2=${y(0)}></line>
          <line class="axis" x1=${x(0)} x2=${x(0)} y1="0" y2=${HEIGHT}></line>
          ${Array.from(this.pre, (value) => svg`<line class="tick" x1=${x(value)} x2=${x(value)} y1=${y(0) + 4} y2=${y(0) + 18}></line>`)}
          <path class="curve relu" d=${pathOf(CURVES.ReLU)}></path>
          <path class="curve gelu" d=${pathOf(CURVES.GELU)}></path>
          <circle class="chosen" cx=${x(pre)} cy=${y(Math.min(HIGH, post))} r="6"></circle>
          <text x=${x(1.6)} y=${y(1.9)} text-anchor="end">ReLU, dashed</text>
          <text x=${x(1.55)} y=${y(1.1)}>GELU</text>
          <text x="0" y=${HEIGHT + 18}>${signed(FROM)}</text>
          <text x=${WIDTH} y=${HEIGHT + 18} text-anchor="end">${signed(TO)}, sum of row and bias</text>
        </svg>
        <p>
          This model uses ${name}. At “${tokenLabel(this.token)}” neuron ${whole(this.neuron + 1)} has the sum ${signed(pre)} and the
          activation ${signed(post)}. ${whole(active)} of ${whole(this.post.length)} neurons
          (${percent(active / Math.max(1, this.post.length))}) are above zero here.
        </p>
        <p class="explained">
          Each grey tick is one neuron’s sum. ReLU cuts off what is negative; GELU does nearly the same without a corner. What
          comes out is what people mean by the neurons of a transformer: active where it is above zero.
        </p>
      </section>
    `;
  }
}

function pathOf(curve: (x: number) => number): string {
  const points = Array.from({ length: 129 }, (_, i) => FROM + ((TO - FROM) * i) / 128);
  return `M${points.map((at) => `${x(at).toFixed(1)} ${y(curve(at)).toFixed(1)}`).join('L')}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-activation-plot': ActivationPlot;
  }
}
