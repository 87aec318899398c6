// What a digit network can be and how it is trained: presets, limits, and the sentence for each limit that is broken.

import * as v from 'valibot';
import { KernelError } from '../../kernels/errors.ts';
import { type FieldError, joinMessages, toFieldError } from '../../shared/field-error.ts';
import { anyNumber, boolean, boundedArray, boundedString, oneOf } from '../../shared/validation.ts';
import { PIXELS, TRAIN_IMAGES } from '../data/mnist/mnist.ts';
import type { DigitNetworkConfig } from './digit-network.ts';

export interface DigitTraining {
  /** Images a batch. */
  readonly B: number;
  readonly steps: number;
  readonly learningRate: number;
  /** Where the rate ends, after half a cosine; the same as `learningRate` for a rate that stays. */
  readonly minLearningRate: number;
  readonly optimizer: 'sgd' | 'adam';
  /** Of SGD: the share of the last step that goes on. */
  readonly momentum: number;
  /** Learns from the first so many of the 60,000 training images. */
  readonly images: number;
  /** Labels dealt out at random, once: nothing can be learnt but by heart (chapter 2). */
  readonly shuffledLabels: boolean;
  /** Initial weights are normal, divided by the root of the neuron's inputs (`scaled`) or as they are (`standard`, the video's). */
  readonly start: 'scaled' | 'standard';
  /** Seed of weights, order and shuffled labels. */
  readonly seed: number;
}

export interface DigitPreset {
  readonly name: 'digits' | 'digits-relu';
  readonly title: string;
  readonly description: string;
  /** Neurons of each hidden layer. */
  readonly hidden: readonly number[];
  readonly kind: DigitNetworkConfig['kind'];
  readonly training: DigitTraining;
}

/** What to train; settings left out are the preset's. */
export interface DigitSettings {
  readonly preset: string;
  readonly hidden?: readonly number[];
  readonly kind?: DigitNetworkConfig['kind'];
  readonly training?: Partial<DigitTraining>;
}

/** Settings with nothing left out. */
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
    description:
      '784 pixels, two hidden layers of 16, ten outputs; sigmoid everywhere, squared differences as cost.',
    hidden: [16, 16],
    kind: 'sigmoid',
    training: SGD_TRAINING,
  },
  {
    name: 'digits-relu',
    title: 'The same with newer parts',
    description: 'Wider layers with ReLU, softmax with cross-entropy as cost, trained by Adam.',
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
  hiddenLayers: { least: 1, most: 4, whole: true, why: 'more of them do not fit the picture' },
  neurons: { least: 1, most: 256, whole: true, why: 'wider layers do not fit the picture' },
  B: { least: 1, most: 1000, whole: true },
  steps: { least: 1, most: 1_000_000, whole: true },
  learningRate: { least: 1e-6, most: 100, whole: false },
  minLearningRate: { least: 0, most: 100, whole: false },
  momentum: { least: 0, most: 0.999, whole: false },
  images: {
    least: 10,
    most: TRAIN_IMAGES,
    whole: true,
    why: 'the data set has no more, and each digit should occur',
  },
  seed: { least: 0, most: 2 ** 31 - 1, whole: true },
} as const;

const CHOICES = {
  optimizer: ['sgd', 'adam'],
  start: ['scaled', 'standard'],
  shuffledLabels: [true, false],
} as const;

/** The settings as they may come from outside: names and kinds. What each can be is said where a network is planned. */
export const DIGIT_TRAINING_SCHEMA = v.strictObject({
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

export const DIGIT_SETTINGS_SCHEMA = v.strictObject({
  preset: boundedString(32),
  hidden: v.optional(boundedArray(anyNumber, 16)),
  kind: v.optional(oneOf(['sigmoid', 'relu'])),
  training: v.optional(DIGIT_TRAINING_SCHEMA),
});

/** Digits there are. */
export const DIGIT_COUNT = 10;

/** Fills in the preset; throws one error with every problem as a sentence. */
export function planDigits(settings: DigitSettings): DigitPlan {
  const plan = resolveSettings(settings);
  const problems = planProblems(plan);
  if (problems.length > 0) throw new KernelError(joinMessages(problems));
  return plan;
}

/** The errors of the settings; empty if they make a network. */
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
  // Who asks for a lower rate than the preset's lowest wants one that still falls.
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
  const { least, most, whole, ...limit } = DIGIT_LIMITS[name];
  const fine =
    Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (fine) return [];
  const why = 'why' in limit ? `: ${limit.why}` : '';
  const message = `${name} is ${value}; it must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}${why}.`;
  return [{ field, message }];
}
