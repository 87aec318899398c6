// Invented people of whom only first and last name together tell the sport: chapter 7's AND, made necessary.

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
      'Invented people with few names between them. For each name alone all sports are as good as equally likely; ' +
      'only the pair decides. Attention can gather the two names, but joining them into an answer takes an MLP: ' +
      'try the same run without one.',
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
 * Which sport, if any, the pair (first name, last name) has, `[16, 20]`: every last name has each sport once, every
 * first name once or twice. A regular table with these counts is mixed by swaps that keep them: where two rows and two
 * columns hold x y / y x, make it y x / x y.
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
