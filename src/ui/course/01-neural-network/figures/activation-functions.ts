// The plot of sigmoid and ReLU with the selected neuron's z, or any other number, marked.

import { msg, str } from '@lit/localize';
import { css, html, svg, type TemplateResult } from 'lit';
import { WeightChangeEvent } from '../../../events/index.ts';
import { emit } from '../../../figures/emit.ts';
import { formatFixed, formatSigned } from '../../../format/numbers.ts';
import { axes, plotStyles } from '../../../views/charts/axes.ts';
import '../../../views/text/math/math.ts';
import { choice } from '../choices.ts';
import type { NeuronData } from '../neuron-data.ts';

/** σ(x) = 1 / (1 + e⁻ˣ) */
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** max(0, x) */
const relu = (x: number): number => Math.max(0, x);

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
  `M${Array.from({ length: 241 }, (_, i) => -X + (i * X) / 120)
    .filter((x) => f(x) <= TOP)
    .map((x) => `${xAt(x).toFixed(1)} ${yAt(f(x)).toFixed(1)}`)
    .join('L')}`;
const CURVES = { relu: path(relu), sigmoid: path(sigmoid) };

export const activationFunctionsStyles = [
  plotStyles,
  css`
    .functions {
      .formulas,
      .values {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-evenly;
        gap: 0 var(--space-l);
      }

      .values {
        justify-content: start;
        gap: var(--space-xs) var(--space-xl);
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

      .aside {
        opacity: 0.35;
      }

      circle {
        fill: currentColor;
      }

      label {
        max-width: 100%;
        white-space: nowrap;
      }

      input {
        flex: 0 1 18rem;
        min-width: 4rem;
      }
    }
  `,
];

/**
 * @param custom input set by the visitor; default: the neuron's z
 * @param highlighted the curve of the moment
 */
export function activationFunctions(
  { sum: { z, bias }, place }: NeuronData,
  custom: number | undefined,
  highlighted: keyof typeof CURVES,
): TemplateResult {
  const x = custom ?? z;
  const shown = Math.min(X, Math.max(-X, x));
  const curve = (name: keyof typeof CURVES) =>
    svg`<path class="${name} ${name === highlighted ? '' : 'aside'}" d=${CURVES[name]} />`;
  const range = (value: number, events: (value: number) => Event | readonly Event[]) =>
    html`<input type="range" min=${-X} max=${X} step="0.05" .value=${String(value)} @input=${emit((from: HTMLInputElement) => events(Number(from.value)))} />`;
  const reset = () => choice({ x: undefined });
  const setBias = (value: number) => [
    ...(custom === undefined ? [] : [reset()]),
    new WeightChangeEvent([{ ...place, value }]),
  ];
  return html`<section class="card functions" aria-label=${msg('σ and ReLU')}>
    <h2>${highlighted === 'relu' ? msg('ReLU, the rectified linear unit: zero below zero, unchanged above') : msg('Any number in, a number between 0 and 1 out')}</h2>
    <div class="formulas">
      <lab-math display tex="\\sigma(x)=\\frac{1}{1+e^{-x}}"></lab-math>
      <lab-math display tex="\\mathrm{ReLU}(x)=\\max(0,x)"></lab-math>
    </div>
    <svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${msg(str`σ of ${formatSigned(x)} is ${formatFixed(sigmoid(x), 3)}; ReLU of it is ${formatFixed(relu(x), 2)}.`)}>
      ${axes(AXES.x, AXES.y, 0)}
      <line class="one" x1="0" x2=${WIDTH} y1=${yAt(1)} y2=${yAt(1)} />
      ${curve('relu')} ${curve('sigmoid')}
      <line class="one" x1=${xAt(shown)} x2=${xAt(shown)} y1="0" y2=${yAt(0)} />
      <circle class="sigmoid" cx=${xAt(shown)} cy=${yAt(sigmoid(shown))} r="6" />
      ${relu(shown) <= TOP ? svg`<circle class="relu" cx=${xAt(shown)} cy=${yAt(relu(shown))} r="6" />` : ''}
    </svg>
    <p class="values numbers">
      <span>x = <b>${formatSigned(x)}</b>${custom === undefined ? msg(str` (z of neuron ${place.neuron}, layer ${place.layer})`) : ''}</span>
      <span class="sigmoid">σ(x) = <b>${formatFixed(sigmoid(x), 3)}</b></span>
      <span class="relu">${msg(html`ReLU(x) = <b>${formatFixed(relu(x), 2)}</b>`)}</span>
    </p>
    <div class="controls">
      <label>x ${range(x, (value) => choice({ x: value }))}</label>
      ${custom === undefined ? '' : html`<button @click=${emit(reset)}>${msg('Reset to the neuron’s z')}</button>`}
      <label>${msg('bias of the neuron')} ${range(bias, setBias)} <b class="numbers">${formatSigned(bias)}</b></label>
    </div>
    <p class="explained">
      ${msg('With a bias of −10 the neuron is active only if the weighted sum exceeds 10. ReLU returns positive inputs unchanged; deep networks are easier to train with it.')}
    </p>
  </section>`;
}
