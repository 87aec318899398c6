// Evaluation of a run: validation loss, the data set's measures, head patterns and completions.

import { completeGreedily } from '../../model/generation/generate.ts';
import type { TokenizerKind } from '../../model/tokenizers/tokenizer.ts';
import type { Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { headPatternsOnData } from '../attention/head-patterns/data-patterns.ts';
import type { Evaluation } from './evaluation.ts';

/** Enough for an answer and its full stop. */
const COMPLETION_TOKENS = { words: 8, 'words-and-bytes': 8, characters: 48, 'byte-pair': 16 };
/** Their completions end at a full stop. */
const SENTENCE_KINDS: ReadonlySet<TokenizerKind> = new Set(['words', 'words-and-bytes']);

export async function* evaluate(run: Run): Job<Evaluation> {
  const { dataset } = run.plan;
  const { tokenizer, prompts } = dataset;
  const step = run.step;
  const validationLoss = yield* run.validationLoss();
  const measures = yield* run.measures();
  const habits = await headPatternsOnData(run, measures);
  const encoded = prompts.map((prompt) => tokenizer.encode(prompt).ids);
  const added = yield* completeGreedily(run.decoder, encoded, {
    count: COMPLETION_TOKENS[tokenizer.kind],
    stop: (id) => SENTENCE_KINDS.has(tokenizer.kind) && tokenizer.vocabulary[id] === '.',
  });
  const completions = prompts.map((prompt, i) => ({
    prompt,
    text: tokenizer.decode([...encoded[i], ...added[i]]),
  }));
  return { step, validationLoss, measures, habits, completions };
}
