// Work in slices, between which a parse can report its progress and stop.

import type { JobProgress } from './job.ts';

/** Work in slices of a few milliseconds: the generator yields its progress after each. */
export type Sliced<Result> = Generator<JobProgress, Result, undefined>;

/** Runs without pauses and without a limit of time, for input whose size bounds the work. */
export function finish<Result>(sliced: Sliced<Result>): Result {
  for (;;) {
    const slice = sliced.next();
    if (slice.done) return slice.value;
  }
}
