// Taking stock of a run: held-out loss, the data set's measures, what every head does, and its prompts completed anew.

import { completeAll } from '../model/generate.ts';
import type { Run } from '../model/run.ts';
import { habitsOnData } from './attention-lenses.ts';
import type { Evaluation } from './lab-api.ts';

/** Long enough for an answer and the full stop behind it. */
const COMPLETION_TOKENS = { words: 8, characters: 48, 'byte-pair': 16 };

export async function evaluate(run: Run): Promise<Evaluation> {
  const { dataset } = run.plan;
  const { tokenizer, prompts } = dataset;
  const step = run.step;
  const validationLoss = await run.validationLoss();
  const measures = await run.measures();
  const habits = await habitsOnData(run, measures);
  const encoded = prompts.map((prompt) => tokenizer.encode(prompt).ids);
  const added = await completeAll(run.decoder, encoded, {
    count: COMPLETION_TOKENS[tokenizer.kind],
    stop: (id) => tokenizer.kind === 'words' && tokenizer.vocabulary[id] === '.',
  });
  const completions = prompts.map((prompt, i) => ({
    prompt,
    text: tokenizer.decode([...encoded[i], ...added[i]]),
  }));
  return { step, validationLoss, measures, habits, completions };
}
