// Jobs on a copy of the weights: all results belong to one step while training continues.

import { Inspector } from '../../model/inspection/inspector.ts';
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

/** A part of a job with an inspector of its own, whose compiled programs are freed at its end: memory is that of the largest part. */
export async function* withInspector<Result>(
  { executor, plan, weights }: Pick<FrozenModel, 'executor' | 'plan' | 'weights'>,
  compute: (inspector: Inspector) => Job<Result>,
): Job<Result> {
  const inspector = new Inspector(executor, plan.config, weights);
  try {
    return yield* compute(inspector);
  } finally {
    inspector.dispose();
  }
}
