// Applies and undoes model edits, one at a time: each is evaluated on the weights that it changes.

import { type EvaluatedEdit, evaluateEdit } from '../../lenses/editing/evaluate-edit.ts';
import { withFrozenModel } from '../../lenses/shared/frozen-model.ts';
import type { Run } from '../../model/training/run.ts';
import type { AppliedEdit, EditRequest, ProgressCallback } from '../rpc/api/lab-api.ts';
import { parseRequest } from '../rpc/request-schemas.ts';
import { runJob } from '../scheduling/run-job.ts';
import { TaskQueue } from '../scheduling/task-queue.ts';
import type { EditHistory } from './edit-history.ts';

export interface EditTarget {
  /** Throws if there is no model. */
  readonly current: () => { readonly run: Run; readonly edits: EditHistory };
  readonly isCurrent: (run: Run) => boolean;
  /** Why the model cannot be edited now; undefined if it can. */
  readonly refusal: () => string | undefined;
  /** Called in the task that changes the weights. */
  readonly onChange: () => void;
  /** Called after it. */
  readonly onChanged: (edits: EditHistory) => void;
}

export class ModelEditor {
  private readonly taskQueue: TaskQueue;
  private readonly editQueue = new TaskQueue();
  private readonly target: EditTarget;
  /** The last edit of a run that was computed, and of which weights: those after a step with edits. */
  private readonly kept = new WeakMap<Run, { readonly weights: string; readonly measured: EvaluatedEdit }>();

  constructor(taskQueue: TaskQueue, target: EditTarget) {
    this.taskQueue = taskQueue;
    this.target = target;
  }

  /** Computes an edit and keeps it until the weights change. */
  async prepare(request: EditRequest, onProgress?: ProgressCallback): Promise<void> {
    const parsed = parseRequest('prepareEdit', request);
    await this.editQueue.run(() => this.measure(parsed, onProgress));
  }

  async apply(request: EditRequest, onProgress?: ProgressCallback): Promise<AppliedEdit> {
    const parsed = parseRequest('applyEdit', request);
    return this.editQueue.run(async () => {
      const { run, edits, measured } = await this.measure(parsed, onProgress);
      const applied = await this.taskQueue.run(async () => {
        if (!this.target.isCurrent(run) || run.step !== measured.result.step)
          throw new Error('The model changed while the edit was computed; the edit was not applied.');
        this.target.onChange();
        return edits.apply(measured);
      });
      this.target.onChanged(edits);
      return applied;
    });
  }

  private async measure(request: EditRequest, onProgress: ProgressCallback = () => true) {
    const { run, edits } = this.target.current();
    const refusal = this.target.refusal();
    if (refusal) throw new Error(refusal);
    edits.requireNew(request);
    const weights = JSON.stringify([request, run.step, edits.serialized.applied]);
    const kept = this.kept.get(run);
    if (kept?.weights === weights) return { run, edits, measured: kept.measured };
    const job = withFrozenModel(run, (still) => evaluateEdit(still, request));
    const shouldContinue: ProgressCallback = (progress) => this.target.isCurrent(run) && onProgress(progress);
    const measured = await runJob(job, this.taskQueue, shouldContinue);
    this.kept.set(run, { weights, measured });
    return { run, edits, measured };
  }

  async undo(edit: number): Promise<void> {
    const id = parseRequest('undoEdit', edit);
    return this.editQueue.run(async () => {
      const { edits } = this.target.current();
      await this.taskQueue.run(() => {
        this.target.onChange();
        return edits.undo(id);
      });
      this.target.onChanged(edits);
    });
  }
}
