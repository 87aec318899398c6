// The plot of sigmoid and ReLU with the selected neuron's z, or any other number, marked.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { WeightedSum } from '../../../../../workers/rpc/api/lab-api.ts';
import { WeightChangeEvent } from '../../../../events/index.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/text/math/math.ts';
import { formatFixed, formatSigned } from '../../../../format/numbers.ts';
import type { NeuronIndex } from '../../../../types/digits.ts';
import { axes, plotStyles } from '../../../../views/charts/axes.ts';
import { choice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';
import { relu, sigmoid } from './activation-functions.ts';

const [WIDTH, HEIGHT] = [560, 260];
const X = 12;
const TOP = 2.2;
const xAt = (x: number) => ((x + X) / (2 * X)) * WIDTH;
const yAt = (y: number) => HEIGHT - 30 - (y / TOP) * (HEIGHT - 50);

const AXES = {
  x: { from: -X, to: X, at: xAt, ticks: [-10, -5, 0, 5, 10], name: 'x' },
  y: { from: 0, to: TOP, at: yAt, ticks: [1, 2], name: msg('σ(x), ReLU(x)') },
};

const path = (f: (x: number) => number) =>
  Array.from({ length: 241 }, (_, i) => -X + (i * X) / 120)
    .filter((x) => f(x) <= TOP)
    .map((x, i) => `${i === 0 ? 'M' : 'L'}${xAt(x).toFixed(1)} ${yAt(f(x)).toFixed(1)}`)
    .join('');
const CURVES = { sigmoid: path(sigmoid), relu: path(relu) };

/**
 * A plot of σ and ReLU with one input marked.
 *
 * @property sum - Weighted sum of the selected neuron; its z is marked.
 * @property place - Layer and index of the neuron.
 * @property highlightedCurve - The curve of the moment.
 * @property customInput - Input set by the visitor; default: the neuron's z.
 * @fires lab-choice - The visitor sets the input, or resets it.
 * @fires lab-weights - The visitor edits the neuron's bias.
 */
@customElement('lab-activation-function-plot')
export class ActivationFunctionPlot extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    plotStyles,
    css`
      .formulas {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-evenly;
        gap: 0 var(--space-l);
      }

      .one {
        stroke: var(--line);
        stroke-dasharray: 4 4;
      }

      path {
        fill: none;
        stroke-width: 2.5;
      }

      .sigmoid {
        stroke: var(--highlight);
        color: var(--highlight);
      }

      .relu {
        stroke: var(--key);
        color: var(--key);
      }

      path.aside {
        opacity: 0.35;
      }

      circle.sigmoid {
        fill: var(--highlight);
      }

      circle.relu {
        fill: var(--key);
      }

      .values {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-xs) var(--space-xl);
      }

      .controls label {
        max-width: 100%;
        white-space: nowrap;
      }

      input[type='range'] {
        flex: 0 1 18rem;
        min-width: 4rem;
      }
    `,
  ];

  @property({ attribute: false }) sum!: WeightedSum;
  @property({ attribute: false }) place!: NeuronIndex;
  @property() highlightedCurve: 'sigmoid' | 'relu' = 'sigmoid';
  @property({ type: Number }) customInput?: number;

  protected override render() {
    const { z, bias } = this.sum;
    const x = this.customInput ?? z;
    const shown = Math.min(X, Math.max(-X, x));
    return html`<section class="card" aria-label=${msg('σ and ReLU')}>
      <h2>${this.highlightedCurve === 'relu' ? msg('ReLU, the rectified linear unit: zero below zero, unchanged above') : msg('Any number in, a number between 0 and 1 out')}</h2>
      <div class="formulas">
        <lab-math display tex="\\sigma(x)=\\frac{1}{1+e^{-x}}"></lab-math>
        <lab-math display tex="\\mathrm{ReLU}(x)=\\max(0,x)"></lab-math>
      </div>
      <svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${msg(str`σ of ${formatSigned(x)} is ${formatFixed(sigmoid(x), 3)}; ReLU of it is ${formatFixed(relu(x), 2)}.`)}>
        ${axes(AXES.x, AXES.y, 0)}
        <line class="one" x1="0" x2=${WIDTH} y1=${yAt(1)} y2=${yAt(1)} />
        <path class="relu ${this.highlightedCurve === 'relu' ? '' : 'aside'}" d=${CURVES.relu} />
        <path class="sigmoid ${this.highlightedCurve === 'sigmoid' ? '' : 'aside'}" d=${CURVES.sigmoid} />
        <line class="one" x1=${xAt(shown)} x2=${xAt(shown)} y1="0" y2=${yAt(0)} />
        <circle class="sigmoid" cx=${xAt(shown)} cy=${yAt(sigmoid(shown))} r="6" />
        ${relu(shown) <= TOP ? svg`<circle class="relu" cx=${xAt(shown)} cy=${yAt(relu(shown))} r="6" />` : ''}
      </svg>
      <p class="values numbers">
        <span>x = <b>${formatSigned(x)}</b>${this.customInput === undefined ? msg(str` (z of neuron ${this.place.neuron}, layer ${this.place.layer})`) : ''}</span>
        <span class="sigmoid">σ(x) = <b>${formatFixed(sigmoid(x), 3)}</b></span>
        <span class="relu">${msg(html`ReLU(x) = <b>${formatFixed(relu(x), 2)}</b>`)}</span>
      </p>
      <div class="controls">
        <label>x <input type="range" min=${-X} max=${X} step="0.05" .value=${String(x)} @input=${this.#handleInput} /></label>
        ${this.customInput === undefined ? '' : html`<button @click=${() => this.dispatchEvent(choice({ x: undefined }))}>${msg('Reset to the neuron’s z')}</button>`}
        <label>${msg('bias of the neuron')}
          <input type="range" min=${-X} max=${X} step="0.05" .value=${String(bias)} @input=${this.#handleBias} /> <b class="numbers">${formatSigned(bias)}</b></label>
      </div>
      <p class="explained">
        ${msg('With a bias of −10 the neuron is active only if the weighted sum exceeds 10. ReLU returns positive inputs unchanged; deep networks are easier to train with it.')}
      </p>
    </section>`;
  }

  #handleInput(event: Event): void {
    this.dispatchEvent(choice({ x: Number((event.target as HTMLInputElement).value) }));
  }

  #handleBias(event: Event): void {
    const value = Number((event.target as HTMLInputElement).value);
    if (this.customInput !== undefined) this.dispatchEvent(choice({ x: undefined }));
    this.dispatchEvent(new WeightChangeEvent([{ ...this.place, value }]));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-activation-function-plot': ActivationFunctionPlot;
  }
}
