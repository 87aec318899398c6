// Training hyperparameters (batch, optimizer, schedule, seed) and their limits.

import type { FieldError } from '../../shared/field-error.ts';
import { limitProblem, type SettingLimit } from '../../shared/setting-limit.ts';

export interface TrainingConfig {
  /** Batch size, in rows. */
  readonly B: number;
  readonly steps: number;
  /** Maximum learning rate, reached at the end of the warm-up. */
  readonly learningRate: number;
  /** Learning rate at the end of the cosine decay. */
  readonly minLearningRate: number;
  readonly warmupSteps: number;
  /** AdamW's weight decay, on matrices and embeddings only. */
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Maximum global norm of the gradients; 0 disables clipping. */
  readonly clipNorm: number;
  /** Seed of the initial weights and the batches. */
  readonly seed: number;
}

export const TRAINING_LIMITS = {
  B: { min: 1, max: 128, isInteger: true },
  steps: { min: 1, max: 100_000, isInteger: true },
  learningRate: { min: 1e-6, max: 1, isInteger: false },
  minLearningRate: { min: 0, max: 1, isInteger: false },
  warmupSteps: { min: 0, max: 10_000, isInteger: true },
  weightDecay: { min: 0, max: 10, isInteger: false },
  beta1: { min: 0, max: 0.9999, isInteger: false },
  beta2: { min: 0, max: 0.99999, isInteger: false },
  clipNorm: { min: 0, max: 1e6, isInteger: false },
  seed: { min: 0, max: 2 ** 31 - 1, isInteger: true },
} as const satisfies Record<string, SettingLimit>;

/** The errors of training settings; empty if training can start. */
export function trainingProblems(config: TrainingConfig): FieldError[] {
  const problems = Object.entries(TRAINING_LIMITS).flatMap(
    ([name, limit]) => limitProblem(name, config[name as keyof TrainingConfig], limit) ?? [],
  );
  const { learningRate, minLearningRate } = config;
  if (minLearningRate > learningRate) {
    problems.push({
      field: 'minLearningRate',
      relatedFields: ['learningRate'],
      message: `minLearningRate is ${minLearningRate}; it can be at most learningRate, ${learningRate}.`,
    });
  }
  return problems;
}
