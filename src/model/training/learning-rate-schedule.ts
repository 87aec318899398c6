// Learning rate schedules: linear warm-up, then constant, linear, cosine or warm-up–stable–decay.

import type { ScheduleName } from '../../shared/settings/training-settings.ts';
import { withTrainingDefaults } from '../../shared/settings/training-settings.ts';
import type { TrainingConfig } from './training-config.ts';

type Schedule = Pick<
  TrainingConfig,
  'steps' | 'learningRate' | 'minLearningRate' | 'warmupSteps' | 'schedule' | 'decaySteps'
>;

interface Progress {
  readonly max: number;
  readonly min: number;
  /** Share of the steps after the warm-up, and of the decay steps, that are done. */
  readonly run: number;
  readonly decay: number;
}

const RATES: Readonly<Record<ScheduleName, (progress: Progress) => number>> = {
  constant: ({ max }) => max,
  linear: ({ max, min, run }) => max - (max - min) * run,
  /** Loshchilov & Hutter 2017, without restarts. */
  cosine: ({ max, min, run }) => min + ((max - min) * (1 + Math.cos(Math.PI * run))) / 2,
  /** Hu et al. 2024. */
  wsd: ({ max, min, decay }) => max - (max - min) * decay,
};

/** Learning rate of step `step`, from 0. The decay begins after the warm-up at the earliest. */
export function learningRateAt(step: number, training: Schedule): number {
  const { steps, learningRate, minLearningRate, warmupSteps, schedule, decaySteps } =
    withTrainingDefaults(training);
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  const shareAfter = (start: number) => Math.max(0, Math.min(1, (step - start) / Math.max(1, steps - start)));
  return RATES[schedule]({
    max: learningRate,
    min: minLearningRate,
    run: shareAfter(warmupSteps),
    decay: shareAfter(Math.max(warmupSteps, steps - decaySteps)),
  });
}
