// The model as it was at an earlier step: a second run that nobody trains, made of a kept file, for all looks to see.

import type { Executor } from '../../kernels/executor.ts';
import { evaluate } from '../../lenses/evaluation/evaluate.ts';
import type { Evaluation } from '../../lenses/evaluation/evaluation.ts';
import { Run } from '../../model/training/run.ts';
import type { RunPlan } from '../../model/training/run-plan.ts';
import { type ProgressCallback, runJob } from '../session/scheduling/run-job.ts';
import type { TaskQueue } from '../session/scheduling/task-queue.ts';
import { restoreRun } from './run-file.ts';

/** What it is made on, and the plan of the present run: most often the same. */
type PreviewEnvironment = () => {
  readonly executor: Executor;
  readonly engine: string;
  readonly known?: RunPlan;
};

export class CheckpointPreview {
  private readonly taskQueue: TaskQueue;
  private readonly environment: PreviewEnvironment;
  private run_: Run | undefined;

  constructor(taskQueue: TaskQueue, environment: PreviewEnvironment) {
    this.taskQueue = taskQueue;
    this.environment = environment;
  }

  /** Absent while the present is shown. */
  get run(): Run | undefined {
    return this.run_;
  }

  /** Shows the model of this file, or the present again. */
  show(file: Uint8Array<ArrayBuffer> | undefined): Promise<void> {
    return this.taskQueue.run(async () => {
      const past = file && (await this.restore(file));
      this.clear();
      this.run_ = past;
    });
  }

  evaluateCheckpoint(onProgress: ProgressCallback = () => true): Promise<Evaluation> {
    const { run_: run } = this;
    if (!run) throw new Error('This is the present: nothing is looked back at.');
    return runJob(evaluate(run), this.taskQueue, (progress) => run === this.run_ && onProgress(progress));
  }

  clear(): void {
    this.run_?.dispose();
    this.run_ = undefined;
  }

  /** The engine is gone, and the run with it. */
  abandon(): void {
    this.run_ = undefined;
  }

  private restore(file: Uint8Array<ArrayBuffer>): Promise<Run> {
    const { executor, engine, known } = this.environment();
    const { plan, from } = restoreRun(file, engine, { known });
    return Run.create(executor, plan, from);
  }
}
