// A checkpoint of the current run, restored as a second, read-only run that inspection requests read while it is shown.

import type { Executor } from '../../kernels/backends/executor.ts';
import { evaluate } from '../../lenses/evaluation/evaluate.ts';
import type { Evaluation } from '../../lenses/evaluation/evaluation.ts';
import { Run } from '../../model/training/run.ts';
import { type ProgressCallback, runJob } from '../scheduling/run-job.ts';
import type { TaskQueue } from '../scheduling/task-queue.ts';
import type { RunFileSource, SavedModel } from './run-file.ts';

interface PreviewEnvironment {
  executor(): Executor;
  restore(saved: SavedModel): RunFileSource;
}

export class CheckpointPreview {
  private readonly taskQueue: TaskQueue;
  private readonly environment: PreviewEnvironment;
  private run_: Run | undefined;

  constructor(taskQueue: TaskQueue, environment: PreviewEnvironment) {
    this.taskQueue = taskQueue;
    this.environment = environment;
  }

  /** Absent while the current step is shown. */
  get run(): Run | undefined {
    return this.run_;
  }

  /** Shows the model of a checkpoint, or the current one again. */
  show(saved: SavedModel | undefined): Promise<void> {
    return this.taskQueue.run(async () => {
      const checkpoint = saved && (await this.restore(saved));
      this.clear();
      this.run_ = checkpoint;
    });
  }

  evaluateCheckpoint(onProgress: ProgressCallback = () => true): Promise<Evaluation> {
    const { run_: run } = this;
    if (!run) throw new Error('No checkpoint is shown.');
    return runJob(evaluate(run), this.taskQueue, (progress) => run === this.run_ && onProgress(progress));
  }

  clear(): void {
    this.run_?.dispose();
    this.run_ = undefined;
  }

  /** Drops the run without freeing it: its engine is lost. */
  abandon(): void {
    this.run_ = undefined;
  }

  private restore(saved: SavedModel): Promise<Run> {
    const { plan, from } = this.environment.restore(saved);
    return Run.create(this.environment.executor(), plan, from);
  }
}
