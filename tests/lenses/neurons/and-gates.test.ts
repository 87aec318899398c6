// AND tables by hand: chapter 7's four rows, and what does and does not count as an AND.

import { expect, it } from 'vitest';
import {
  andMargin,
  andTables,
  countAndUnits,
  groupBySubject,
  isAnd,
  rankByAndMargin,
  type SubjectActivations,
} from '../../../src/lenses/shared/and-gates.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { random } from '../../../src/shared/random.ts';

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

const GRID = Array.from({ length: 40 }, (_, i) => ({ first: `first ${i % 8}`, last: `last ${i % 5}` }));
const onGrid = (units: number, value: (subject: number, unit: number) => number): SubjectActivations => ({
  subjects: GRID,
  values: Float64Array.from({ length: GRID.length * units }, (_, i) =>
    value(Math.floor(i / units), i % units),
  ),
  units,
});

it('many sparse units without a relation to names have an AND for everybody, and as many by chance', async () => {
  const rng = random(0, 'sparse units');
  const counts = await runToCompletion(countAndUnits(onGrid(100, () => Number(rng.float() < 0.1))));
  expect(counts.asked).toBe(40);
  expect(counts.withAnd).toBeGreaterThan(30);
  expect(counts.withAndByChance).toBeGreaterThan(30);
});

it('units that follow one name alone are no AND, although they would be with shuffled people', async () => {
  const byName = onGrid(13, (subject, unit) =>
    Number(unit < 8 ? subject % 8 === unit : subject % 5 === unit - 8),
  );
  const counts = await runToCompletion(countAndUnits(byName));
  expect(counts.withAnd).toBe(0);
  expect(counts.withAndByChance).toBeGreaterThan(5);
  expect(await runToCompletion(countAndUnits(byName))).toEqual(counts);
});
