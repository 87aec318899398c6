// Long work on the engine, piece by piece: training and looks inside have their turns in between, and it can be stopped.

import type { Job, JobProgress } from '../../../shared/job.ts';
import type { TaskQueue } from './task-queue.ts';
import { yieldToEventLoop } from './task-queue.ts';

export type LensProgress = JobProgress;

/** Told how far long work has come, between two pieces; false stops it there. */
export type ProgressCallback<Progress extends JobProgress = JobProgress> = (
  progress: Progress,
) => boolean | Promise<boolean>;

export function isJob<Result>(value: Result | Job<Result>): value is Job<Result> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Rejects with a sentence if it was stopped. */
export async function runJob<Result, Progress extends JobProgress>(
  job: Job<Result, Progress>,
  taskQueue: TaskQueue,
  onProgress: ProgressCallback<Progress>,
): Promise<Result> {
  let stopped = false;
  for (;;) {
    const next = await taskQueue.run(() => job.next());
    if (next.done) return next.value;
    // Not waited for: the page may be busy drawing, and the next piece need not be.
    void Promise.resolve(onProgress(next.value)).then(
      (goOn) => {
        stopped ||= !goOn;
      },
      () => {
        stopped = true;
      },
    );
    await yieldToEventLoop();
    if (!stopped) continue;
    await taskQueue.run(async () => job.return(undefined as never));
    throw new Error('This was stopped before it was done.');
  }
}
