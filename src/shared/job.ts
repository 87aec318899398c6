// Long-running work as an async generator: it yields progress between runs of the engine and can be aborted there.

/** Progress in the units of the job: `{ label: 'facts traced', done: 12, total: 40 }`. */
export interface JobProgress {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}

/**
 * Yields wherever other work may use the engine. The caller aborts with `return()`: the job then releases its resources in
 * `finally` and leaves the model unchanged.
 */
export type Job<Result, Progress extends JobProgress = JobProgress> = AsyncGenerator<
  Progress,
  Result,
  undefined
>;

/** Runs `job` as a part of a larger one: yields where it yields, with the progress of the whole. */
export async function* withOverallProgress<Result>(overall: JobProgress, job: Job<Result>): Job<Result> {
  for (;;) {
    const iteration = await job.next();
    if (iteration.done) return iteration.value;
    yield overall;
  }
}

/** Runs a job without interruption. */
export async function runToCompletion<Result, Progress extends JobProgress>(
  job: Job<Result, Progress>,
): Promise<Result> {
  for (;;) {
    const iteration = await job.next();
    if (iteration.done) return iteration.value;
  }
}
