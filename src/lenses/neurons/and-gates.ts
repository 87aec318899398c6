// Neurons that fire for a pair of names more than for either name with other partners: chapter 7's AND (8:15 to 11:25),
// looked for in a trained network, and whether anything depends on them.

import type { Vectors } from '../superposition/angles.ts';

/** Mean activations of one unit, at the token where the answer is predicted, over the questions about four kinds of people. */
export interface AndTable {
  readonly both: number;
  /** The same first name with other last names. */
  readonly firstOnly: number;
  /** The same last name with other first names. */
  readonly secondOnly: number;
  readonly neither: number;
}

/** Activations of all units for each subject of two names, meaned over the wordings of the question. */
export interface SubjectActivations {
  readonly subjects: readonly { readonly first: string; readonly last: string }[];
  /** (subjects, units). */
  readonly values: Float64Array;
  readonly units: number;
}

/** From activations where answers are predicted, a row a question; subjects of one name or of three are left out. */
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

/** Which of the subjects it is; -1 if none. */
export function subjectIndex({ subjects }: SubjectActivations, subject: string): number {
  return subjects.findIndex(({ first, last }) => `${first} ${last}` === subject);
}

/**
 * One table a unit for one subject; undefined where nobody shares its first, or nobody its last name: then there is no
 * "only one of the two" to compare with.
 */
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

/** How much more a unit does for the pair than for the better of its halves. */
export function andMargin({ both, firstOnly, secondOnly }: AndTable): number {
  return both - Math.max(firstOnly, secondOnly);
}

/** An activation that counts, and twice what either name has with other partners. */
export function isAnd({ both, firstOnly, secondOnly }: AndTable): boolean {
  return both > 0.5 && both >= 2 * firstOnly && both >= 2 * secondOnly;
}

/** Units by how much they look like an AND of this subject's names, most first. */
export function rankByAndMargin(tables: readonly AndTable[]): number[] {
  return [...tables.keys()].sort((a, b) => andMargin(tables[b]) - andMargin(tables[a]));
}

/** Over all subjects with a table: how many there are, how many have at least one AND unit, and how many units each has. */
export function countAndUnits(activations: SubjectActivations): {
  asked: number;
  withAnd: number;
  unitsEach: number;
} {
  const counts = activations.subjects.flatMap((_, subject) => {
    const tables = andTables(activations, subject);
    return tables ? [tables.filter(isAnd).length] : [];
  });
  return {
    asked: counts.length,
    withAnd: counts.filter((count) => count > 0).length,
    unitsEach: counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length),
  };
}
