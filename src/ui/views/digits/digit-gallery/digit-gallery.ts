// A grid of images of the data set to select from.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { DigitPickEvent } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { DigitImages } from '../../../types/digits.ts';
import '../pixel-image/pixel-image.ts';

/**
 * @summary Shows images as buttons, one of which is selected.
 *
 * @property images - The images.
 * @property chosen - Data set index of the selected image.
 * @property caption - Returns the caption of the image at a position; its label by default.
 * @fires lab-digit-pick - An image is selected.
 */
@customElement('lab-digit-gallery')
export class DigitGallery extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(3.25rem, 1fr));
        gap: var(--space-xs);
      }

      button {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        justify-items: center;
        gap: var(--space-3xs);
        min-height: 0;
        padding: var(--space-2xs);
        font-size: var(--size-fine);
        font-variant-numeric: tabular-nums;
      }

      button[aria-pressed='true'] {
        border-color: var(--highlight);
        outline: 1px solid var(--highlight);
      }
    `,
  ];

  @property({ attribute: false }) images?: DigitImages;
  @property({ type: Number }) chosen?: number;
  @property({ attribute: false }) caption?: (position: number) => string;

  protected override render() {
    const { indices = [], labels = [], pixels } = this.images ?? {};
    return indices.map((index, i) => {
      const name = msg(str`Image ${index}, label ${labels[i]}`);
      return html`<button
        aria-pressed=${index === this.chosen}
        aria-label=${name}
        title=${name}
        @click=${() => this.dispatchEvent(new DigitPickEvent(index, labels[i]))}
      >
        <lab-pixel-image .values=${pixels?.subarray(i * 784, (i + 1) * 784) ?? []}></lab-pixel-image>
        <span>${this.caption?.(i) ?? labels[i]}</span>
      </button>`;
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-gallery': DigitGallery;
  }
}
