// The gallery in a card with a filter by digit.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import type { DigitImages } from '../../types/digits.ts';
import { digitGallery } from './digit-gallery.ts';
import { DIGIT_LABELS } from './digit-labels.ts';

export type DigitName = (typeof DIGIT_LABELS)[number];

/** Selects one digit, or all. */
export function digitFilter(chosen: DigitName | undefined, choose: (digit: DigitName | undefined) => void) {
  const change = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    choose(DIGIT_LABELS.find((digit) => digit === value));
  };
  return html`<div class="controls">
    <label>${msg('filter')}
      <select @change=${change}>
        <option value="">${msg('all digits')}</option>
        ${DIGIT_LABELS.map((digit) => html`<option value=${digit} ?selected=${digit === chosen}>${msg(str`only ${digit}s`)}</option>`)}
      </select></label>
  </div>`;
}

export const imagePicker = (
  images: DigitImages | undefined,
  image: number,
  digit: DigitName | undefined,
  choose: (digit: DigitName | undefined) => void,
) => html`<section class="card" aria-label=${msg('Select an image')}>
  ${digitFilter(digit, choose)}
  ${digitGallery(images, { chosen: image })}
</section>`;
