// The activation function of the current model beside ReLU or GELU, with its neurons at one token.

import { msg, str } from '@lit/localize';
import { css, html, svg, type TemplateResult } from 'lit';
import { ACTIVATION_CHOICES } from '../../../../shared/settings/model-settings.ts';
import { card, note } from '../../../figures/card.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { ACTIVATION_CURVES, type ActivationFunction } from '../../../views/charts/activation-curves.ts';
import { axes, plotStyles } from '../../../views/charts/axes.ts';
import { countActive, type MlpActivations, rowOf } from '../mlp-activations.ts';

export const activationPlotStyles = [
  plotStyles,
  css`
    .activations {
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
    }
  `,
];

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

/** @param hasSolidRelu whether ReLU is drawn solid, with the neuron's sum on it; else the model's own curve is */
export function activationPlot(
  { tokens, M, activationFunction: own, ...all }: MlpActivations,
  token: number,
  neuron: number,
  hasSolidRelu: boolean,
): TemplateResult {
  const [sums, results] = [rowOf(all.pre, token, M), rowOf(all.post, token, M)];
  const linear = all.linear && rowOf(all.linear, token, M);
  const [pre, post] = [sums[neuron], results[neuron]];
  const active = countActive(results);
  const smooth = own === 'relu' ? 'gelu' : own === 'swiglu' ? 'silu' : own;
  const name = ACTIVATION_CHOICES[smooth].label;
  const isRelu = own === 'relu' || hasSolidRelu;
  const shown = isRelu && own !== 'relu' ? ACTIVATION_CURVES.relu(pre) : post;
  const { from, to, low, high, x, y } = scalesFor(sums, linear ? results : Float32Array.of(post));
  const curve = (drawn: ActivationFunction) => {
    const of = ACTIVATION_CURVES[drawn];
    const along = Array.from({ length: 129 }, (_, i) => from + ((to - from) * i) / 128);
    const points = along.map((sum) => `${x(sum).toFixed(1)} ${y(of(sum)).toFixed(1)}`);
    const isOther = isRelu !== (drawn === 'relu');
    return svg`<path class="curve ${isOther ? 'other' : 'own'}" d="M${points.join('L')}"></path>`;
  };
  const dashed = (text: string, isOther: boolean) => (isOther ? msg(str`${text}, dashed`) : text);
  /** All activations of a gated MLP; of the marked neuron, the way from SiLU of its gate. */
  const products = () => {
    const gate = y(ACTIVATION_CURVES.silu(pre));
    return svg`
      ${Array.from(results, (value, i) => svg`<circle class="neuron" cx=${x(sums[i])} cy=${y(value)} r="2"></circle>`)}
      <line class="product" x1=${x(pre)} x2=${x(pre)} y1=${gate} y2=${y(post)}></line>
      <circle class="gate" cx=${x(pre)} cy=${gate} r="4"></circle>
    `;
  };
  const ticks = () =>
    Array.from(
      sums,
      (value) =>
        svg`<line class="tick" x1=${x(value)} x2=${x(value)} y1=${y(0) + 28} y2=${y(0) + 42}></line>`,
    );
  return card(
    msg('Activation function'),
    msg('From a sum to an activation'),
    html`<svg class="plot activations" viewBox="-6 -18 ${WIDTH + 12} ${HEIGHT + 46}" role="img"
      aria-label=${msg(str`ReLU is zero below zero and the number itself above. ${name} is close to it, and rounds the corner. ${isRelu ? msg('ReLU') : name} is drawn solid: neuron ${neuron + 1} stands at ${formatSigned(pre)} and comes out as ${formatSigned(shown)}.`)}>
      ${axes(
        {
          ...{ from, to, at: x, ticks: ticksBetween(from, to) },
          name: linear ? msg('sum of the gate') : msg('sum of row and bias'),
        },
        { from: low, to: high, at: y, ticks: ticksBetween(low, high), name: msg('activation') },
        0,
      )}
      ${curve('relu')} ${curve(smooth)} ${linear ? products() : ticks()}
      <circle class="chosen" cx=${x(pre)} cy=${y(shown)} r="6"></circle>
      <text x=${x(0.57 * to)} y=${y(0.68 * to)} text-anchor="end">${dashed('ReLU', !isRelu)}</text>
      <text x=${x(0.55 * to)} y=${y(0.39 * to)}>${dashed(name, isRelu)}</text>
    </svg>
    <p>
      ${msg(
        html`${isRelu && own !== 'relu' ? html`${msg(str`ReLU of the sum ${formatSigned(pre)} is ${formatSigned(shown)}.`)} ` : ''}This model uses ${ACTIVATION_CHOICES[own].label}. At “${tokenLabel(tokens[token].text)}” neuron ${formatInteger(neuron + 1)} has ${
          linear
            ? msg(
                str`the gate’s sum ${formatSigned(pre)}, of which SiLU is ${formatSigned(ACTIVATION_CURVES.silu(pre))}, and the second sum ${formatSigned(linear[neuron])}. Their product is the`,
              )
            : msg(str`the sum ${formatSigned(pre)} and the`)
        } activation ${formatSigned(post)}. ${formatInteger(active)} of ${formatInteger(M)} neurons (${formatPercent(active / Math.max(1, M))}) are above zero here.`,
      )}
    </p>
    ${note(
      msg(
        str`${
          linear
            ? msg(
                'Each grey dot is one neuron: its activation is SiLU of the gate’s sum, times a second sum, which has either sign. ReLU maps negative sums to zero; SiLU is a smooth version of it.',
              )
            : msg(
                str`Each grey tick is the sum of one neuron. ReLU maps negative sums to zero; ${name} is a smooth version of it.`,
              )
        } The results are called the neurons of a transformer; a neuron is active if its result is above zero.`,
      ),
    )}`,
  );
}
