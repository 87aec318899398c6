// Evaluation of a run: validation loss, the data set's measures, head patterns and completions.

import { completeGreedily } from '../../model/generation/generate.ts';
import type { Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { TOKENIZERS } from '../../shared/settings/tokenizers.ts';
import { headPatternsOnData } from '../attention/head-patterns.ts';
import type { Evaluation } from './evaluation.ts';

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
