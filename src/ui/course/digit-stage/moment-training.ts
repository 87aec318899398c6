// How the networks of moments learn.

import type { DigitKind, DigitTraining } from '../../../workers/rpc/api/lab-api.ts';

/**
 * Chosen so that the cost of the shown image falls and its answer ends right, with the images that load first. With batches of 100 it
 * learns as much, but the cost of a single image rises more in between.
 */
export const MOMENT_TRAINING: DigitTraining = {
  ...{ images: 5000, shuffledLabels: false, B: 200, steps: 600, seed: 9, start: 'scaled' },
  ...{ optimizer: 'sgd', momentum: 0, learningRate: 3, minLearningRate: 0.05 },
};

/** Rates that suit sigmoids do not suit a network of another kind: it learns with the rates of the visitor's, which it is like. */
export function trainingOf(kind: DigitKind, training = MOMENT_TRAINING): Partial<DigitTraining> {
  const { images, steps, seed } = training;
  return kind === 'sigmoid' ? training : { images, steps, seed };
}
