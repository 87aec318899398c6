// The visitor's choices on this stage, as the address has them.

import { boolean, integerBetween, numberBetween, oneOf } from '../../state/page/url-params.ts';
import { ChoiceEvent, type ChoicesOf } from '../chapter-stage/choice-event.ts';
import type { DigitChoices } from '../digit-stage/digit-panel.ts';
import { DIRECTIONS } from './cost-slice-controller.ts';

export const CHOICES = {
  /** Curve: many starts instead of one. */
  perMoment: { balls: boolean },
  /** Noise: its seed. One variable: start and step size. Two variables: surface, start and step size. Slice: its plane. */
  perChapter: {
    noise: integerBetween(0, 9999),
    from: numberBetween(-4.9, 4.9),
    eta: numberBetween(0.01, 1.5),
    surface: oneOf(['bowl', 'hills']),
    x: numberBetween(-2.2, 2.2),
    y: numberBetween(-2.2, 2.2),
    rate: numberBetween(0.01, 0.7),
    plane: oneOf(DIRECTIONS),
  },
} as const;

export type Choices = DigitChoices & ChoicesOf<typeof CHOICES> & { readonly panel?: string };

/** Many starts belong to the panel of the curve. */
export const choice = (choices: Choices) =>
  new ChoiceEvent({ ...choices, ...(choices.balls !== undefined && { panel: 'curve' }) });
