// The probabilities of the most probable tokens as functions of the temperature.

import { msg, str } from '@lit/localize';
import { css, html, svg, type TemplateResult } from 'lit';
import { card, note } from '../../../figures/card.ts';
import { formatInteger, formatPercent, tickOf } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { axes, plotStyles } from '../../../views/charts/axes.ts';
import '../../../views/charts/data-table/data-table.ts';
import { temperatureControl } from '../controls.ts';
import { candidates, distribution, type Prediction } from '../distribution.ts';

const [WIDTH, HEIGHT, LEFT, BELOW] = [640, 270, 52, 30];
const CURVE_COUNT = 5;
const MAX_TEMPERATURE = 10;
/** Denser at low temperatures, where the probabilities change most. */
const STEPS = 60;
const CURVE_TEMPERATURES = Array.from({ length: STEPS + 1 }, (_, i) => (i / STEPS) ** 2 * MAX_TEMPERATURE);
const TABLE_TEMPERATURES = [0, 0.2, 0.5, 1, 2, 5, 10];

const across = (T: number) => LEFT + (T / MAX_TEMPERATURE) * (WIDTH - LEFT - 12);
const up = (p: number) => HEIGHT - BELOW - p * (HEIGHT - BELOW - 22);

const AXES = {
  T: { from: 0, to: MAX_TEMPERATURE, at: across, ticks: [0, 1, 2, 5, 10], name: msg('temperature T') },
  p: {
    from: 0,
    to: 1,
    at: up,
    ticks: [0, 0.5, 1],
    name: msg('probability'),
    format: (p: number) => `${100 * p} %`,
  },
};

export const temperatureCurveStyles = [
  plotStyles,
  css`
    /* Dash patterns distinguish the curves, since colours have other meanings. The most probable token has a solid line. */
    .curve {
      color: var(--data);

      polyline {
        fill: none;
        stroke: currentColor;
        stroke-width: 2.5;
      }

      circle {
        fill: currentColor;
      }
    }

    .rank-1 {
      color: var(--highlight);
    }

    .rank-2 {
      color: var(--text);
    }

    .rank-3 {
      stroke-dasharray: 8 3;
    }

    .rank-4 {
      stroke-dasharray: 3 3;
    }

    .rank-5 {
      stroke-dasharray: 8 3 2 3;
    }

    .now {
      stroke: var(--text);
      stroke-dasharray: 3 4;
    }

    .legend {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2xs) var(--space-l);
      list-style: none;
      font-size: var(--size-compact);

      svg {
        width: 1.25rem;
        height: 0.75rem;
        margin-inline-end: var(--space-xs);
      }
    }
  `,
];

export function temperatureCurve({ logits, vocabulary, sampling }: Prediction): TemplateResult {
  const { temperature } = sampling;
  const now = distribution(logits, temperature);
  const best = candidates(logits, 1, vocabulary, CURVE_COUNT).map(({ text, id }, i) => ({
    ...{ id, rank: i + 1, name: tokenLabel(text), probability: now[id], shown: formatPercent(now[id]) },
  }));
  const curves = CURVE_TEMPERATURES.map((T) => ({ T, p: distribution(logits, T) }));
  return card(
    msg('Probability over temperature'),
    msg('Probabilities of the most probable tokens by temperature'),
    html`<div class="controls">${temperatureControl(sampling, true)}</div>
      <svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${msg(str`Probabilities of ${best.length} tokens over the temperature; now ${best.map(({ name, shown }) => `${name} ${shown}`).join(', ')}.`)}>
        ${axes(AXES.T, AXES.p)}
        <line class="now" x1=${across(temperature)} x2=${across(temperature)} y1=${up(0)} y2=${up(1)} />
        ${best.map(
          ({ id, rank, probability }) => svg`<g class="curve rank-${rank}">
            <polyline points=${curves.map(({ T, p }) => `${across(T).toFixed(1)},${up(p[id]).toFixed(1)}`).join(' ')} />
            <circle cx=${across(temperature)} cy=${up(probability)} r="4" />
          </g>`,
        )}
      </svg>
      <ul class="legend">
        ${best.map(
          ({ rank, name, shown }) => html`<li>
            <svg class="curve rank-${rank}" viewBox="0 0 20 12" aria-hidden="true"><polyline points="0,6 20,6" /></svg
            >${name} <b class="numbers">${shown}</b>
          </li>`,
        )}
      </ul>
      <lab-data-table
        .data=${() => ({
          caption: msg('Probability of each token, by temperature'),
          columns: [msg('token'), ...TABLE_TEMPERATURES.map((T) => `T = ${tickOf(T)}`)],
          rows: best.map(({ name, id }) => ({
            name,
            cells: TABLE_TEMPERATURES.map((T) => formatPercent(distribution(logits, T)[id])),
          })),
        })}
      ></lab-data-table>`,
    note(
      msg(
        str`At T = 0 the largest logit has probability 1. At T = 1 the probabilities are those that the model has learned. At higher T they approach ${formatPercent(1 / Math.max(1, vocabulary.length))} for each of the ${formatInteger(vocabulary.length)} tokens. Current T = ${formatSignificant(temperature)}. All curves use the same logits.`,
      ),
    ),
  );
}
