// Pixels drawn at random, and how sure the network is of the digit it sees in them.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { JobEvent } from '../../../../events/index.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import '../../../../views/digits/pixel-image/pixel-image.ts';
import type { NoiseResult } from './noise.ts';

/**
 * @property result - of one image of noise, and of many others
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-job - `noise`: other noise is wanted
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
    return html`<section class="card" aria-label="Noise">
      <h2>Random pixels in, and an answer comes out all the same</h2>
      <div class="columns">
        <div>
          <lab-pixel-image .values=${pixels} label="Random pixels"></lab-pixel-image>
        </div>
        <div>
          <p role="status" aria-live=${this.live}>It reads a <b class="answer">${answer}</b>, its output ${outputs[answer].toFixed(2)}.</p>
          <div class="scroll">
            <table>
              <thead>
                <tr><th scope="col">digit</th><th scope="col">output</th><th scope="col" class="bars"><span class="visually-hidden">output as a bar</span></th><th scope="col">of ${total} noises</th></tr>
              </thead>
              <tbody>
                ${Array.from(
                  outputs,
                  (output, digit) => html`<tr class=${digit === answer ? 'marked' : ''}>
                  <th scope="row">${digit}</th><td class="output">${output.toFixed(3)}</td><td class="bars">${bar(output)}</td><td>${formatInteger(predictionCounts[digit])}</td>
                </tr>`,
                )}
              </tbody>
            </table>
          </div>
        </div>
      </div>
      <div class="controls">
        <button class="primary" @click=${() => this.dispatchEvent(new JobEvent('noise', true))}>New noise</button>
      </div>
      <p>
        Over ${total} such images the brightest output is ${meanMaxProbability.toFixed(2)} on average; over as many real digits it is ${meanMaxProbabilityOnDigits.toFixed(2)}.
        ${formatPercent(Math.max(...predictionCounts) / total)} of the noises are read as the same digit.
      </p>
      <p class="explained">
        Each pixel is a number from 0 to 1, all as likely. Nothing in the cost ever asked the network to be unsure, and it has only seen digits:
        its whole world is clearly drawn, centred digits.
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-noise-input': NoiseInput;
  }
}
