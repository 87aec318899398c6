// Learning rate schedule: linear warm-up, then cosine decay to the minimum.

import type { TrainingConfig } from './training-config.ts';

type Schedule = Pick<TrainingConfig, 'steps' | 'learningRate' | 'minLearningRate' | 'warmupSteps'>;

/** Learning rate of step `step`, from 0 (Loshchilov & Hutter 2017, without restarts). */
export function learningRateAt(
  step: number,
  { steps, learningRate, minLearningRate, warmupSteps }: Schedule,
): number {
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
  return minLearningRate + ((learningRate - minLearningRate) * (1 + Math.cos(Math.PI * progress))) / 2;
}
