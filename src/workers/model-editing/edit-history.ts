// The model edits in a run's weights: each can be undone exactly until training changes the weights.

import type { EvaluatedEdit } from '../../lenses/editing/evaluate-edit.ts';
import { applyUpdates, editedWeight } from '../../model/editing/rank-one-edit.ts';
import type { Run } from '../../model/training/run.ts';
import type { AppliedEdit, EditRecord, FactKey } from '../rpc/api/lab-api.ts';
import type { UndoableEdit, UndoableEdits } from './undoable-edits.ts';

interface EditEntry {
  readonly past: EditRecord;
  readonly id: number;
  /** Absent once the edit can no longer be undone. */
  open?: Omit<UndoableEdit, 'at'>;
}

/** All edits of the weights, oldest first, and the data to undo those that still can be. */
export interface SavedEdits {
  readonly applied: readonly EditRecord[];
  readonly undoable?: UndoableEdits;
}

export const NO_EDITS: SavedEdits = { applied: [] };

export class EditHistory {
  private readonly run: Run;
  private readonly entries: EditEntry[];
  /** By name, the matrices of undoable edits before those edits. */
  private readonly originalWeights: Map<string, Float32Array>;
  private lastId: number;

  /** The weights hold these edits already. */
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
      update: open?.update,
    }));
  }

  /** The form for a file. */
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

  /** Settles edits that training has followed; returns whether there were any. */
  settleStale(): boolean {
    const moved = this.entries.filter((entry) => entry.open && this.isStale(entry));
    for (const entry of moved) entry.open = undefined;
    if (moved.length > 0) this.originalWeights.clear();
    return moved.length > 0;
  }

  /** Throws if this fact has an undoable edit: two edits of one fact could not be undone separately. */
  requireNew({ subject, relation }: FactKey): void {
    this.settleStale();
    const existing = this.entries.find(
      ({ open, past }) => open && past.subject === subject && past.relation === relation,
    );
    if (existing)
      throw new Error(
        `The ${relation} of ${subject} is already edited to ${existing.past.newAnswer}; undo that edit first.`,
      );
  }

  /** In a task of the queue. */
  async apply({ edit, result }: EvaluatedEdit): Promise<AppliedEdit> {
    this.requireNew(result);
    const { subject, relation, oldAnswer, newAnswer, site, protect, step } = result;
    const name = editedWeight(this.run.plan.config, edit.layer);
    if (!this.originalWeights.has(name))
      this.originalWeights.set(name, (await this.run.weights.get([name])).get(name) as Float32Array);
    this.entries.push({
      past: { subject, relation, oldAnswer, newAnswer, site, protect, step },
      id: ++this.lastId,
      open: { update: { layer: edit.layer, u: edit.u, delta: edit.delta }, reading: result },
    });
    this.writeMatrix(name);
    return this.list[this.entries.length - 1];
  }

  /** Removes one edit: the weights equal those without it. In a task of the queue. */
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
    this.writeMatrix(editedWeight(this.run.plan.config, open.update.layer));
  }

  private isStale({ past }: EditEntry): boolean {
    return past.step !== this.run.step;
  }

  /** Writes the original matrix with the current edits. */
  private writeMatrix(name: string): void {
    const { config } = this.run.plan;
    const updates = this.entries.flatMap(({ open }) =>
      open && editedWeight(config, open.update.layer) === name ? [open.update] : [],
    );
    const matrix = applyUpdates(config, this.originalWeights, updates).get(name) as Float32Array<ArrayBuffer>;
    this.run.weights.write(name, 0, matrix);
    if (updates.length === 0) this.originalWeights.delete(name);
  }
}
