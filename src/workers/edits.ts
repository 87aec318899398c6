// The facts rewritten in a run's weights: each edit can be undone to the byte, as long as no training has moved them.

import { editedWeight, withUpdates } from '../model/lenses/rank-one-edit.ts';
import type { Run } from '../model/run.ts';
import type { AppliedEdit, FactKey, PastEdit } from './lab-api.ts';
import type { MeasuredEdit } from './lenses/edit-lenses.ts';
import type { OpenEdit, OpenEdits } from './open-edits.ts';

interface Entry {
  readonly past: PastEdit;
  readonly id: number;
  /** Absent once it is settled. */
  open?: Omit<OpenEdit, 'at'>;
}

/** All edits of the weights, oldest first, and what it takes to undo those that can be. */
export interface KeptEdits {
  readonly past: readonly PastEdit[];
  readonly open?: OpenEdits;
}

export const NO_EDITS: KeptEdits = { past: [] };

export class Edits {
  private readonly run: Run;
  private readonly entries: Entry[];
  /** By name, the matrices that open edits are in, as they were before. */
  private readonly base: Map<string, Float32Array>;
  private made: number;

  /** `kept` are edits that the weights hold already. */
  constructor(run: Run, { past, open }: KeptEdits = NO_EDITS) {
    this.run = run;
    this.entries = past.map((edit, at) => ({
      past: edit,
      id: at + 1,
      open: open?.edits.find((each) => each.at === at),
    }));
    this.base = new Map(open?.base);
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
  get kept(): KeptEdits {
    const past = this.entries.map((entry) => entry.past);
    const edits = this.entries.flatMap((entry, at) =>
      entry.open && !this.isMoved(entry) ? [{ ...entry.open, at }] : [],
    );
    return { past, open: edits.length > 0 ? { base: new Map(this.base), edits } : undefined };
  }

  /** Where training has gone on, the weights have moved: what was open is settled. Whether anything was. */
  settle(): boolean {
    const moved = this.entries.filter((entry) => entry.open && this.isMoved(entry));
    for (const entry of moved) entry.open = undefined;
    if (moved.length > 0) this.base.clear();
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
    const name = editedWeight(edit.layer);
    if (!this.base.has(name))
      this.base.set(name, (await this.run.weights.get([name])).get(name) as Float32Array);
    this.entries.push({
      past: { subject, relation, oldAnswer, newAnswer, site, protect, step },
      id: ++this.made,
      open: { update: edit, reading },
    });
    this.write(name);
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
    this.write(editedWeight(open.update.layer));
  }

  private isMoved({ past }: Entry): boolean {
    return past.step !== this.run.step;
  }

  /** The matrix as it was, with the edits in it that there are now. */
  private write(name: string): void {
    const updates = this.entries.flatMap(({ open }) =>
      open && editedWeight(open.update.layer) === name ? [open.update] : [],
    );
    const matrix = withUpdates(this.base, updates).get(name) as Float32Array<ArrayBuffer>;
    this.run.weights.write(name, 0, matrix);
    if (updates.length === 0) this.base.delete(name);
  }
}
