// Budgets of parses. What comes from outside is read in slices: between them a parse reports progress, can be stopped, and ends
// with an error once its time is spent.

import type { Job, JobProgress } from './job.ts';

/** Work in slices of a few milliseconds: the generator yields its progress after each. */
export type Sliced<Result> = Generator<JobProgress, Result, undefined>;

/** The limits of one parse. */
export interface TimeBudget {
  /** Completes the sentence `… takes longer than 60 seconds`. */
  readonly subject: string;
  /** Of work; pauses do not count. */
  readonly seconds: number;
  /** Milliseconds of a clock that never runs backwards. */
  readonly now?: () => number;
}

/** For files that describe a model: a second suffices for the largest on a fast device. */
export const FILE_BUDGET: TimeBudget = { subject: 'reading it', seconds: 120 };
/** For texts: a minute suffices for the longest on a fast device. */
export const TEXT_BUDGET: TimeBudget = { subject: 'Reading the text', seconds: 600 };

/** For files of runs, which may hold the longest text. */
export const RUN_BUDGET: TimeBudget = { subject: 'Reading the run', seconds: TEXT_BUDGET.seconds };

/** Work between two pauses: short enough for the steps of a training in between. */
const SLICE_MS = 40;

/** Runs without pauses and without a limit of time, for input whose size bounds the work. */
export function finish<Result>(sliced: Sliced<Result>): Result {
  for (;;) {
    const slice = sliced.next();
    if (slice.done) return slice.value;
  }
}

/** A job that pauses every `SLICE_MS`. Throws once the budget is spent. */
export async function* withinBudget<Result>(
  sliced: Sliced<Result>,
  { subject, seconds, now = () => performance.now() }: TimeBudget,
): Job<Result> {
  let worked = 0;
  let began = now();
  try {
    for (;;) {
      const slice = sliced.next();
      if (slice.done) return slice.value;
      const sliceMs = now() - began;
      if (worked + sliceMs > 1000 * seconds)
        throw new Error(`${subject} takes longer than ${seconds} seconds`);
      if (sliceMs < SLICE_MS) continue;
      worked += sliceMs;
      yield slice.value;
      began = now();
    }
  } finally {
    sliced.return(undefined as never);
  }
}
