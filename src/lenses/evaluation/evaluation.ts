// What taking stock of a model finds.

import type { HeadPatternResult } from '../lens-api.ts';

/** A value of the data set's own measure at one step. */
export interface MeasureValue {
  name: string;
  description: string;
  /** Share between 0 and 1. */
  value: number;
  /** The same on what was never trained on, where the measure tells the two apart. */
  heldOut?: number;
  /** What pure chance would give. */
  chance?: number;
  /** How many questions were asked. */
  count: number;
  /** [layer][head]: each head's own value, where the measure is of the best head's attention. */
  heads?: number[][];
}

/** Taken every so many steps, at pause and at the end. */
export interface Evaluation {
  step: number;
  validationLoss: number;
  measures: MeasureValue[];
  /** What every head does by then. */
  habits: HeadPatternResult[];
  /** The data set's prompts, completed by the weights of this step (greedy). */
  completions: { prompt: string; text: string }[];
}
