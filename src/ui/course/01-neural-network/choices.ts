// The visitor's choices on this stage, as the address has them.

import { integerBetween } from '../../state/page/url-params.ts';
import { ChoiceEvent, type ChoicesOf } from '../chapter-stage/choice-event.ts';
import type { DigitChoices } from '../digit-stage/digit-panel.ts';

export const CHOICES = {
  /** The pixel that is looked at; pixels that the bar is moved from the edge. */
  perMoment: {
    pixel: integerBetween(0, 783),
    right: integerBetween(-9, 9),
    down: integerBetween(-8, 17),
  },
  perChapter: {},
} as const;

export type Choices = DigitChoices & ChoicesOf<typeof CHOICES> & { readonly panel?: string };

export const choice = (choices: Choices) => new ChoiceEvent(choices);
