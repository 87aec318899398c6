// Training hyperparameters (batch, optimizer, schedule, seed) and their limits.

import type { FieldError } from '../../shared/field-error.ts';
import { limitProblem, type SettingLimit } from '../../shared/setting-limit.ts';
import type { OptimizerName, ScheduleName } from '../../shared/settings/training-settings.ts';
import { TRAINING_CHOICES } from '../../shared/settings/training-settings.ts';

export interface TrainingConfig {
  /** Batch size, in rows. */
  readonly B: number;
  readonly steps: number;
  /** Maximum learning rate, reached at the end of the warm-up. */
  readonly learningRate: number;
  /** Learning rate at the end of the schedule. */
  readonly minLearningRate: number;
  readonly warmupSteps: number;
  /** Weight decay of AdamW and Muon, on matrices and embeddings only. */
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Maximum global norm of the gradients; 0 disables clipping. */
  readonly clipNorm: number;
  /** Seed of the initial weights and the batches. */
  readonly seed: number;
  // `withTrainingDefaults` has the values of those that are absent, as in all files of before.
  readonly optimizer?: OptimizerName;
  readonly schedule?: ScheduleName;
  /** Last steps of the schedule `wsd`, in which the learning rate falls. */
  readonly decaySteps?: number;
  /** Momentum of SGD and Muon. */
  readonly momentum?: number;
  /** Maximum learning rate of the matrices that Muon updates; `learningRate` is AdamW's, of all other weights. */
  readonly muonLearningRate?: number;
  /** Equal parts of a batch whose gradients are computed one after the other and added. */
  readonly accumulation?: number;
}

/** Rows that are in memory at once. */
export const rowsPerPart = ({ B, accumulation = 1 }: Pick<TrainingConfig, 'B' | 'accumulation'>): number =>
  B / accumulation;

export const TRAINING_LIMITS = {
  B: { min: 1, max: 4096, isInteger: true },
  steps: { min: 1, max: 100_000, isInteger: true },
  learningRate: { min: 1e-6, max: 1, isInteger: false },
  minLearningRate: { min: 0, max: 1, isInteger: false },
  warmupSteps: { min: 0, max: 10_000, isInteger: true },
  weightDecay: { min: 0, max: 10, isInteger: false },
  beta1: { min: 0, max: 0.9999, isInteger: false },
  beta2: { min: 0, max: 0.99999, isInteger: false },
  clipNorm: { min: 0, max: 1e6, isInteger: false },
  seed: { min: 0, max: 2 ** 31 - 1, isInteger: true },
  decaySteps: { min: 1, max: 100_000, isInteger: true },
  momentum: { min: 0, max: 0.999, isInteger: false },
  muonLearningRate: { min: 1e-6, max: 1, isInteger: false },
  accumulation: { min: 1, max: 64, isInteger: true },
} as const satisfies Record<string, SettingLimit>;

const OPTIONAL: ReadonlySet<string> = new Set([
  'decaySteps',
  'momentum',
  'muonLearningRate',
  'accumulation',
] satisfies (keyof TrainingConfig)[]);

/** The errors of training settings; empty if training can start. */
export function trainingProblems(config: TrainingConfig): FieldError[] {
  const problems = Object.entries(TRAINING_LIMITS).flatMap(([name, limit]) => {
    const value = config[name as keyof TrainingConfig];
    return (value === undefined && OPTIONAL.has(name) ? undefined : limitProblem(name, value, limit)) ?? [];
  });
  for (const [field, choices] of Object.entries(TRAINING_CHOICES)) {
    const value = config[field as keyof typeof TRAINING_CHOICES];
    if (value !== undefined && !Object.hasOwn(choices, value))
      problems.push({
        field,
        message: `${field} is ${value}; it can be ${Object.keys(choices).join(', ')}.`,
      });
  }
  const { learningRate, minLearningRate, B, accumulation } = config;
  if (!Number.isInteger(rowsPerPart(config)) && problems.length === 0) {
    problems.push({
      field: 'accumulation',
      relatedFields: ['B'],
      message: `accumulation is ${accumulation} and B is ${B}; the batch must divide evenly into that many parts.`,
    });
  }
  if (minLearningRate > learningRate) {
    problems.push({
      field: 'minLearningRate',
      relatedFields: ['learningRate'],
      message: `minLearningRate is ${minLearningRate}; it can be at most learningRate, ${learningRate}.`,
    });
  }
  return problems;
}
