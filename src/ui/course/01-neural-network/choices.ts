// The visitor's choices on this stage, as the address has them.

import { integerBetween, numberBetween } from '../../state/page/url-params.ts';
import { ChoiceEvent, type ChoicesOf } from '../chapter-stage/choice-event.ts';
import type { DigitChoices } from '../digit-stage/digit-panel.ts';

export const CHOICES = {
  /** Layers whose weights and biases are counted. */
  perMoment: { layers: integerBetween(1, 8) },
  /** Input of σ and ReLU; the neuron's z without it. */
  perChapter: { x: numberBetween(-12, 12) },
} as const;

export type Choices = DigitChoices & ChoicesOf<typeof CHOICES> & { readonly panel?: string };

export const choice = (choices: Choices) => new ChoiceEvent(choices);
