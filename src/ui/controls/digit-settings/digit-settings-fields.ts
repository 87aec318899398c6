// Fields of the digit network's settings form: labels and help texts.

import type { DigitTraining } from '../../../workers/rpc/api/lab-api.ts';

interface Field<Key> {
  readonly key: Key;
  readonly label: string;
  readonly help: string;
}

type NumberKey = Exclude<keyof DigitTraining, 'optimizer' | 'start' | 'shuffledLabels'>;

export const NUMBER_FIELDS: readonly Field<NumberKey>[] = [
  { key: 'steps', label: 'Steps', help: 'number of weight updates' },
  { key: 'B', label: 'Batch size', help: 'images per step' },
  { key: 'learningRate', label: 'Learning rate η', help: 'at the first step' },
  { key: 'minLearningRate', label: 'Minimum learning rate', help: 'at the last step' },
  { key: 'momentum', label: 'Momentum', help: 'share of the previous step that SGD adds to the next' },
  { key: 'images', label: 'Training images', help: 'size of the training set' },
  { key: 'seed', label: 'Seed', help: 'random seed of weights and batches; the same seed repeats the run' },
];

/** Activation and cost function; the videos use the first. */
export const NETWORK_KIND_LABELS = {
  sigmoid: 'σ, squared error',
  relu: 'ReLU, softmax, cross-entropy',
} as const;

export const OPTIMIZER_LABELS = { sgd: 'SGD', adam: 'Adam' } as const;

export const INIT_LABELS = {
  scaled: 'scaled: 1/√ of the inputs',
  standard: 'variance 1, as in the videos',
} as const;

/** `16, 16`, `16-16` or `16 16` → [16, 16]; NaN for other text, which the limits then reject. */
export const parseHiddenSizes = (text: string): number[] =>
  text
    .split(/[\s,·-]+/)
    .filter((part) => part !== '')
    .map(Number);
