// Training hyperparameters (batch, optimizer, schedule, seed) and their limits.

import type { FieldError } from '../../shared/field-error.ts';
import { limitProblem } from '../../shared/setting-limit.ts';
import {
  type GivenTrainingSettings,
  isOptionalTrainingSetting,
  TRAINING_CHOICES,
  TRAINING_LIMITS,
} from '../../shared/settings/training-settings.ts';

/** `withTrainingDefaults` has the values of those that are absent, as in all files of before. */
export interface TrainingConfig extends GivenTrainingSettings {}

/** Rows that are in memory at once. */
export const rowsPerPart = ({ B, accumulation = 1 }: Pick<TrainingConfig, 'B' | 'accumulation'>): number =>
  B / accumulation;

/** The errors of training settings; empty if training can start. */
export function trainingProblems(config: TrainingConfig): FieldError[] {
  const problems = Object.entries(TRAINING_LIMITS).flatMap(([name, limit]) => {
    const value = config[name as keyof TrainingConfig];
    const isAbsent = value === undefined && isOptionalTrainingSetting(name as keyof TrainingConfig);
    return (isAbsent ? undefined : limitProblem(name, value, limit)) ?? [];
  });
  for (const [field, choices] of Object.entries(TRAINING_CHOICES)) {
    const value = config[field as keyof TrainingConfig];
    if (value !== undefined && !choices.includes(value as string))
      problems.push({
        field,
        message: `${field} is ${value}; it can be ${choices.join(', ')}.`,
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
