// The parts of softmax(QKᵀ/√d)V, in the order in which a head computes them, and when the scene comes to each.

import { moving } from '../../stage/marks/timeline.ts';

export const LETTERS = ['Q', 'K', 'product', 'root', 'softmax', 'V'] as const;
export type Letter = (typeof LETTERS)[number];

/** Seconds: when each letter is lit, and all of them. */
export const TIMES: Readonly<Record<Letter | 'end', number>> = {
  ...{ Q: 0.4, K: 1.7, product: 2.9, root: 4.2, softmax: 5.3, V: 6.6, end: 8 },
};
const CHANGE = 0.7;

/** How far each part has come, 0 to 1: by time, or up to the letter that is lit. */
export type Come = Readonly<Record<Letter, number>>;

export const litAt = (t: number): Letter | undefined =>
  t >= TIMES.end ? undefined : LETTERS.findLast((letter) => t >= TIMES[letter]);

export function comeBy(t: number, lit: Letter | undefined): Come {
  const last = lit ? LETTERS.indexOf(lit) : LETTERS.length;
  const by = (letter: Letter, i: number) =>
    t < TIMES.end ? moving(t, TIMES[letter], TIMES[letter] + CHANGE) : Number(i <= last);
  return Object.fromEntries(LETTERS.map((letter, i) => [letter, by(letter, i)])) as Come;
}

/** What a letter lights beside itself. */
const TOGETHER: Readonly<Partial<Record<Letter, readonly Letter[]>>> = { product: ['Q', 'K'] };

/** Opacity of the rest. */
const DIM = 0.16;

export const lightOf = (part: Letter, lit: Letter | undefined): number =>
  lit === undefined || lit === part || TOGETHER[lit]?.includes(part) ? 1 : DIM;
