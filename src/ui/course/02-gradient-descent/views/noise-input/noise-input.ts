// The network's predictions for random pixels.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { JobEvent } from '../../../../events/index.ts';
import { bar } from '../../../../figures/bar.ts';
import { formatFixed, formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import '../../../../views/digits/pixel-image/pixel-image.ts';
import type { NoiseResult } from './noise.ts';

/**
 * An image of noise and statistics of the predictions for many.
 *
 * @property result - Predictions for one image of noise, and statistics over many.
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-job - The visitor requests new noise (`noise`).
 */
@customElement('lab-noise-input')
export class NoiseInput extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      @container (min-width: 46rem) {
        .columns {
          grid-template-columns: minmax(8rem, 16rem) minmax(0, 1fr);
        }
      }

      lab-pixel-image {
        max-width: 16rem;
      }

      .answer {
        color: var(--highlight);
      }
    `,
  ];

  @property({ attribute: false }) result!: NoiseResult;
  @property() live: LiveMode = 'polite';

  protected override render() {
    const { pixels, outputs, predictionCounts, meanMaxProbability, meanMaxProbabilityOnDigits } = this.result;
    const answer = outputs.indexOf(Math.max(...outputs));
    const total = predictionCounts.reduce((sum, count) => sum + count, 0);
    return html`<section class="card" aria-label=${msg('Noise')}>
      <h2>${msg('The network also predicts a digit for random pixels')}</h2>
      <div class="columns">
        <div>
          <lab-pixel-image .values=${pixels} label=${msg('Random pixels')}></lab-pixel-image>
        </div>
        <div>
          <p role="status" aria-live=${this.live}>${msg(html`Prediction: <b class="answer">${answer}</b>, output ${formatFixed(outputs[answer], 2)}.`)}</p>
          <div class="scroll">
            <table>
              <thead>
                <tr><th scope="col">${msg('digit')}</th><th scope="col">${msg('output')}</th><th scope="col" class="bars"><span class="visually-hidden">${msg('output as a bar')}</span></th><th scope="col">${msg(str`of ${total} noise images`)}</th></tr>
              </thead>
              <tbody>
                ${Array.from(
                  outputs,
                  (output, digit) => html`<tr class=${digit === answer ? 'marked' : ''}>
                  <th scope="row">${digit}</th><td class="output">${formatFixed(output, 3)}</td><td class="bars">${bar(output)}</td><td>${formatInteger(predictionCounts[digit])}</td>
                </tr>`,
                )}
              </tbody>
            </table>
          </div>
        </div>
      </div>
      <div class="controls">
        <button class="primary" @click=${() => this.dispatchEvent(new JobEvent('noise', true))}>${msg('New noise')}</button>
      </div>
      <p>
        ${msg(str`The brightest output is ${formatFixed(meanMaxProbability, 2)} on average over ${total} noise images, and ${formatFixed(meanMaxProbabilityOnDigits, 2)} over as many real digits. ${formatPercent(Math.max(...predictionCounts) / total)} of the noise images get the same prediction.`)}
      </p>
      <p class="explained">
        ${msg('Each pixel is uniformly random between 0 and 1. The training data contain only clear, centred digits, and the cost gives no reason for uncertain outputs.')}
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-noise-input': NoiseInput;
  }
}
