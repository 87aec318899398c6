// Images of the data set in a row, to be picked: by pointer, or with the keyboard.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { DigitPickEvent } from '../../../events.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { DigitImages } from '../../../types/digits.ts';
import '../pixel-image/pixel-image.ts';

/**
 * @property images - those to show
 * @property chosen - index, in the data set, of the one shown elsewhere
 * @property note - what stands under each image, if not its label alone
 * @fires lab-digit-pick - one was picked
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
  @property({ attribute: false }) caption?: (place: number) => string;

  protected override render() {
    const { indices = [], labels = [], pixels } = this.images ?? {};
    return indices.map((index, place) => {
      const label = this.caption?.(place) ?? String(labels[place]);
      return html`<button
        aria-pressed=${index === this.chosen}
        aria-label=${`Image ${index}, a ${labels[place]}`}
        title=${`Image ${index}: labelled ${labels[place]}`}
        @click=${() => this.dispatchEvent(new DigitPickEvent(index, labels[place]))}
      >
        <lab-pixel-image .values=${pixels?.subarray(place * 784, (place + 1) * 784) ?? []}></lab-pixel-image>
        <span>${label}</span>
      </button>`;
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-gallery': DigitGallery;
  }
}
