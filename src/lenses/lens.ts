// What a lens is: a way to look into the current run, in one turn of the engine or in pieces.

import type { FrozenModel, Run } from '../model/training/run.ts';
import type { Job, JobProgress } from '../shared/job.ts';
import type { Lenses, LensName } from '../workers/rpc/api/lab-api.ts';

/** A short look is done in one turn; a long one hands back control in between, so that others have theirs. */
export type Lens<TName extends LensName> = (
  run: Run,
  request: Lenses[TName]['request'],
) => Promise<Lenses[TName]['result']> | Job<Lenses[TName]['result']>;

/** Long looks read a copy of the weights: all of one step, while training goes on. */
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
