// Labelled images of the training set and the test set.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DigitData } from '../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import type { DigitImages } from '../../../types/digits.ts';
import '../digit-gallery/digit-gallery.ts';
import { formatInteger } from '../../../format/numbers.ts';

/**
 * @summary Shows images of the training set, to select from, and of the test set.
 *
 * @property train - Training images.
 * @property test - Test images.
 * @property data - Numbers of loaded images.
 * @property chosen - Index of the selected training image.
 * @fires lab-digit-pick - A training image is selected.
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
      <section class="card" aria-label=${msg('Training images')}>
        <h2>${msg('Training set: 60,000 labelled images')}</h2>
        <lab-digit-gallery .images=${this.train} .chosen=${this.chosen}></lab-digit-gallery>
        <p class="explained">${msg(str`${formatInteger(this.data.train)} are loaded; training loads the rest. Select an image for the other panels.`)}</p>
      </section>
      <section class="card" aria-label=${msg('Test images')}>
        <h2>${msg('Test set: 10,000 images, not trained on')}</h2>
        <lab-digit-gallery inert .images=${this.test}></lab-digit-gallery>
        <p class="explained">
          ${msg('Accuracy on the test set measures generalization; accuracy on the training set also includes memorization. The data set is MNIST, by Yann LeCun, Corinna Cortes and Christopher Burges.')}
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
