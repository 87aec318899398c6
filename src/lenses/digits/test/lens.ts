// Accuracy, cost, confusion matrix and misclassified images of a split, as far as it is loaded.

import { TEST_IMAGES } from '../../../model/data/mnist/mnist.ts';
import { DIGIT_COUNT } from '../../../model/digits/digit-settings.ts';
import { runToCompletion } from '../../../shared/job.ts';
import { integerBetween, strictObject } from '../../../shared/validation.ts';
import type { Tensor } from '../../shared/results.ts';
import { anyTrainingImage, defineDigitLens } from '../define-digit-lens.ts';
import { SPLIT } from '../digit-input.ts';
import { createTensor } from '../digit-results.ts';
import { type DigitScore, testDigits, type WrongDigit } from '../test-digits.ts';

export type { DigitScore } from '../test-digits.ts';

export interface DigitTest extends DigitScore {
  step: number;
  /** [10, 10]: row the label, column the prediction; counts. */
  confusion: Tensor;
  /** Highest output first, at most `mostWrong`. */
  wrong: WrongDigit[];
}

export const digitTestLens = defineDigitLens({
  name: 'test',
  request: strictObject({ split: SPLIT, mostWrong: integerBetween(0, TEST_IMAGES) }),
  images: anyTrainingImage,
  async compute({ run: currentRun, mnist }, { split, mostWrong }): Promise<DigitTest> {
    const run = currentRun();
    const options = { split, count: mnist.count(split) };
    const { confusion, wrong, ...score } = await runToCompletion(testDigits(run.inspector, mnist, options));
    return {
      step: run.step,
      ...score,
      confusion: createTensor([DIGIT_COUNT, DIGIT_COUNT], confusion),
      wrong: [...wrong].sort((a, b) => b.output - a.output).slice(0, mostWrong),
    };
  },
});
