// The facts rewritten in a run's weights: each edit can be undone to the byte, as long as no training has moved them.

import type { EvaluatedEdit } from '../../../lenses/editing/evaluate-edit.ts';
import { applyUpdates, editedWeight } from '../../../model/editing/rank-one-edit.ts';
import type { Run } from '../../../model/training/run.ts';
import type { AppliedEdit, EditRecord, FactKey } from '../../rpc/api/lab-api.ts';
import type { UndoableEdit, UndoableEdits } from './undoable-edits.ts';

interface EditEntry {
  readonly past: EditRecord;
  readonly id: number;
  /** Absent once it is settled. */
  open?: Omit<UndoableEdit, 'at'>;
}

/** All edits of the weights, oldest first, and what it takes to undo those that can be. */
export interface SavedEdits {
  readonly applied: readonly EditRecord[];
  readonly undoable?: UndoableEdits;
}

export const NO_EDITS: SavedEdits = { applied: [] };

export class EditHistory {
  private readonly run: Run;
  private readonly entries: EditEntry[];
  /** By name, the matrices that open edits are in, as they were before. */
  private readonly originalWeights: Map<string, Float32Array>;
  private lastId: number;

  /** `kept` are edits that the weights hold already. */
  constructor(run: Run, { applied, undoable }: SavedEdits = NO_EDITS) {
    this.run = run;
    this.entries = applied.map((edit, at) => ({
      past: edit,
      id: at + 1,
      open: undoable?.edits.find((each) => each.at === at),
    }));
    this.originalWeights = new Map(undoable?.base);
    this.lastId = applied.length;
  }

  get list(): AppliedEdit[] {
    this.settleStale();
    return this.entries.map(({ past, id, open }) => ({
      ...past,
      id,
      settled: open === undefined,
      reading: open?.reading,
    }));
  }

  /** As they are kept in a file. */
  get serialized(): SavedEdits {
    const applied = this.entries.map((entry) => entry.past);
    const edits = this.entries.flatMap((entry, at) =>
      entry.open && !this.isStale(entry) ? [{ ...entry.open, at }] : [],
    );
    return {
      applied,
      undoable: edits.length > 0 ? { base: new Map(this.originalWeights), edits } : undefined,
    };
  }

  /** Where training has gone on, the weights have moved: what was open is settled. Whether anything was. */
  settleStale(): boolean {
    const moved = this.entries.filter((entry) => entry.open && this.isStale(entry));
    for (const entry of moved) entry.open = undefined;
    if (moved.length > 0) this.originalWeights.clear();
    return moved.length > 0;
  }

  /** Throws a sentence if this fact is rewritten already: a second edit on top of the first would be neither. */
  requireNew({ subject, relation }: FactKey): void {
    this.settleStale();
    const existing = this.entries.find(
      ({ open, past }) => open && past.subject === subject && past.relation === relation,
    );
    if (existing)
      throw new Error(
        `The ${relation} of ${subject} is rewritten already, to ${existing.past.newAnswer}; undo that first.`,
      );
  }

  /** On the engine's turn. */
  async apply({ edit, result }: EvaluatedEdit): Promise<AppliedEdit> {
    this.requireNew(result);
    const { subject, relation, oldAnswer, newAnswer, site, protect, step } = result;
    const name = editedWeight(edit.layer);
    if (!this.originalWeights.has(name))
      this.originalWeights.set(name, (await this.run.weights.get([name])).get(name) as Float32Array);
    this.entries.push({
      past: { subject, relation, oldAnswer, newAnswer, site, protect, step },
      id: ++this.lastId,
      open: { update: edit, reading: result },
    });
    this.writeMatrix(name);
    return this.list[this.entries.length - 1];
  }

  /** Takes one edit out; the weights are then what they would be had it never been made. On the engine's turn. */
  async undo(id: number): Promise<void> {
    this.settleStale();
    const at = this.entries.findIndex((entry) => entry.id === id);
    const { past, open } = this.entries[at] ?? {};
    if (!past) throw new Error(`There is no edit ${id}.`);
    if (!open) {
      throw new Error(
        `The ${past.relation} of ${past.subject} cannot be undone: the weights have been trained or saved since.`,
      );
    }
    this.entries.splice(at, 1);
    this.writeMatrix(editedWeight(open.update.layer));
  }

  private isStale({ past }: EditEntry): boolean {
    return past.step !== this.run.step;
  }

  /** The matrix as it was, with the edits in it that there are now. */
  private writeMatrix(name: string): void {
    const updates = this.entries.flatMap(({ open }) =>
      open && editedWeight(open.update.layer) === name ? [open.update] : [],
    );
    const matrix = applyUpdates(this.originalWeights, updates).get(name) as Float32Array<ArrayBuffer>;
    this.run.weights.write(name, 0, matrix);
    if (updates.length === 0) this.originalWeights.delete(name);
  }
}
