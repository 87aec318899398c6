// The probabilities of the most probable tokens as functions of the temperature.

import { msg, str } from '@lit/localize';
import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/charts/data-table/data-table.ts';
import { formatInteger, formatPercent, tickOf } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { axes, plotStyles } from '../../../../views/charts/axes.ts';
import type { Sampling } from '../../choices.ts';
import { temperatureControl } from '../../controls.ts';
import { candidates, distribution } from '../../distribution.ts';
import { panelStyles } from '../../panel.styles.ts';
import { temperatureCurveStyles } from './temperature-curve.styles.ts';

const [WIDTH, HEIGHT, LEFT, BELOW] = [640, 270, 52, 30];
const CURVE_COUNT = 5;
const MAX_TEMPERATURE = 10;
/** Denser at low temperatures, where the probabilities change most. */
const STEPS = 60;
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

/**
 * A plot of probability over temperature.
 *
 * @property logits - Logits of the next token (V).
 * @property vocabulary - All tokens.
 * @property sampling - The temperature.
 * @fires lab-choice - The visitor changes the temperature.
 */
@customElement('lab-temperature-curve')
export class TemperatureCurve extends LitElement {
  static override styles = [baseStyles, panelStyles, plotStyles, temperatureCurveStyles];

  @property({ attribute: false }) logits = new Float32Array();
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) sampling: Sampling = { temperature: 1, seed: 1 };

  override render() {
    const { temperature } = this.sampling;
    const best = candidates(this.logits, 1, this.vocabulary, CURVE_COUNT);
    const now = distribution(this.logits, temperature);
    const temperatures = Array.from({ length: STEPS + 1 }, (_, i) => (i / STEPS) ** 2 * MAX_TEMPERATURE);
    const curves = temperatures.map((T) => ({ T, p: distribution(this.logits, T) }));
    return html`
      <section class="card" aria-label=${msg('Probability over temperature')}>
        <h2>${msg('Probabilities of the most probable tokens by temperature')}</h2>
        <div class="controls">${temperatureControl(this, this.sampling, true)}</div>
        <svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${msg(str`Probabilities of ${best.length} tokens over the temperature; now ${best.map(({ text, id }) => `${tokenLabel(text)} ${formatPercent(now[id])}`).join(', ')}.`)}>
          ${svg`
            ${axes(AXES.T, AXES.p)}
            <line class="now" x1=${across(temperature)} x2=${across(temperature)} y1=${up(0)} y2=${up(1)} />
            ${best.map(
              ({ id }, i) => svg`
                <polyline class="curve rank-${i + 1}" points=${curves.map(({ T, p }) => `${across(T).toFixed(1)},${up(p[id]).toFixed(1)}`).join(' ')} />
                <circle class="rank-${i + 1}" cx=${across(temperature)} cy=${up(now[id])} r="4" />`,
            )}`}
        </svg>
        <ul class="legend">
          ${best.map(
            ({ text, id }, i) => html`<li>
              <svg viewBox="0 0 20 12" aria-hidden="true">${svg`<polyline class="curve rank-${i + 1}" points="0,6 20,6" />`}</svg
              >${tokenLabel(text)} <b class="numbers">${formatPercent(now[id])}</b>
            </li>`,
          )}
        </ul>
        <lab-data-table
          .data=${() => ({
            caption: msg('Probability of each token, by temperature'),
            columns: [msg('token'), ...TABLE_TEMPERATURES.map((T) => `T = ${tickOf(T)}`)],
            rows: best.map(({ text, id }) => ({
              name: tokenLabel(text),
              cells: TABLE_TEMPERATURES.map((T) => formatPercent(distribution(this.logits, T)[id])),
            })),
          })}
        ></lab-data-table>
        <p class="explained">
          ${msg(str`At T = 0 the largest logit has probability 1. At T = 1 the probabilities are those that the model has learned. At higher T they approach ${formatPercent(1 / Math.max(1, this.vocabulary.length))} for each of the ${formatInteger(this.vocabulary.length)} tokens. Current T = ${formatSignificant(temperature)}. All curves use the same logits.`)}
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-temperature-curve': TemperatureCurve;
  }
}
