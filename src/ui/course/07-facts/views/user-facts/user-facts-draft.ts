// What is to be taught next: rows added, changed or left out, and rows taught before that are taken back.

import type { FactRow } from '../../../../../workers/rpc/api/lab-api.ts';
import type { ChosenFact } from '../../events.ts';

export interface UserFactsDraft {
  /** A row without an answer takes its fact out of the data. */
  readonly rows: readonly FactRow[];
  /** Of those taught already: the data set's own fact comes back, or none. */
  readonly removed: readonly FactRow[];
}

export const EMPTY_DRAFT: UserFactsDraft = { rows: [], removed: [] };

export const isSame = (a: ChosenFact, b: ChosenFact) => a.subject === b.subject && a.relation === b.relation;

/** What was planned for the same fact goes. */
export function withoutFact({ rows, removed }: UserFactsDraft, fact: ChosenFact): UserFactsDraft {
  return {
    rows: rows.filter((row) => !isSame(row, fact)),
    removed: removed.filter((row) => !isSame(row, fact)),
  };
}

export function withFact(draft: UserFactsDraft, row: FactRow): UserFactsDraft {
  const { rows, removed } = withoutFact(draft, row);
  return { rows: [...rows, row], removed };
}

export function withRemoval(draft: UserFactsDraft, row: FactRow): UserFactsDraft {
  const { rows, removed } = withoutFact(draft, row);
  return { rows, removed: [...removed, row] };
}

/** Everything that differs from the data set's own facts once the lesson is learnt. */
export function applyDraft(own: readonly FactRow[], { rows, removed }: UserFactsDraft): FactRow[] {
  const unchanged = own.filter((taught) => ![...rows, ...removed].some((row) => isSame(row, taught)));
  return [...unchanged, ...rows];
}
