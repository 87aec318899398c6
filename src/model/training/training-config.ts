// How a model is trained: batch, optimiser, schedule and seed, with their limits.

import type { FieldError } from '../../shared/field-error.ts';

export interface TrainingConfig {
  /** Rows a batch. */
  readonly B: number;
  readonly steps: number;
  /** Highest learning rate, reached at the end of the warm-up. */
  readonly learningRate: number;
  /** Where the cosine ends. */
  readonly minLearningRate: number;
  readonly warmupSteps: number;
  /** AdamW's decay, on matrices and embeddings only. */
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Gradients are scaled down to this norm; 0 leaves them alone. */
  readonly clipNorm: number;
  /** Seed of everything random: initial weights and batches. */
  readonly seed: number;
}

export const TRAINING_LIMITS = {
  B: { least: 1, most: 128, whole: true },
  steps: { least: 1, most: 100_000, whole: true },
  learningRate: { least: 1e-6, most: 1, whole: false },
  minLearningRate: { least: 0, most: 1, whole: false },
  warmupSteps: { least: 0, most: 10_000, whole: true },
  weightDecay: { least: 0, most: 10, whole: false },
  beta1: { least: 0, most: 0.9999, whole: false },
  beta2: { least: 0, most: 0.99999, whole: false },
  clipNorm: { least: 0, most: 1e6, whole: false },
  seed: { least: 0, most: 2 ** 31 - 1, whole: true },
} as const;

/** The errors of training settings; empty if training can start. */
export function trainingProblems(config: TrainingConfig): FieldError[] {
  const problems: FieldError[] = Object.entries(TRAINING_LIMITS).flatMap(
    ([field, { least, most, whole }]) => {
      const value = config[field as keyof TrainingConfig];
      const fine =
        Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value));
      return fine
        ? []
        : [
            {
              field,
              message: `${field} is ${value}; it must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`,
            },
          ];
    },
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
