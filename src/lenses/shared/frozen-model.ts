// Jobs on a copy of the weights: all results belong to one step while training continues.

import type { FrozenModel, Run } from '../../model/training/run.ts';
import type { Job, JobProgress } from '../../shared/job.ts';

/** Disposes of the copy when the job ends or is aborted. */
export async function* withFrozenModel<TResult, TProgress extends JobProgress = JobProgress>(
  run: Run,
  compute: (frozen: FrozenModel) => Job<TResult, TProgress>,
): Job<TResult, TProgress> {
  const frozen = await run.freeze();
  try {
    return yield* compute(frozen);
  } finally {
    frozen.dispose();
  }
}
