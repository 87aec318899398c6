// Images to learn from beside images to be tested on, with their labels.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DigitData } from '../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import type { DigitImages } from '../../../types/digits.ts';
import '../digit-gallery/digit-gallery.ts';
import { formatInteger } from '../../../format/numbers.ts';

/**
 * @property train - images to learn from
 * @property test - images to be tested on
 * @property data - how many of them are here
 * @property chosen - index of the training image that the other panels are about
 * @fires lab-digit-pick - a training image was picked
 */
@customElement('lab-digit-examples')
export class DigitExamples extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) train?: DigitImages;
  @property({ attribute: false }) test?: DigitImages;
  @property({ attribute: false }) data: DigitData = { train: 0, test: 0 };
  @property({ type: Number }) chosen?: number;

  protected override render() {
    return html`
      <section class="card" aria-label="Images to learn from">
        <h2>To learn from: 60,000 images, each labelled with its digit</h2>
        <lab-digit-gallery .images=${this.train} .chosen=${this.chosen}></lab-digit-gallery>
        <p class="explained">${formatInteger(this.data.train)} of them are here; training fetches the rest. Pick one: the other panels are about it.</p>
      </section>
      <section class="card" aria-label="Images to be tested on">
        <h2>To be tested on: 10,000 others, which the network never learns from</h2>
        <lab-digit-gallery inert .images=${this.test}></lab-digit-gallery>
        <p class="explained">
          Only these tell whether it has learnt what a digit is, and not just these digits by heart. The data set is MNIST, by Yann
          LeCun, Corinna Cortes and Christopher Burges.
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-examples': DigitExamples;
  }
}
