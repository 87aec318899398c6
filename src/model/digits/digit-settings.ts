// Settings of a digit network: presets, limits, validation.

import * as v from 'valibot';
import { KernelError } from '../../kernels/errors.ts';
import { type FieldError, joinMessages, toFieldError } from '../../shared/field-error.ts';
import { limitProblem, type SettingLimit } from '../../shared/setting-limit.ts';
import {
  anyNumber,
  boolean,
  boundedArray,
  boundedString,
  oneOf,
  strictObject,
} from '../../shared/validation.ts';
import { PIXELS, TRAIN_IMAGES } from '../data/mnist/mnist.ts';
import type { DigitNetworkConfig } from './digit-network.ts';

export interface DigitTraining {
  /** Batch size, in images. */
  readonly B: number;
  readonly steps: number;
  readonly learningRate: number;
  /** Learning rate at the end of the cosine decay; equal to `learningRate` for a constant rate. */
  readonly minLearningRate: number;
  readonly optimizer: 'sgd' | 'adam';
  /** Momentum of SGD. */
  readonly momentum: number;
  /** Trains on the first `images` of the 60,000 training images. */
  readonly images: number;
  /** Trains on randomly permuted labels, which can only be memorized (chapter 2). */
  readonly shuffledLabels: boolean;
  /** Initialization: normal with standard deviation 1 / √inputs (`scaled`) or 1 (`standard`, as in the video). */
  readonly start: 'scaled' | 'standard';
  /** Seed of the initial weights, the order of images and the shuffled labels. */
  readonly seed: number;
}

export interface DigitPreset {
  readonly name: 'digits' | 'digits-relu';
  readonly title: string;
  readonly description: string;
  /** Neurons per hidden layer. */
  readonly hidden: readonly number[];
  readonly kind: DigitNetworkConfig['kind'];
  readonly training: DigitTraining;
}

/** Settings of a digit run; the preset supplies those left out. */
export interface DigitSettings {
  readonly preset: string;
  readonly hidden?: readonly number[];
  readonly kind?: DigitNetworkConfig['kind'];
  readonly training?: Partial<DigitTraining>;
}

/** Resolved settings of a digit run. */
export interface DigitPlan {
  readonly settings: DigitSettings;
  readonly preset: DigitPreset;
  readonly config: DigitNetworkConfig;
  readonly training: DigitTraining;
}

const SGD_TRAINING: DigitTraining = {
  B: 100,
  steps: 30_000,
  learningRate: 2,
  minLearningRate: 0.05,
  optimizer: 'sgd',
  momentum: 0,
  images: TRAIN_IMAGES,
  shuffledLabels: false,
  start: 'scaled',
  seed: 0,
};

export const DIGIT_PRESETS: readonly DigitPreset[] = [
  {
    name: 'digits',
    title: 'The network of the videos',
    description: '784 pixels, two hidden layers of 16, ten outputs; sigmoid in every layer, squared error.',
    hidden: [16, 16],
    kind: 'sigmoid',
    training: SGD_TRAINING,
  },
  {
    name: 'digits-relu',
    title: 'A modern variant',
    description: 'Wider layers with ReLU, softmax with cross-entropy, trained with Adam.',
    hidden: [128, 64],
    kind: 'relu',
    training: {
      ...SGD_TRAINING,
      B: 50,
      steps: 12_000,
      optimizer: 'adam',
      learningRate: 2e-3,
      minLearningRate: 2e-5,
    },
  },
];

export const DIGIT_LIMITS = {
  hiddenLayers: { min: 1, max: 4, isInteger: true, reason: 'more of them do not fit the picture' },
  neurons: { min: 1, max: 256, isInteger: true, reason: 'wider layers do not fit the picture' },
  B: { min: 1, max: 1000, isInteger: true },
  steps: { min: 1, max: 1_000_000, isInteger: true },
  learningRate: { min: 1e-6, max: 100, isInteger: false },
  minLearningRate: { min: 0, max: 100, isInteger: false },
  momentum: { min: 0, max: 0.999, isInteger: false },
  images: {
    min: 10,
    max: TRAIN_IMAGES,
    isInteger: true,
    reason: 'the data set has no more, and each digit should occur',
  },
  seed: { min: 0, max: 2 ** 31 - 1, isInteger: true },
} as const satisfies Record<string, SettingLimit>;

