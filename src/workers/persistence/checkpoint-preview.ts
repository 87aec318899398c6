// A checkpoint of the current run, restored as a second, read-only run that requests read while it is shown.

import type { TaskQueue } from '../scheduling/task-queue.ts';
import type { SavedRun } from './run-file.ts';

export class CheckpointPreview<TRun extends { dispose(): void }, TSaved extends SavedRun = SavedRun> {
  private readonly taskQueue: TaskQueue;
  private readonly restore: (saved: TSaved) => Promise<TRun>;
  private run_: TRun | undefined;

  constructor(taskQueue: TaskQueue, restore: (saved: TSaved) => Promise<TRun>) {
    this.taskQueue = taskQueue;
    this.restore = restore;
  }

  /** Absent while the current step is shown. */
  get run(): TRun | undefined {
    return this.run_;
  }

  /** Shows the network of a checkpoint, or the current one again; not where it is no longer current. */
  show(saved: TSaved | undefined, isCurrent: () => boolean): Promise<void> {
    return this.taskQueue.run(async () => {
      if (!isCurrent()) return;
      const checkpoint = saved && (await this.restore(saved));
      this.clear();
      this.run_ = checkpoint;
    });
  }

  clear(): void {
    this.run_?.dispose();
    this.run_ = undefined;
  }

  /** Drops the run without freeing it: its engine is lost. */
  abandon(): void {
    this.run_ = undefined;
  }
}
