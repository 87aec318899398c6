// Fields of the digit network's settings form: labels and help texts.

import { msg } from '@lit/localize';
import type { DigitTraining } from '../../../workers/rpc/api/lab-api.ts';

interface Field<Key> {
  readonly key: Key;
  readonly label: string;
  readonly help: string;
}

type NumberKey = Exclude<keyof DigitTraining, 'optimizer' | 'start' | 'shuffledLabels'>;

export const NUMBER_FIELDS: readonly Field<NumberKey>[] = [
  { key: 'steps', label: msg('Steps'), help: msg('number of weight updates') },
  { key: 'B', label: msg('Batch size'), help: msg('images per step') },
  { key: 'learningRate', label: msg('Learning rate η'), help: msg('at the first step') },
  { key: 'minLearningRate', label: msg('Minimum learning rate'), help: msg('at the last step') },
  {
    key: 'momentum',
    label: msg('Momentum'),
    help: msg('share of the previous step that SGD adds to the next'),
  },
  { key: 'images', label: msg('Training images'), help: msg('size of the training set') },
  {
    key: 'seed',
    label: msg('Seed'),
    help: msg('random seed of weights and batches; the same seed repeats the run'),
  },
];

/** Activation and cost function; the videos use the first. */
export const NETWORK_KIND_LABELS = {
  sigmoid: msg('σ, squared error'),
  relu: msg('ReLU, softmax, cross-entropy'),
} as const;

export const OPTIMIZER_LABELS = { sgd: msg('SGD'), adam: msg('Adam') } as const;

export const INIT_LABELS = {
  scaled: msg('scaled: 1/√ of the inputs'),
  standard: msg('variance 1, as in the videos'),
} as const;

/** `16, 16`, `16-16` or `16 16` → [16, 16]; NaN for other text, which the limits then reject. */
export const parseHiddenSizes = (text: string): number[] =>
  text
    .split(/[\s,·-]+/)
    .filter((part) => part !== '')
    .map(Number);
