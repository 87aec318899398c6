// How the two networks train that are compared at the moments of mini-batches. The map shows the one with mini-batches.

import type { DigitTraining } from '../../../workers/rpc/api/lab-api.ts';
import { MOMENT_TRAINING } from '../digit-stage/moment-training.ts';

/** Number of training images of both networks, and the size of the full batch. */
export const IMAGES = 1000;
export const MINI_BATCH = 100;
/** Mini-batch steps for one step of the full batch: both then use the same number of images. */
export const MINI_STEPS_PER_FULL_STEP = IMAGES / MINI_BATCH;
/** Number of steps of the full batch. */
export const FULL_STEPS = 25;

const RATES = { learningRate: 2, minLearningRate: 2 };

export const MINI_BATCH_TRAINING: DigitTraining = {
  ...{ ...MOMENT_TRAINING, ...RATES, images: IMAGES, seed: 0 },
  ...{ B: MINI_BATCH, steps: FULL_STEPS * MINI_STEPS_PER_FULL_STEP },
};

export const FULL_BATCH_TRAINING: DigitTraining = { ...MINI_BATCH_TRAINING, B: IMAGES, steps: FULL_STEPS };
