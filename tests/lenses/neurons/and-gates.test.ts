// AND tables by hand: chapter 7's four rows, and what does and does not count as an AND.

import { expect, it } from 'vitest';
import {
  andMargin,
  andTables,
  groupBySubject,
  isAnd,
  rankByAndMargin,
  type SubjectActivations,
} from '../../../src/lenses/shared/and-gates.ts';

const PEOPLE = ['Michael Jordan', 'Michael Phelps', 'Alexis Jordan', 'Alexis Morgan', 'Serena Williams'];

/** Unit 0 is the video's AND, unit 1 listens to the first name alone, unit 2 to nothing. */
const ACTIVATIONS: SubjectActivations = {
  subjects: PEOPLE.map((name) => ({ first: name.split(' ')[0], last: name.split(' ')[1] })),
  values: Float64Array.from([1, 2, 0.1, 0, 2, 0.1, 0.2, 0, 0.1, 0, 0, 0.1, 0.1, 0.5, 0.1]),
  units: 3,
};

it('a table averages over subjects that share the first name, the last name, or neither', () => {
  const tables = andTables(ACTIVATIONS, 0);
  expect(tables?.[0]).toEqual({ both: 1, firstOnly: 0, secondOnly: 0.2, neither: 0.05 });
  expect(tables?.[1]).toEqual({ both: 2, firstOnly: 2, secondOnly: 0, neither: 0.25 });
});

it('a unit is an AND if it is active for the pair, and at least twice as active as for either name', () => {
  const tables = andTables(ACTIVATIONS, 0) ?? [];
  expect(tables.map(isAnd)).toEqual([true, false, false]);
  expect(andMargin(tables[0])).toBeCloseTo(0.8, 10);
  expect(rankByAndMargin(tables)[0]).toBe(0);
});

it('there is no table if no subject shares a name', () => {
  expect(andTables(ACTIVATIONS, 4)).toBeUndefined();
  expect(andTables(ACTIVATIONS, 3)).toBeUndefined();
});

it('subjects are averaged over their prompts, without subjects of one or three names', () => {
  const questions = ['Michael Jordan', 'Jordan', 'Alexis Jordan', 'Michael Jordan'].map((subject) => ({
    subject,
  }));
  const numbers = Float32Array.from([1, 2, 9, 9, 5, 6, 3, 4]);
  const { subjects, values } = groupBySubject(questions, { numbers, N: 4, d: 2 });
  expect(subjects.map(({ first, last }) => `${first} ${last}`)).toEqual(['Michael Jordan', 'Alexis Jordan']);
  expect([...values]).toEqual([2, 3, 5, 6]);
});
