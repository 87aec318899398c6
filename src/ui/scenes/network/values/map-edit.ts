// The edit that the map shows: the newest one that the weights hold and that is known number by number.

import { memoize } from '../../../../shared/memoize.ts';
import type { AppliedEdit } from '../../../../workers/rpc/api/lab-api.ts';

/** W += u δᵀ for the output weights (M, C) of an MLP. Plain data. */
export interface MapEdit {
  readonly id: number;
  readonly subject: string;
  readonly relation: string;
  readonly oldAnswer: string;
  readonly newAnswer: string;
  /** Counts from 0. */
  readonly layer: number;
  readonly u: readonly number[];
  readonly delta: readonly number[];
  /** Frobenius norm of the change, as a share of the matrix's. */
  readonly share: number;
}

/** Undefined without an edit, and after training or saving: then its numbers are gone. */
export const mapEdit = memoize((edits: readonly AppliedEdit[]): MapEdit | undefined => {
  const edit = edits.findLast(({ update }) => update);
  if (!edit?.update || !edit.reading) return undefined;
  const { id, subject, relation, oldAnswer, newAnswer, reading } = edit;
  const { layer, u, delta } = edit.update;
  return {
    ...{ id, subject, relation, oldAnswer, newAnswer, layer },
    ...{ u: [...u], delta: [...delta], share: reading.change / reading.matrix },
  };
});
