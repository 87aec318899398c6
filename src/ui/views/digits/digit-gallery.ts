// A grid of images of the data set to select from.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { DigitPickEvent } from '../../events/index.ts';
import { emit } from '../../figures/emit.ts';
import type { DigitImages } from '../../types/digits.ts';
import './pixel-image/pixel-image.ts';
import { imageAt } from './pixel-image/pixels.ts';

export const digitGalleryStyles = css`
  :where(.gallery) {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(3.25rem, 1fr));
    gap: var(--space-xs);
  }

  .gallery button {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: var(--space-3xs);
    min-height: 0;
    padding: var(--space-2xs);
    font-size: var(--size-fine);
    font-variant-numeric: tabular-nums;

    &[aria-pressed='true'] {
      border-color: var(--highlight);
      background: var(--raised);
      outline: 1px solid var(--highlight);
    }
  }
`;

interface GalleryOptions {
  /** Index of the selected image in the data set. */
  readonly chosen?: number | undefined;
  /** Below the image at a position, and changes only with the images; default: the label. */
  readonly caption?: (position: number) => string;
  readonly isInert?: boolean;
}

/** Drawn again only if it shows something else: the stage renders with each step of a training. */
export const digitGallery = (
  images: DigitImages | undefined,
  { chosen, caption, isInert = false }: GalleryOptions = {},
): TemplateResult => html`<div class="gallery ${caption ? 'noted' : ''}" ?inert=${isInert}>
  ${guard([images, chosen], () =>
    images?.indices.map((index, i) => {
      const label = images.labels[i];
      const name = msg(str`Image ${index}, label ${label}`);
      return html`<button
        aria-pressed=${index === chosen}
        aria-label=${name}
        title=${name}
        @click=${emit(() => new DigitPickEvent(index, label))}
      >
        <lab-pixel-image .values=${imageAt(images.pixels, i)}></lab-pixel-image>
        <span>${caption?.(i) ?? label}</span>
      </button>`;
    }),
  )}
</div>`;
