// Evaluation of the digit network: accuracy and cost on test and training images.

import type { Job } from '../../shared/job.ts';
import type { Mnist } from '../data/mnist/mnist.ts';
import type { DigitRun } from './digit-run.ts';
import { type DigitScore, type DigitTestOptions, testDigits } from './test-digits.ts';

/** Run histories contain it: its keys are stored data. */
export interface DigitEvaluation {
  step: number;
  /** Over the loaded test images: 1,000, or all 10,000. */
  test: DigitScore;
  /** Over the first 1,000 training images, by the run's own labels. */
  train: DigitScore;
}

/** The test split is evaluated as far as it is loaded. */
const MAX_TRAIN_IMAGES = 1000;

export async function* evaluateDigits(run: DigitRun, mnist: Mnist): Job<DigitEvaluation> {
  const step = run.step;
  const score = async function* (request: DigitTestOptions): Job<DigitScore> {
    const { accuracy, cost, count } = yield* testDigits(run.inspector, mnist, request);
    return { accuracy, cost, count };
  };
  const count = Math.min(MAX_TRAIN_IMAGES, run.plan.training.images);
  return {
    step,
    test: yield* score({ split: 'test', count: mnist.count('test') }),
    train: yield* score({ split: 'train', count, labels: (indices) => run.labels(indices) }),
  };
}
