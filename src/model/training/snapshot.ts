// The mutable state of a run at one step, for the transformer and the digit network.

import type { WeightValues } from '../architecture/weights.ts';
import type { Moments } from './trainer.ts';

/** A run that resumes from a snapshot on the same kernel variants computes the same bits as the original run. */
export interface Snapshot {
  readonly step: number;
  readonly weights: WeightValues;
  /** Optimizer state; without it the optimizer restarts from zero. */
  readonly moments?: Moments;
  /** Kernel variants of the training step, by pass label: other variants round differently. Absent if the run resumes on another engine. */
  readonly variants?: Readonly<Record<string, string>>;
}
