// Pixels drawn at random, and how sure the network is of the digit it sees in them.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { digitsContext } from '../../../../controllers/contexts.ts';
import { StoreReader } from '../../../../controllers/store-reader.ts';
import { WorkEvent } from '../../../../events.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { bar } from '../../../../views/bar.ts';
import { heardOf } from '../../../../views/heard.ts';
import { percent, whole } from '../../../../views/numbers.ts';
import '../../../../views/pixel-image/pixel-image.ts';
import type { NoiseReading } from './noise.ts';

/**
 * @property reading - of one image of noise, and of many others
 * @fires lab-work - `noise`: other noise is wanted
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
        color: var(--marked);
      }
    `,
  ];

  @property({ attribute: false }) reading!: NoiseReading;

  readonly #heard = new StoreReader(this, digitsContext, heardOf);

  protected override render() {
    const { pixels, outputs, answers, brightest, trueBrightest } = this.reading;
    const answer = outputs.indexOf(Math.max(...outputs));
    const total = answers.reduce((sum, count) => sum + count, 0);
    return html`<section class="card" aria-label="Noise">
      <h2>Random pixels in, and an answer comes out all the same</h2>
      <div class="columns">
        <div>
          <lab-pixel-image .values=${pixels} label="Random pixels"></lab-pixel-image>
        </div>
        <div>
          <p role="status" aria-live=${this.#heard.value}>It reads a <b class="answer">${answer}</b>, its output ${outputs[answer].toFixed(2)}.</p>
          <div class="scroll">
            <table>
              <thead>
                <tr><th scope="col">digit</th><th scope="col">output</th><th scope="col" class="bars"><span class="visually-hidden">output as a bar</span></th><th scope="col">of ${total} noises</th></tr>
              </thead>
              <tbody>
                ${Array.from(
                  outputs,
                  (output, digit) => html`<tr class=${digit === answer ? 'marked' : ''}>
                  <th scope="row">${digit}</th><td class="output">${output.toFixed(3)}</td><td class="bars">${bar(output)}</td><td>${whole(answers[digit])}</td>
                </tr>`,
                )}
              </tbody>
            </table>
          </div>
        </div>
      </div>
      <div class="controls">
        <button class="primary" @click=${() => this.dispatchEvent(new WorkEvent('noise', true))}>Other noise</button>
      </div>
      <p>
        Over ${total} such images the brightest output is ${brightest.toFixed(2)} on average; over as many real digits it is ${trueBrightest.toFixed(2)}.
        ${percent(Math.max(...answers) / total)} of the noises are read as the same digit.
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
