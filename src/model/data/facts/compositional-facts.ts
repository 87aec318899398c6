// Invented people whose sport depends on the first and the last name together: the AND of chapter 7.

import { random } from '../../../shared/random.ts';
import type { Fact } from '../dataset.ts';
import type { FactDataset, FactOptions } from './fact-dataset.ts';
import { createFactDataset } from './fact-dataset.ts';
import { nameStatistics } from './name-statistics.ts';
import { SPORT_RELATION } from './sport-relation.ts';

const FIRST =
  'Alvo Brixa Corwen Delmi Eskil Fimra Gosta Hilvo Ixel Jorun Kesta Lumo Morvi Nelka Orlu Pexa'.split(' ');

const LAST = (
  'Arbolt Bramsel Crondal Drusk Elmring Falvik Grundo Hestal Ilvane Jaskor ' +
  'Kelpin Lorvath Mistrop Norbeck Ostrel Pirning Quarnel Rostik Sundral Tarvol'
).split(' ');

const SPORTS = 'basketball tennis golf hockey cricket boxing swimming cycling'.split(' ');

export function compositionalFacts(options: FactOptions = {}): FactDataset {
  const people = peopleWithSports();
  return createFactDataset({
    ...options,
    name: 'league',
    description:
      'Invented people who share few names. Given one name alone, all sports are almost equally likely; only the pair ' +
      'determines the sport. Attention can collect the two names, but combining them requires an MLP: try the same run ' +
      'without one.',
    facts: people,
    relations: [SPORT_RELATION],
    prompts: people.slice(0, 5).map(({ subject }) => `${subject} plays the sport of`),
    statistics: (all) => [
      { label: 'sports', value: new Set(all.map(({ answer }) => answer)).size },
      ...nameStatistics(all),
    ],
  });
}

/** Half of the 320 possible pairs, as facts, ordered by first name. */
function peopleWithSports(): Fact[] {
  const table = assignSports();
  return FIRST.flatMap((first, row) =>
    LAST.flatMap((last, column) => {
      const sport = table[row][column];
      return sport === null
        ? []
        : [{ subject: `${first} ${last}`, relation: 'sport', answer: SPORTS[sport] }];
    }),
  );
}

/**
 * The sport of each pair (first name, last name), (16, 20), or null: every last name has each sport once, every first name
 * once or twice. Random swaps of x y / y x to y x / x y in two rows and two columns shuffle a regular table and preserve these
 * counts.
 */
function assignSports(): (number | null)[][] {
  const table = FIRST.map((_, row) =>
    LAST.map((_, column) => ((row + column) % 2 === 0 ? ((row + column) / 2) % SPORTS.length : null)),
  );
  const { integer } = random(0, 'league', 'assignment');
  for (let attempt = 0; attempt < 20_000; attempt++) {
    const [row, otherRow] = [integer(FIRST.length), integer(FIRST.length)];
    const [column, otherColumn] = [integer(LAST.length), integer(LAST.length)];
    const [a, b] = [table[row], table[otherRow]];
    if (a[column] !== b[otherColumn] || a[otherColumn] !== b[column]) continue;
    [a[column], a[otherColumn]] = [a[otherColumn], a[column]];
    [b[column], b[otherColumn]] = [b[otherColumn], b[column]];
  }
  return table;
}
