// The facts rewritten in a run's weights: each edit can be undone to the byte, as long as no training has moved them.

import type { RankOneUpdate } from '../model/lenses/rank-one-edit.ts';
import { withUpdates } from '../model/lenses/rank-one-edit.ts';
import type { Run } from '../model/run.ts';
import type { WeightValues } from '../model/weights.ts';
import type { MeasuredEdit } from './edit-lenses.ts';
import type { AppliedEdit, FactKey, PastEdit } from './lab-api.ts';

interface Entry {
  readonly past: PastEdit;
  readonly id: number;
  /** Absent once it is settled, or if it came with a file. */
  open?: { readonly update: RankOneUpdate; readonly reading: AppliedEdit['reading'] };
}

export class Edits {
  private readonly run: Run;
  private readonly entries: Entry[];
  /** The weights without the open edits. */
  private base: WeightValues | undefined;
  private made: number;

  /** `past` are edits that the weights hold already. */
  constructor(run: Run, past: readonly PastEdit[] = []) {
    this.run = run;
    this.entries = past.map((edit, i) => ({ past: edit, id: i + 1 }));
    this.made = past.length;
  }

  get list(): AppliedEdit[] {
    this.settle();
    return this.entries.map(({ past, id, open }) => ({
      ...past,
      id,
      settled: open === undefined,
      reading: open?.reading,
    }));
  }

  /** As they are kept in a file. */
  get past(): PastEdit[] {
    return this.entries.map(({ past }) => past);
  }

  /** Where training has gone on, the weights have moved: what was open is settled. Whether anything was. */
  settle(): boolean {
    const moved = this.entries.filter(({ open, past }) => open && past.step !== this.run.step);
    for (const entry of moved) entry.open = undefined;
    if (moved.length > 0) this.base = undefined;
    return moved.length > 0;
  }

  /** Throws a sentence if this fact is rewritten already: a second edit on top of the first would be neither. */
  check({ subject, relation }: FactKey): void {
    this.settle();
    const twice = this.entries.find(
      ({ open, past }) => open && past.subject === subject && past.relation === relation,
    );
    if (twice)
      throw new Error(
        `The ${relation} of ${subject} is rewritten already, to ${twice.past.newAnswer}; undo that first.`,
      );
  }

  /** On the engine's turn. */
  async apply({ edit, reading }: MeasuredEdit): Promise<AppliedEdit> {
    this.check(reading);
    const { subject, relation, oldAnswer, newAnswer, site, protect, step } = reading;
    this.base ??= await this.run.weights.get();
    this.entries.push({
      past: { subject, relation, oldAnswer, newAnswer, site, protect, step },
      id: ++this.made,
      open: { update: edit, reading },
    });
    this.write();
    return this.list[this.entries.length - 1];
  }

  /** Takes one edit out; the weights are then what they would be had it never been made. On the engine's turn. */
  async undo(id: number): Promise<void> {
    this.settle();
    const at = this.entries.findIndex((entry) => entry.id === id);
    const { past, open } = this.entries[at] ?? {};
    if (!past) throw new Error(`There is no edit ${id}.`);
    if (!open) {
      throw new Error(
        `The ${past.relation} of ${past.subject} cannot be undone: the weights have been trained or saved since.`,
      );
    }
    this.entries.splice(at, 1);
    this.write();
  }

  private write(): void {
    const updates = this.entries.flatMap(({ open }) => (open ? [open.update] : []));
    this.run.weights.set(withUpdates(this.base as WeightValues, updates));
    if (updates.length === 0) this.base = undefined;
  }
}
