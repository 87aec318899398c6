// Selects the checkpoints of a run: a bounded number, evenly spaced over training of any length.

import type { CheckpointList } from '../rpc/api/run-library-api.ts';

export const NO_CHECKPOINTS: CheckpointList = { stride: 1, steps: [] };

export interface CheckpointLimits {
  readonly count: number;
  readonly bytes: number;
}

/** Enough to see a fact being learned; checkpoints of a small model have one or two megabytes. */
const DEFAULT_LIMITS: CheckpointLimits = { count: 48, bytes: 64e6 };

/** Appends a checkpoint. If there are too many, the minimum distance doubles; the first and the last stay. */
export function addCheckpoint(
  { stride, steps }: CheckpointList,
  added: { step: number; bytes: number },
  limits: CheckpointLimits = DEFAULT_LIMITS,
): CheckpointList {
  let [spacing, kept] = [stride, [...steps.filter(({ step }) => step < added.step), added]];
  kept = thinned(kept, spacing);
  while (kept.length > 2 && !fitsLimits(kept, limits)) {
    spacing *= 2;
    kept = thinned(kept, spacing);
  }
  return { stride: spacing, steps: fitsLimits(kept, limits) ? kept : [] };
}

function thinned(steps: CheckpointList['steps'], stride: number): CheckpointList['steps'] {
  const kept: CheckpointList['steps'] = [];
  for (const [i, state] of steps.entries()) {
    const previous = kept.at(-1);
    if (!previous || state.step - previous.step >= stride || i === steps.length - 1) kept.push(state);
  }
  return kept;
}

const fitsLimits = (steps: CheckpointList['steps'], { count, bytes }: CheckpointLimits): boolean =>
  steps.length <= count && steps.reduce((sum, state) => sum + state.bytes, 0) <= bytes;
