// Results of an evaluation. Run histories contain them, so their keys are stored data.

import type { MeasureValue } from '../../model/inspection/measures.ts';
import type { HeadPatternResult } from '../attention/head-patterns/data-patterns.ts';
import type { DigitScore } from '../digits/test-digits.ts';

export type { MeasureValue } from '../../model/inspection/measures.ts';

/** At regular steps, at a pause and at the end of training. */
export interface Evaluation {
  step: number;
  validationLoss: number;
  /** The data set's own measures. */
  measures: MeasureValue[];
  /** Head patterns on the data. */
  habits: HeadPatternResult[];
  /** Greedy completions of the data set's prompts. */
  completions: { prompt: string; text: string }[];
}

/** Of the digit network. */
export interface DigitEvaluation {
  step: number;
  /** Over the loaded test images: 1,000, or all 10,000. */
  test: DigitScore;
  /** Over the first 1,000 training images, by the run's own labels. */
  train: DigitScore;
}
