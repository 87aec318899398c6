// Settings of the training: explanations, choices, and the defaults of those that presets and files may leave out.

import { own } from '../own-record.ts';
import { choicesOf, limitsOf, namesOf, type Setting, type SettingInfo, type ValuesOf } from './setting.ts';

export const OPTIMIZER_CHOICES = {
  adamw: {
    label: 'AdamW',
    help: 'steps divided by the running size of each gradient (Loshchilov & Hutter 2019)',
  },
  sgd: {
    label: 'SGD',
    help: 'gradients with momentum; its learning rate is 0.3 by default (Sutskever et al. 2013)',
  },
  muon: {
    label: 'Muon',
    help: 'orthogonalized momentum for the matrices of the blocks, AdamW for the rest (Jordan et al. 2024)',
  },
} as const satisfies Record<string, SettingInfo>;

export const SCHEDULE_CHOICES = {
  cosine: {
    label: 'Cosine',
    help: 'falls along half a cosine to the minimum (Loshchilov & Hutter 2017)',
  },
  linear: { label: 'Linear', help: 'falls in a line to the minimum (Devlin et al. 2019)' },
  wsd: {
    label: 'WSD',
    help: 'warm-up–stable–decay: stays at its maximum and falls in a line over the decay steps (Hu et al. 2024)',
  },
  constant: {
    label: 'Constant',
    help: 'stays at its maximum, and with it the noise of the steps (Smith et al. 2018)',
  },
} as const satisfies Record<string, SettingInfo>;

/** Those with `isOptional` may be left out, as in all files of before: `withTrainingDefaults` has their values. */
export const TRAINING_SETTINGS = {
  steps: {
    label: 'Steps',
    help: 'number of weight updates',
    limit: { min: 1, max: 100_000, isInteger: true },
  },
  B: { label: 'Batch size (B)', help: 'sequences per step', limit: { min: 1, max: 4096, isInteger: true } },
  accumulation: {
    label: 'Accumulation',
    help: 'parts of a batch, computed one after the other so that large batches fit; their gradients are added',
    limit: { min: 1, max: 64, isInteger: true },
    isOptional: true,
  },
  optimizer: {
    label: 'Optimizer',
    help: 'rule that turns gradients into steps',
    choices: OPTIMIZER_CHOICES,
    isOptional: true,
  },
  learningRate: {
    label: 'Learning rate',
    help: 'its maximum, at the end of the warm-up',
    limit: { min: 1e-6, max: 1 },
  },
  muonLearningRate: {
    label: 'Muon learning rate',
    help: 'of the matrices of the blocks; it follows the same schedule',
    limit: { min: 1e-6, max: 1 },
    isOptional: true,
  },
  momentum: {
    label: 'Momentum',
    help: 'share of the previous direction that each step keeps; by default 0.9 for SGD, 0.95 for Muon',
    limit: { min: 0, max: 0.999 },
    isOptional: true,
  },
  beta1: {
    label: 'Beta 1',
    help: 'AdamW’s running mean of the gradient: share that each step keeps',
    limit: { min: 0, max: 0.9999 },
  },
  beta2: {
    label: 'Beta 2',
    help: 'AdamW’s running mean of the squared gradient: share that each step keeps',
    limit: { min: 0, max: 0.99999 },
  },
  schedule: {
    label: 'Schedule',
    help: 'course of the learning rate after the warm-up',
    choices: SCHEDULE_CHOICES,
    isOptional: true,
  },
  minLearningRate: {
    label: 'Minimum learning rate',
    help: 'at the end of the schedule',
    limit: { min: 0, max: 1 },
  },
  warmupSteps: {
    label: 'Warm-up steps',
    help: 'the learning rate rises linearly from zero',
    limit: { min: 0, max: 10_000, isInteger: true },
  },
  decaySteps: {
    label: 'Decay steps',
    help: 'last steps, in which the learning rate falls; by default a fifth of all',
    limit: { min: 1, max: 100_000, isInteger: true },
    isOptional: true,
  },
  weightDecay: {
    label: 'Weight decay',
    help: 'decay of matrices and embeddings (Loshchilov & Hutter 2019)',
    limit: { min: 0, max: 10 },
  },
  clipNorm: {
    label: 'Gradient clipping',
    help: 'maximum norm of the gradient; 0 turns clipping off (Pascanu et al. 2013)',
    limit: { min: 0, max: 1e6 },
  },
  seed: {
    label: 'Seed',
    help: 'random seed of weights and batches; the same seed repeats the run',
    limit: { min: 0, max: 2 ** 31 - 1, isInteger: true },
  },
} as const satisfies Record<string, TrainingSetting>;

