// Facts rewritten in the current model's weights, one after the other: each is measured in the weights that it changes.

import type { Run } from '../model/run.ts';
import { letIn } from './door.ts';
import type { Edits } from './edits.ts';
import type { AppliedEdit, EditRequest, Watch } from './lab-api.ts';
import { measureEdit } from './lenses/edit-lenses.ts';
import { withStill } from './lenses/lens.ts';
import { doInPieces } from './long-work.ts';
import { Turns } from './turns.ts';

export interface Rewritten {
  /** Throws a sentence where there is no model. */
  readonly current: () => { readonly run: Run; readonly edits: Edits };
  readonly isCurrent: (run: Run) => boolean;
  /** Why nothing can be rewritten now, a sentence; undefined if it can. */
  readonly refusal: () => string | undefined;
  /** Told once the weights are others. */
  readonly changed: (edits: Edits) => Promise<void>;
}

export class Rewriting {
  private readonly turns: Turns;
  private readonly queue = new Turns();
  private readonly model: Rewritten;

  constructor(turns: Turns, model: Rewritten) {
    this.turns = turns;
    this.model = model;
  }

  async apply(request: EditRequest, watch: Watch = () => true): Promise<AppliedEdit> {
    const asked = letIn('applyEdit', request);
    return this.queue.take(async () => {
      const { run, edits } = this.model.current();
      const refusal = this.model.refusal();
      if (refusal) throw new Error(refusal);
      edits.check(asked);
      const work = withStill(run, (still) => measureEdit(still, asked));
      const goOn: Watch = (progress) => this.model.isCurrent(run) && watch(progress);
      const measured = await doInPieces(work, this.turns, goOn);
      const applied = await this.turns.take(async () => {
        if (!this.model.isCurrent(run) || run.step !== measured.reading.step)
          throw new Error('The model has moved on while the edit was computed; nothing was changed.');
        return edits.apply(measured);
      });
      await this.model.changed(edits);
      return applied;
    });
  }

  async undo(edit: number): Promise<void> {
    const id = letIn('undoEdit', edit);
    return this.queue.take(async () => {
      const { edits } = this.model.current();
      await this.turns.take(() => edits.undo(id));
      await this.model.changed(edits);
    });
  }
}
