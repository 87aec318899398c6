// The desired changes of weights for each image, their mean, and the gradient of the batch.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DigitWeight, ExampleGradients } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatSignedFixed } from '../../../../format/numbers.ts';
import { sharedExponent } from '../../../../format/shared-exponent.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { DigitImages } from '../../../../types/digits.ts';
import { weightName } from '../../../../views/digits/digit-gradient/nudges.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import '../../../../views/digits/pixel-image/pixel-image.ts';
import { formatSignificant } from '../../../../format/quantities.ts';

/**
 * A table with one row for each weight and one column for each image.
 *
 * @property nudges - Gradients of single images and of the batch.
 * @property weights - The weights in the rows.
 * @property images - The first images of the batch.
 * @property layers - Number of layers of the network.
 * @property live - `aria-live` of its status text: `off` while the network trains.
 */
@customElement('lab-nudge-table')
export class NudgeTableView extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      lab-pixel-image {
        width: 2.5rem;
        margin-inline-start: auto;
      }

      tbody td {
        font-size: var(--size-small);
      }

      tbody th {
        min-width: 8.5rem;
        white-space: normal;
      }

      .none {
        color: var(--muted);
      }

      .up {
        color: var(--positive);
      }

      .down {
        color: var(--negative);
      }

      /* In view however many images there are; a border would scroll away. */
      .mean {
        position: sticky;
        inset-inline-end: 0;
        background: var(--surface);
        box-shadow: -1px 0 var(--line-strong);
        font-weight: 600;
      }

      /* Beside the map: as many images as fit before their mean, with which the visible part ends. */
      @container (max-width: 30rem) {
        tbody th {
          min-width: 9.4rem;
        }

        .image:nth-child(n + 4) {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) nudges!: ExampleGradients;
  @property({ attribute: false }) weights: readonly DigitWeight[] = [];
  @property({ attribute: false }) images!: DigitImages;
  @property({ type: Number }) layers = 3;
  @property() live: LiveMode = 'polite';

  protected override render() {
    const { examples, mean, batch } = this.nudges;
    const [count, width] = examples.shape;
    const { labels, pixels } = this.images;
    const off = Math.max(...mean.data.map((value, i) => Math.abs(value - batch.data[i])));
    const shown = this.weights.flatMap((_, column) =>
      labels.map((_, row) => examples.data[row * width + column]),
    );
    const unit = sharedExponent(shown);
    const directionClass = (nudge: number) =>
      unit.format(nudge) === '0' ? 'none' : nudge > 0 ? 'up' : 'down';
    const cell = (gradient: number, kind = '') =>
      html`<td class="${directionClass(-gradient)} ${kind}">${unit.format(-gradient)}</td>`;
    return html`<section class="card" aria-label=${msg('Table of nudges')}>
      <h2>${msg(str`Desired change of each weight for each image, and the mean of all ${formatInteger(count)}${unit.label ? msg(str`; single images in units of ${unit.label}`) : ''}`)}</h2>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Desired changes by image')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('weight or bias')}</th>
              ${labels.map(
                (label, i) =>
                  html`<th scope="col" class="image"><lab-pixel-image .values=${pixels.subarray(i * 784, (i + 1) * 784)} label=${msg(str`Image of a ${label}`)}></lab-pixel-image></th>`,
              )}
              <th scope="col" title=${msg('the other images')}>…</th>
              <th scope="col" class="mean">${msg('mean of all')}</th>
              <th scope="col">${msg('−∂C/∂w, batch')}</th>
            </tr>
          </thead>
          <tbody>
            ${this.weights.map(
              (weight, column) => html`<tr>
                <th scope="row">${weightName(weight, this.layers)}</th>
                ${labels.map((_, row) => cell(examples.data[row * width + column], 'image'))}
                <td>…</td>
                <td class="mean">${formatSignedFixed(-mean.data[column], 6)}</td>
                <td class="batch">${formatSignedFixed(-batch.data[column], 6)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p role="status" aria-live=${this.live}>${msg(html`The mean of the desired changes and the engine’s gradient of the batch differ by at most <b class="off">${formatSignificant(off)}</b>.`)}</p>
      <p class="explained">
        ${msg(str`The rows are the four weights of each layer with the largest gradients in this batch. Blue means increase, red decrease. Each image alone would train the network to predict its digit for everything. The mean over all training images is the negative gradient. The mean over ${formatInteger(count)} images, a mini-batch, approximates it at much lower cost.`)}
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-nudge-table': NudgeTableView;
  }
}
