// The networks that this chapter trains side by side, and what to see in their curves.

import type { Comparison } from '../../state/digits/compare-runs.ts';

export interface ComparisonPanel extends Comparison {
  readonly heading: string;
  readonly explanation: string;
  readonly evaluatedSplit: 'train' | 'test';
}

const constantLearningRate = (learningRate: number) => ({ learningRate, minLearningRate: learningRate });
/** So many images come first, without waiting for the rest. */
const FIRST_IMAGES = 5000;
const OVERFITTING_SETTINGS = {
  images: 500,
  B: 50,
  optimizer: 'adam',
  ...constantLearningRate(0.01),
} as const;

export const COMPARISONS = {
  rates: {
    heading: 'Steps too small, about right, too large: three networks from the same random weights',
    explanation:
      'η is the learning rate, what the negative gradient is multiplied by. Too small, and the network hardly moves; too large, and it jumps about, or far off to where neurons are saturated and the ground is flat: from there no slope leads back.',
    evaluatedSplit: 'test',
    from: 'fresh',
    steps: 600,
    every: 50,
    runs: [0.02, 2, 100].map((learningRate) => ({
      name: `η = ${learningRate}`,
      training: {
        images: FIRST_IMAGES,
        optimizer: 'sgd',
        momentum: 0,
        ...constantLearningRate(learningRate),
      },
    })),
  },
  labels: {
    heading: 'True labels, and the same labels dealt out at random',
    explanation:
      'Both learn the same 500 images; one is told nonsense about them. It can only learn by heart, image by image, and does so slowly; where there is something to understand, the cost falls at once. Of new images the second knows no more than a guess.',
    evaluatedSplit: 'train',
    from: 'fresh',
    steps: 3000,
    every: 150,
    runs: [
      { name: 'true labels', training: OVERFITTING_SETTINGS },
      { name: 'shuffled labels', training: { ...OVERFITTING_SETTINGS, shuffledLabels: true } },
    ],
  },
} as const satisfies Readonly<Record<string, ComparisonPanel>>;

export type ComparisonName = keyof typeof COMPARISONS;
