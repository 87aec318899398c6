// AND units: units that are active for a pair of names and less active for either name alone (chapter 7, 8:15 to 11:25).

import type { Vectors } from '../../model/inspection/nd-array.ts';
import type { Job } from '../../shared/job.ts';
import { sum } from '../../shared/numbers.ts';
import { random } from '../../shared/random.ts';
import { type Column, formatSigned } from './text-table.ts';

/** Mean activations of one unit where the answer is predicted, over the prompts about four groups of subjects. */
export interface AndTable {
  readonly both: number;
  /** The same first name with other last names. */
  readonly firstOnly: number;
  /** The same last name with other first names. */
  readonly secondOnly: number;
  readonly neither: number;
}

/** Mean activations of all units for each subject of two names, over the wordings of its prompts. */
export interface SubjectActivations {
  readonly subjects: readonly { readonly first: string; readonly last: string }[];
  /** (subjects, units). */
  readonly values: Float64Array;
  readonly units: number;
}

/** From activations where answers are predicted, a row a prompt; subjects without exactly two names are left out. */
export function groupBySubject(
  prompts: readonly { readonly subject: string }[],
  { numbers, d: units }: Vectors,
): SubjectActivations {
  const rowsOf = new Map<string, number[]>();
  prompts.forEach(({ subject }, row) => {
    if (subject.split(' ').length === 2) rowsOf.set(subject, [...(rowsOf.get(subject) ?? []), row]);
  });
  const values = new Float64Array(rowsOf.size * units);
  [...rowsOf.values()].forEach((rows, at) => {
    for (const row of rows) {
      for (let unit = 0; unit < units; unit++) {
        values[at * units + unit] += numbers[row * units + unit] / rows.length;
      }
    }
  });
  const subjects = [...rowsOf.keys()].map((subject) => {
    const [first, last] = subject.split(' ');
    return { first, last };
  });
  return { subjects, values, units };
}

/** -1 if there is no such subject. */
export function subjectIndex({ subjects }: SubjectActivations, subject: string): number {
  return subjects.findIndex(({ first, last }) => `${first} ${last}` === subject);
}

/** By unit; undefined if no other subject shares the first name, or none the last name. */
export function andTables(
  { subjects, values, units }: SubjectActivations,
  subject: number,
): AndTable[] | undefined {
  const { first, last } = subjects[subject];
  const others = [...subjects.keys()].filter((other) => other !== subject);
  const groups = {
    firstOnly: others.filter((other) => subjects[other].first === first),
    secondOnly: others.filter((other) => subjects[other].last === last),
    neither: others.filter((other) => subjects[other].first !== first && subjects[other].last !== last),
  };
  if (groups.firstOnly.length === 0 || groups.secondOnly.length === 0) return undefined;
  const mean = (group: number[], unit: number) =>
    group.length === 0
      ? 0
      : group.reduce((sum, other) => sum + values[other * units + unit], 0) / group.length;
  return Array.from({ length: units }, (_, unit) => ({
    both: values[subject * units + unit],
    firstOnly: mean(groups.firstOnly, unit),
    secondOnly: mean(groups.secondOnly, unit),
    neither: mean(groups.neither, unit),
  }));
}

/** Activation for both names less the larger one for a single name. */
export function andMargin({ both, firstOnly, secondOnly }: AndTable): number {
  return both - Math.max(firstOnly, secondOnly);
}

/** Above 0.5 for both names, and at least twice the activation for either name alone. */
export function isAnd({ both, firstOnly, secondOnly }: AndTable): boolean {
  return both > 0.5 && both >= 2 * firstOnly && both >= 2 * secondOnly;
}

/** Units by AND margin, in descending order. */
export function rankByAndMargin(tables: readonly AndTable[]): number[] {
  return [...tables.keys()].sort((a, b) => andMargin(tables[b]) - andMargin(tables[a]));
}

/** Over all subjects with a table. */
export interface AndUnitCounts {
  asked: number;
  /** Subjects with at least one AND unit. */
  withAnd: number;
  /** Their number with activations permuted over the subjects, mean over permutations. */
  withAndByChance: number;
  /** Mean number of AND units. */
  unitsEach: number;
}

const PERMUTATIONS = 10;

/** Yields between permutations. */
export async function* countAndUnits(activations: SubjectActivations, seed = 0): Job<AndUnitCounts> {
  const counts = andUnitCounts(activations);
  const rng = random(seed, 'and', 'permutations');
  let byChance = 0;
  for (let done = 0; done < PERMUTATIONS; done++) {
    const subjects = rng.shuffle([...activations.subjects]);
    byChance += withUnits(andUnitCounts({ ...activations, subjects })) / PERMUTATIONS;
    yield { label: 'permutations', done: done + 1, total: PERMUTATIONS };
  }
  return {
    asked: counts.length,
    withAnd: withUnits(counts),
    withAndByChance: byChance,
    unitsEach: sum(counts) / Math.max(1, counts.length),
  };
}

/** The number of AND units of every subject with a table. */
const andUnitCounts = (activations: SubjectActivations): number[] =>
  activations.subjects.flatMap((_, subject) => andTables(activations, subject)?.filter(isAnd).length ?? []);

const withUnits = (counts: readonly number[]): number => counts.filter((count) => count > 0).length;

/** Columns of an AND table on the command line. */
export const AND_COLUMNS = (
  [
    ['both names', 'both'],
    ['first only', 'firstOnly'],
    ['last only', 'secondOnly'],
    ['neither', 'neither'],
  ] as const
).map(([heading, key]): Column<{ readonly table?: AndTable }> => {
  return [heading, ({ table }) => (table ? formatSigned(table[key]) : '–')];
});
