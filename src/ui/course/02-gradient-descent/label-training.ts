// How the two networks train whose labels are compared. The map of that moment shows the one with correct labels.

import type { DigitTraining } from '../../../workers/rpc/api/lab-api.ts';
import { MOMENT_TRAINING } from '../digit-stage/moment-training.ts';

/** So few images that a network memorises them even with shuffled labels. */
export const CORRECT_LABELS: DigitTraining = {
  ...{ ...MOMENT_TRAINING, images: 500, B: 50, steps: 3000, seed: 0 },
  ...{ optimizer: 'adam', learningRate: 0.01, minLearningRate: 0.01 },
};

export const SHUFFLED_LABELS: DigitTraining = { ...CORRECT_LABELS, shuffledLabels: true };
