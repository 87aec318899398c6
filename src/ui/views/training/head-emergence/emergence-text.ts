// When each variant forms a kind of head, in one sentence.

import { msg, str } from '@lit/localize';
import { EMERGENCE_SCORE } from '../../../../shared/comparison/head-emergence.ts';
import { formatList } from '../../../format/lists.ts';
import { formatFixed, formatInteger } from '../../../format/numbers.ts';

export interface HeadFormation {
  readonly name: string;
  /** The first evaluated step with a score of at least a half. */
  readonly step?: number;
  /** Highest score so far; undefined before the first evaluation. */
  readonly best?: number;
  /** Whether it may still form one. */
  readonly isOpen: boolean;
}

/** The answer to “which forms it first?”, as far as it is known. */
export function formationText([a, b]: readonly [HeadFormation, HeadFormation]): string {
  const [first, second] = (a.step ?? Infinity) <= (b.step ?? Infinity) ? [a, b] : [b, a];
  if (first.step === undefined) {
    const best = [a, b].flatMap(({ name, best }) =>
      best === undefined ? [] : [`${formatFixed(best, 2)} (${name})`],
    );
    const scores = best.length > 0 ? msg(str`: best scores ${formatList(best)}`) : '';
    return a.isOpen || b.isOpen
      ? msg(str`Neither has one yet${scores}.`)
      : msg(str`Neither forms one${scores}.`);
  }
  const step = formatInteger(first.step);
  if (second.step === undefined)
    return second.isOpen
      ? msg(str`${first.name}, at step ${step}. ${second.name} has none yet.`)
      : msg(str`${first.name}, at step ${step}. ${second.name} forms none.`);
  if (second.step === first.step) return msg(str`Both in the same interval, at step ${step}.`);
  return msg(
    str`${first.name}, at step ${step}: ${formatInteger(second.step - first.step)} steps before ${second.name}.`,
  );
}

export const THRESHOLD_TEXT = msg(
  str`A kind of head has formed when the best head’s score reaches ${EMERGENCE_SCORE}: half of its attention is on the keys of the pattern.`,
);
