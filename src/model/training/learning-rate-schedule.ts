// The learning rate over a run: a linear warm-up, then half a cosine down to the minimum.

import type { TrainingConfig } from './training-config.ts';

type Schedule = Pick<TrainingConfig, 'steps' | 'learningRate' | 'minLearningRate' | 'warmupSteps'>;

/** Rate of the step about to be taken, counted from 0 (Loshchilov & Hutter 2017, without restarts). */
export function learningRateAt(
  step: number,
  { steps, learningRate, minLearningRate, warmupSteps }: Schedule,
): number {
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
  return minLearningRate + ((learningRate - minLearningRate) * (1 + Math.cos(Math.PI * progress))) / 2;
}
