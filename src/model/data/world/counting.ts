// Numbers, days and months in order, and small sums.

import type { Random } from '../../../shared/random.ts';
import { ANIMALS, BOYS, DAYS, GIRLS, MONTHS, NUMBERS, THINGS } from './lexicon.ts';

export function countingDocument(r: Random): string {
  return r.choice([series, series, neighbour, calendar, calendar, gift, gift, sum])(r);
}

const between = (r: Random, least: number, most: number) => least + r.integer(most - least + 1);

function series(r: Random): string {
  const first = between(r, 0, 8);
  const words = NUMBERS.slice(first, between(r, first + 2, 12) + 1);
  return `${(r.float() < 0.5 ? words : words.reverse()).join(', ')}.`;
}

function neighbour(r: Random): string {
  const i = r.integer(12);
  const [less, more] = [NUMBERS[i], NUMBERS[i + 1]];
  return r.choice([
    `After ${less} comes ${more}.`,
    `Before ${more} comes ${less}.`,
    `${more} is more than ${less}.`,
    `${less} is less than ${more}.`,
  ]);
}

function calendar(r: Random): string {
  const names = r.choice([DAYS, MONTHS]);
  const first = r.integer(names.length);
  const at = (i: number) => names[(first + i) % names.length];
  if (r.float() < 0.5) return `After ${at(0)} comes ${at(1)}.`;
  return `${Array.from({ length: between(r, 3, 6) }, (_, i) => at(i)).join(', ')}.`;
}

function gift(r: Random): string {
  const { one, many } = r.choice([...ANIMALS, ...THINGS]);
  const of = (n: number) => `${NUMBERS[n]} ${n === 1 ? one : many}`;
  const [who, giver] = r.shuffle([...GIRLS, ...BOYS]);
  const [a, b] = [between(r, 1, 6), between(r, 1, 6)];
  const her = GIRLS.includes(who) ? 'her' : 'him';
  return `${who} has ${of(a)}. ${giver} gives ${her} ${NUMBERS[b]} more. Now ${who} has ${of(a + b)}.`;
}

function sum(r: Random): string {
  const [a, b] = [between(r, 1, 6), between(r, 1, 6)];
  return `${NUMBERS[a]} and ${NUMBERS[b]} make ${NUMBERS[a + b]}.`;
}
