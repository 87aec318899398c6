// The visitor's choices on this stage, as the address has them.

import { DIMENSIONS } from '../../scenes/angles/angles-scene.ts';
import { RANGE as CURVE_RANGE } from '../../scenes/curve/curve-scene.ts';
import { QUESTIONS } from '../../scenes/rows/rows-scene.ts';
import { integerBetween, numberBetween, oneOf, text } from '../../state/page/url-params.ts';
import { ChoiceEvent, type ChoicesOf } from '../chapter-stage/choice-event.ts';
import { PEOPLE, TOY_CURVES, TOY_ROWS, type ToySettings } from './toy.ts';

export const CHOICES = {
  /** Settings of the video's example, whose person is 1-based; neurons counted together; of random vectors; where curves are read. */
  perMoment: {
    person: integerBetween(1, PEOPLE.length),
    row: oneOf(TOY_ROWS),
    bias: numberBetween(-2, 1),
    curve: oneOf(TOY_CURVES),
    cut: integerBetween(0, 65_536),
    x: numberBetween(CURVE_RANGE.from, CURVE_RANGE.to),
    dimensions: integerBetween(DIMENSIONS.least, DIMENSIONS.most),
    asked: oneOf(QUESTIONS),
  },
  /** The fact, the neuron, 1-based, and the word that the answer is compared with. */
  perChapter: { subject: text(80), relation: text(40), neuron: integerBetween(1, 65_536), rival: text(40) },
} as const;

export type Choices = ChoicesOf<typeof CHOICES> & { readonly panel?: string };

/** A fact, as named in the data set. */
export interface ChosenFact {
  readonly subject: string;
  readonly relation: string;
}

export const isSameFact = (one: ChosenFact, other: ChosenFact): boolean =>
  one.subject === other.subject && one.relation === other.relation;

export const choice = (choices: Choices) => new ChoiceEvent(choices);

export const factChoice = ({ subject, relation }: ChosenFact) => choice({ subject, relation });

/** Opens the panel of a neuron; 0-based. */
export const neuronChoice = (neuron: number) => choice({ panel: 'neuron', neuron: neuron + 1 });

export const toyChoice = ({ person, ...rest }: Partial<ToySettings>) =>
  choice({ ...rest, ...(person !== undefined && { person: person + 1 }) });
