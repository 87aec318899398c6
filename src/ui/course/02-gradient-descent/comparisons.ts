// The runs that this chapter trains for comparison, and the explanations of their curves.

import { msg } from '@lit/localize';
import { tickOf } from '../../format/numbers.ts';
import type { Comparison } from '../../state/digits/compare-runs.ts';
import type { ComparedRun } from '../../types/digits.ts';
import { CORRECT_LABELS, SHUFFLED_LABELS } from './label-training.ts';

export interface ComparisonPanel extends Comparison {
  readonly heading: string;
  readonly explanation: string;
  readonly evaluatedSplit: 'train' | 'test';
}

const constantLearningRate = (learningRate: number) => ({ learningRate, minLearningRate: learningRate });
/** Number of images that load first, before the rest. */
const FIRST_IMAGES = 5000;

export const COMPARISONS = {
  rates: {
    heading: msg(
      'Learning rate too small, suitable and too large: three networks from the same random weights',
    ),
    explanation: msg(
      'η is the learning rate, the factor of the negative gradient. If it is too small, the network hardly changes. If it is too large, the cost oscillates or the neurons saturate: there the gradient is nearly zero and training stalls.',
    ),
    evaluatedSplit: 'test',
    from: 'fresh',
    steps: 600,
    every: 50,
    runs: [0.02, 2, 100].map((learningRate) => ({
      name: `η = ${tickOf(learningRate)}`,
      training: {
        images: FIRST_IMAGES,
        optimizer: 'sgd',
        momentum: 0,
        ...constantLearningRate(learningRate),
      },
    })),
  },
  labels: {
    heading: msg('Correct labels and randomly shuffled labels'),
    explanation: msg(
      'Both networks learn the same 500 images, one with shuffled labels. That one can only memorise single images, which is slow. With correct labels the cost falls at once. On new images the network with shuffled labels is no better than chance.',
    ),
    evaluatedSplit: 'train',
    from: 'fresh',
    steps: CORRECT_LABELS.steps,
    every: 150,
    runs: [
      { name: msg('correct labels'), training: CORRECT_LABELS },
      { name: msg('shuffled labels'), training: SHUFFLED_LABELS },
    ],
  },
} as const satisfies Readonly<Record<string, ComparisonPanel>>;

export type ComparisonName = keyof typeof COMPARISONS;

/** What `npm run build:comparisons` recorded of each. */
export const RECORDED: Readonly<Record<ComparisonName, () => Promise<readonly ComparedRun[]>>> = {
  rates: async () => (await import('./recorded/rates.json')).default,
  labels: async () => (await import('./recorded/labels.json')).default,
};
