// The visitor's choices on this stage, as the address has them.

import { boolean, integerBetween, oneOf, text } from '../../state/page/url-params.ts';
import { ChoiceEvent, type ChoicesOf } from '../chapter-stage/choice-event.ts';

export const CHOICES = {
  /** Whether the mask hides later tokens, as in the network. */
  perMoment: { masked: boolean },
  perChapter: {
    /** Position of the key, 1-based; default: the one with the largest weight. */
    key: integerBetween(1, 1024),
    /** How the selected head is ablated. */
    ablate: oneOf(['zero', 'mean', 'resample']),
    /** Of the texts generated with and without the head. */
    seed: integerBetween(1, 999),
    /** The text of the keys in cross-attention; default: another prompt of the data set. */
    keysText: text(200),
  },
} as const;

export type Choices = ChoicesOf<typeof CHOICES> & { readonly view?: string | undefined };

export const choice = (choices: Choices) => new ChoiceEvent(choices);

/** @param key 0-based */
export const keyChoice = (key: number) => choice({ key: key + 1 });
