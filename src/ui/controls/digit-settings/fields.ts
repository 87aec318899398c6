// The settings of a digit network: what each is called and what it does, in words for a newcomer.

import type { DigitTraining } from '../../../workers/rpc/api/lab-api.ts';

interface Field<Key> {
  readonly key: Key;
  readonly label: string;
  /** What it does. */
  readonly help: string;
}

type NumberKey = Exclude<keyof DigitTraining, 'optimizer' | 'start' | 'shuffledLabels'>;

export const NUMBER_FIELDS: readonly Field<NumberKey>[] = [
  { key: 'steps', label: 'Steps', help: 'how often the weights are nudged' },
  { key: 'B', label: 'Images in each batch', help: 'that each step learns from' },
  {
    key: 'learningRate',
    label: 'Learning rate η',
    help: 'what the negative gradient is multiplied by at first',
  },
  { key: 'minLearningRate', label: 'Last learning rate', help: 'what η shrinks to at the end' },
  { key: 'momentum', label: 'Momentum', help: 'of plain descent: the share of the last step that goes on' },
  { key: 'images', label: 'Training images', help: 'learns from the first so many' },
  { key: 'seed', label: 'Seed', help: 'of everything random: the same seed gives the same run' },
];

/** What neurons and cost are; the first is the videos'. */
export const NETWORK_KIND_LABELS = {
  sigmoid: 'σ, squared differences',
  relu: 'ReLU, softmax, cross-entropy',
} as const;

export const OPTIMIZER_LABELS = { sgd: 'gradient descent', adam: 'Adam' } as const;

export const INIT_LABELS = {
  scaled: 'small: 1/√ of the inputs',
  standard: 'variance 1, as in the videos',
} as const;

/** `16, 16`, `16-16` or `16 16` → [16, 16]; NaN for what is no number, so that the limits refuse it in a sentence. */
export const parseHiddenSizes = (text: string): number[] =>
  text
    .split(/[\s,·-]+/)
    .filter((part) => part !== '')
    .map(Number);
