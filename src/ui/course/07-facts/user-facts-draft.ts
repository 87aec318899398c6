// The facts to train on next: rows added, changed or removed, and earlier rows to undo.

import type { FactRow } from '../../../workers/rpc/api/lab-api.ts';
import { type ChosenFact, isSameFact } from './choices.ts';

export interface UserFactsDraft {
  /** Without an answer the fact is removed from the data. */
  readonly rows: readonly FactRow[];
  /** Facts from earlier training to undo: the fact of the data set is restored, if any. */
  readonly removed: readonly FactRow[];
}

export const EMPTY_DRAFT: UserFactsDraft = { rows: [], removed: [] };

/** Replaces an earlier entry for the same fact. */
export function withoutFact({ rows, removed }: UserFactsDraft, fact: ChosenFact): UserFactsDraft {
  return {
    rows: rows.filter((row) => !isSameFact(row, fact)),
    removed: removed.filter((row) => !isSameFact(row, fact)),
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

/** All differences from the data set's facts after training. */
export function applyDraft(own: readonly FactRow[], { rows, removed }: UserFactsDraft): FactRow[] {
  const unchanged = own.filter((fact) => ![...rows, ...removed].some((row) => isSameFact(row, fact)));
  return [...unchanged, ...rows];
}