const CHOICES = {
  optimizer: ['sgd', 'adam'],
  start: ['scaled', 'standard'],
  shuffledLabels: [true, false],
} as const;

/** Settings from outside: keys and types. `planDigits` checks ranges. */
export const DIGIT_TRAINING_SCHEMA = strictObject({
  B: v.optional(anyNumber),
  steps: v.optional(anyNumber),
  learningRate: v.optional(anyNumber),
  minLearningRate: v.optional(anyNumber),
  momentum: v.optional(anyNumber),
  images: v.optional(anyNumber),
  seed: v.optional(anyNumber),
  optimizer: v.optional(oneOf(CHOICES.optimizer)),
  start: v.optional(oneOf(CHOICES.start)),
  shuffledLabels: v.optional(boolean),
});

export const DIGIT_SETTINGS_SCHEMA = strictObject({
  preset: boundedString(32),
  hidden: v.optional(boundedArray(anyNumber, 16)),
  kind: v.optional(oneOf(['sigmoid', 'relu'])),
  training: v.optional(DIGIT_TRAINING_SCHEMA),
});

/** Number of classes. */
export const DIGIT_COUNT = 10;

/** Resolves the settings; throws one error with all problems, one sentence each. */
export function planDigits(settings: DigitSettings): DigitPlan {
  const plan = resolveSettings(settings);
  const problems = planProblems(plan);
  if (problems.length > 0) throw new KernelError(joinMessages(problems));
  return plan;
}

/** The errors of the settings; empty if a run can be created. */
export function digitProblems(settings: DigitSettings): FieldError[] {
  try {
    return planProblems(resolveSettings(settings));
  } catch (error) {
    return [toFieldError(error)];
  }
}

function resolveSettings(settings: DigitSettings): DigitPlan {
  const preset = DIGIT_PRESETS.find(({ name }) => name === settings.preset);
  if (!preset) {
    const names = DIGIT_PRESETS.map(({ name }) => name).join(' and ');
    throw new KernelError(`preset: '${settings.preset}' is unknown; for digits there are ${names}`);
  }
  const { training = {}, hidden = preset.hidden, kind = preset.kind } = settings;
  const overrides = Object.fromEntries(Object.entries(training).filter(([, value]) => value !== undefined));
  // A learning rate below the preset's minimum lowers the minimum too.
  const minLearningRate = Math.min(
    preset.training.minLearningRate,
    training.learningRate ?? Number.POSITIVE_INFINITY,
  );
  return {
    settings,
    preset,
    config: { sizes: [PIXELS, ...hidden, DIGIT_COUNT], kind },
    training: { ...preset.training, minLearningRate: minLearningRate, ...overrides },
  };
}

function planProblems({ config, training }: DigitPlan): FieldError[] {
  const hidden = config.sizes.slice(1, -1);
  const problems: FieldError[] = [
    ...limitProblems('hiddenLayers', hidden.length, 'hidden'),
    ...hidden.flatMap((neurons) => limitProblems('neurons', neurons, 'hidden')),
    ...(['B', 'steps', 'learningRate', 'minLearningRate', 'momentum', 'images', 'seed'] as const).flatMap(
      (name) => limitProblems(name, training[name]),
    ),
  ];
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = training[name as keyof typeof CHOICES];
    if (!(choices as readonly unknown[]).includes(value))
      problems.push({ field: name, message: `${name} is ${value}; it can be ${choices.join(' or ')}.` });
  }
  if (config.kind !== 'sigmoid' && config.kind !== 'relu')
    problems.push({ field: 'kind', message: `kind is ${config.kind}; it can be sigmoid or relu.` });
  const { learningRate, minLearningRate, B, images } = training;
  if (minLearningRate > learningRate)
    problems.push({
      field: 'minLearningRate',
      relatedFields: ['learningRate'],
      message: `minLearningRate is ${minLearningRate}; it can be at most learningRate, ${learningRate}.`,
    });
  if (B > images)
    problems.push({
      field: 'B',
      relatedFields: ['images'],
      message: `B is ${B}; a batch can be at most the ${images} images there are to learn from.`,
    });
  return problems;
}

/** `field` is the setting in the request; it differs from the name of the limit for hidden layers. */
function limitProblems(name: keyof typeof DIGIT_LIMITS, value: number, field: string = name): FieldError[] {
  const problem = limitProblem(name, value, DIGIT_LIMITS[name]);
  return problem ? [{ ...problem, field }] : [];
}
