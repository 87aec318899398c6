// The visitor's choices on this stage, as the address has them.

import { msg } from '@lit/localize';
import { oneOf } from '../../state/page/url-params.ts';
import { ChoiceEvent, type ChoicesOf } from '../chapter-stage/choice-event.ts';
import type { DigitChoices } from '../digit-stage/digit-panel.ts';

/** The three ways to increase the activation of a neuron. */
export const METHODS = {
  bias: msg('the bias'),
  weights: msg('the weights'),
  activations: msg('the previous activations'),
} as const;

export type Method = keyof typeof METHODS;

export const METHOD_NAMES = Object.keys(METHODS) as [Method, ...Method[]];

export const CHOICES = { perMoment: { way: oneOf(METHOD_NAMES) }, perChapter: {} } as const;

export type Choices = DigitChoices & ChoicesOf<typeof CHOICES> & { readonly panel?: string };

/** Of the panel of three ways. */
export const methodChoice = (way: Method) => new ChoiceEvent<Choices>({ panel: 'ways', way });
