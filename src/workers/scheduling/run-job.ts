// Runs a job pass by pass in the task queue: training and inspection run in between, and it can be stopped.

import type { Job, JobProgress } from '../../shared/job.ts';
import type { TaskQueue } from './task-queue.ts';
import { yieldToEventLoop } from './task-queue.ts';

export type LensProgress = JobProgress;

/** Receives the progress of a job between two passes; returning false stops the job. */
export type ProgressCallback<Progress extends JobProgress = JobProgress> = (
  progress: Progress,
) => boolean | Promise<boolean>;

export class JobStoppedError extends Error {
  constructor() {
    super('The job was stopped before it finished.');
  }
}

export function isJob<Result>(value: Result | Job<Result>): value is Job<Result> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Rejects if the job was stopped. */
export async function runJob<Result, Progress extends JobProgress>(
  job: Job<Result, Progress>,
  taskQueue: TaskQueue,
  onProgress: ProgressCallback<Progress>,
): Promise<Result> {
  let stopped = false;
  for (;;) {
    const next = await taskQueue.run(() => job.next());
    if (next.done) return next.value;
    // Not awaited: a busy page must not delay the next pass.
    void Promise.resolve(onProgress(next.value)).then(
      (shouldContinue) => {
        stopped ||= !shouldContinue;
      },
      () => {
        stopped = true;
      },
    );
    await yieldToEventLoop();
    if (!stopped) continue;
    await taskQueue.run(async () => job.return(undefined as never));
    throw new JobStoppedError();
  }
}
