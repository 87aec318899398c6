// The data set of a model opened without data: a tokenizer and example prompts.

import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import type { Dataset } from './dataset.ts';

/** Error of every operation that requires training data. */
export const NO_DATASET =
  'This model was opened from files without a data set, which this operation requires; use a prompt of your own instead.';

/** Examples from the videos, and the indirect-object sentence of Wang et al. 2022. */
const PROMPTS = [
  'Michael Jordan plays the sport of',
  'The Eiffel Tower is in the city of',
  'When Mary and John went to the store, John gave a drink to',
];

/** Tokens of a prompt for a vocabulary without those words. */
const PROMPT_TOKENS = 6;
/** Tokens tried for it. */
const MAX_TRIED = 512;

const canRead = (tokenizer: Tokenizer, text: string): boolean => {
  const { ids, unknown } = tokenizer.encode(text);
  return ids.length > 0 && unknown.length === 0;
};

/** For a vocabulary without those words: some of its tokens, of those that it reads alone. None where it reads none of them. */
function tokenPrompts(tokenizer: Tokenizer): string[] {
  const { length } = tokenizer.vocabulary;
  for (let tried = PROMPT_TOKENS; tried <= MAX_TRIED; tried *= 2) {
    const ids = Array.from({ length: tried }, (_, i) => Math.floor(((i + 0.5) / tried) * length));
    const known = ids.filter((id) => canRead(tokenizer, tokenizer.decode([id])));
    const prompt = tokenizer.decode(known.slice(0, PROMPT_TOKENS));
    if (canRead(tokenizer, prompt)) return [prompt];
  }
  return [];
}

export function promptOnlyDataset(name: string, tokenizer: Tokenizer): Dataset {
  const prompts = PROMPTS.filter((prompt) => canRead(tokenizer, prompt));
  return {
    name,
    description: 'A model opened from files, for inspection only: there is no data to train it on.',
    tokenizer,
    statistics: [],
    prompts: prompts.length > 0 ? prompts : tokenPrompts(tokenizer),
    measures: [],
    isPromptOnly: true,
    batch() {
      throw new Error(NO_DATASET);
    },
  };
}
