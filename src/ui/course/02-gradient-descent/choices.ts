// The visitor's choices on this stage, as the address has them.

import { integerBetween, numberBetween, oneOf } from '../../state/page/url-params.ts';
import { ChoiceEvent, type ChoicesOf } from '../chapter-stage/choice-event.ts';
import type { DigitChoices } from '../digit-stage/digit-panel.ts';
import { DIRECTIONS } from './cost-slice-controller.ts';

export const CHOICES = {
  /** Where the ball starts, of one variable and of two; the step at which curves are read. */
  perMoment: {
    from: numberBetween(-4.6, 4.6),
    x: numberBetween(-2.2, 2.2),
    y: numberBetween(-2.2, 2.2),
    step: integerBetween(0, 3000),
  },
  /** Noise: its seed. Slice: its plane. */
  perChapter: {
    noise: integerBetween(0, 9999),
    plane: oneOf(DIRECTIONS),
  },
} as const;

export type Choices = DigitChoices & ChoicesOf<typeof CHOICES> & { readonly panel?: string };

export const choice = (choices: Choices) => new ChoiceEvent(choices);
