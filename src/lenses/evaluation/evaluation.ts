// Results of an evaluation. Run histories contain them, so their keys are stored data.

import type { MeasureValue } from '../../model/inspection/measures.ts';
import type { HeadPatternResult } from '../attention/head-patterns.ts';

export type { MeasureValue } from '../../model/inspection/measures.ts';

/** A measure as the list of bundled models has it. */
export function toMeasureSummary(measure: MeasureValue) {
  const { name, value, heldOut, chance, heldOutChance, rule, positional, count } = measure;
  return { name, value, heldOut, chance, heldOutChance, rule, positional, count };
}

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
