// What is to be taught next: rows added, changed or left out, and rows taught before that are taken back.

import type { FactRow } from '../../../../../workers/lab-api.ts';
import type { ChosenFact } from '../../events.ts';

export interface Lesson {
  /** A row without an answer takes its fact out of the data. */
  readonly rows: readonly FactRow[];
  /** Of those taught already: the data set's own fact comes back, or none. */
  readonly back: readonly FactRow[];
}

export const noLesson: Lesson = { rows: [], back: [] };

export const isSame = (a: ChosenFact, b: ChosenFact) => a.subject === b.subject && a.relation === b.relation;

/** What was planned for the same fact goes. */
export function without({ rows, back }: Lesson, fact: ChosenFact): Lesson {
  return {
    rows: rows.filter((row) => !isSame(row, fact)),
    back: back.filter((row) => !isSame(row, fact)),
  };
}

export function withRow(lesson: Lesson, row: FactRow): Lesson {
  const { rows, back } = without(lesson, row);
  return { rows: [...rows, row], back };
}

export function withBack(lesson: Lesson, row: FactRow): Lesson {
  const { rows, back } = without(lesson, row);
  return { rows, back: [...back, row] };
}

/** Everything that differs from the data set's own facts once the lesson is learnt. */
export function rowsAfter(own: readonly FactRow[], { rows, back }: Lesson): FactRow[] {
  const kept = own.filter((taught) => ![...rows, ...back].some((row) => isSame(row, taught)));
  return [...kept, ...rows];
}
