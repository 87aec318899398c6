// Long work that can be stopped: it gives way between its runs, says how far it has come, and ends with its result.

/** How far a piece of long work has come, in its own words and units: `facts traced`, 12 of 40. */
export interface JobProgress {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}

/**
 * Work that yields wherever others may have the engine. Whoever drives it may stop there, by `return()`: what it holds is
 * freed in `finally`, and nothing has been changed.
 */
export type Job<Result, Progress extends JobProgress = JobProgress> = AsyncGenerator<
  Progress,
  Result,
  undefined
>;

/** Part of longer work: hands back control where it does, and tells how far the whole has come. */
export async function* withOverallProgress<Result>(overall: JobProgress, job: Job<Result>): Job<Result> {
  for (;;) {
    const iteration = await job.next();
    if (iteration.done) return iteration.value;
    yield overall;
  }
}

/** All pieces one after the other, for whoever has nothing else to do. */
export async function runToCompletion<Result>(job: Job<Result>): Promise<Result> {
  for (;;) {
    const iteration = await job.next();
    if (iteration.done) return iteration.value;
  }
}