interface TrainingSetting extends Setting {
  readonly isOptional?: true;
}

export type OptimizerName = keyof typeof OPTIMIZER_CHOICES;
export type ScheduleName = keyof typeof SCHEDULE_CHOICES;
export type TrainingSettingName = keyof typeof TRAINING_SETTINGS;
type OptionalName = {
  [Name in TrainingSettingName]: (typeof TRAINING_SETTINGS)[Name] extends { isOptional: true } ? Name : never;
}[TrainingSettingName];
type TrainingValues = ValuesOf<typeof TRAINING_SETTINGS>;
type OptionalTrainingSettings = Pick<TrainingValues, OptionalName>;
/** Of a training that may leave out the optional ones. */
export type GivenTrainingSettings = Omit<TrainingValues, OptionalName> & Partial<OptionalTrainingSettings>;

export const OPTIMIZERS = namesOf(TRAINING_SETTINGS.optimizer);
export const SCHEDULES = namesOf(TRAINING_SETTINGS.schedule);
export const TRAINING_LIMITS = limitsOf(TRAINING_SETTINGS);
export const TRAINING_CHOICES = choicesOf(TRAINING_SETTINGS);

export const isOptionalTrainingSetting = (name: TrainingSettingName): boolean =>
  'isOptional' in TRAINING_SETTINGS[name];

/** The training with the settings that it leaves out; those of a run of before mean AdamW and a cosine. */
export function withTrainingDefaults<
  Training extends Partial<OptionalTrainingSettings> & { readonly steps: number },
>(training: Training): Training & OptionalTrainingSettings {
  const { optimizer = 'adamw' } = training;
  return {
    schedule: 'cosine',
    momentum: optimizer === 'sgd' ? 0.9 : 0.95,
    muonLearningRate: 0.02,
    decaySteps: Math.ceil(training.steps / 5),
    accumulation: 1,
    ...training,
    optimizer,
  };
}

/**
 * Learning rates of presets are AdamW's, also in Muon, whose own is another setting. SGD's steps are as small as the gradients: of
 * 0.1, 0.3 and 1 the second has the lowest loss after 300 steps of the facts.
 */
const LEARNING_RATES: Readonly<Partial<Record<OptimizerName, LearningRates>>> = {
  sgd: { learningRate: 0.3, minLearningRate: 0.03 },
};

/** Whether the optimizer has learning rates of its own, in place of the preset's. */
export const bringsLearningRate = (optimizer: OptimizerName | undefined): boolean =>
  optimizer !== undefined && optimizer in LEARNING_RATES;

interface LearningRates {
  readonly learningRate: number;
  readonly minLearningRate: number;
}

/**
 * The training of a preset with the changes that are given. Another optimizer brings its own learning rate unless one is given, and a
 * learning rate below the minimum lowers the minimum.
 */
export function changedTraining<Training extends LearningRates & { readonly optimizer?: OptimizerName }>(
  preset: Training,
  changes: Partial<Training> = {},
): Training {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const { optimizer = preset.optimizer, learningRate = Number.POSITIVE_INFINITY } = own(changes);
  const rates = optimizer === undefined || optimizer === preset.optimizer ? {} : LEARNING_RATES[optimizer];
  const defaults = { ...preset, ...rates };
  const minLearningRate = Math.min(defaults.minLearningRate, learningRate);
  return own({ ...defaults, minLearningRate, ...(Object.fromEntries(given) as Partial<Training>) });
}

/** The settings that affect a run with this optimizer and this schedule. */
export function isTrainingSettingUsed(
  name: TrainingSettingName,
  { optimizer, schedule }: Pick<OptionalTrainingSettings, 'optimizer' | 'schedule'>,
): boolean {
  if (name === 'momentum') return optimizer !== 'adamw';
  if (name === 'muonLearningRate') return optimizer === 'muon';
  if (name === 'weightDecay' || name === 'beta1' || name === 'beta2') return optimizer !== 'sgd';
  if (name === 'minLearningRate') return schedule !== 'constant';
  return name !== 'decaySteps' || schedule === 'wsd';
}
