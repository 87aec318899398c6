// Evaluation of a run: validation loss, the data set's measures, head patterns and completions. Run histories contain its results, so
// their keys are stored data.

import { completeGreedily } from '../../model/generation/generate.ts';
import type { MeasureValue } from '../../model/inspection/measures.ts';
import type { Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { TOKENIZERS } from '../../shared/settings/tokenizers.ts';
import { type HeadPatternResult, headPatternsOnData } from '../attention/head-patterns.ts';

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

export async function* evaluate(run: Run): Job<Evaluation> {
  const { dataset } = run.plan;
  const { tokenizer, prompts } = dataset;
  const step = run.step;
  const validationLoss = yield* run.validationLoss();
  const measures = yield* run.measures();
  const habits = await headPatternsOnData(run, measures);
  const { lengths, hasFullStop } = TOKENIZERS[tokenizer.kind];
  const encoded = prompts.map((prompt) => tokenizer.encode(prompt).ids);
  const added = yield* completeGreedily(run.decoder, encoded, {
    count: lengths.completion,
    stop: (id) => hasFullStop && tokenizer.vocabulary[id] === '.',
  });
  const completions = prompts.map((prompt, i) => ({
    prompt,
    text: tokenizer.decode([...encoded[i], ...added[i]]),
  }));
  return { step, validationLoss, measures, habits, completions };
}
