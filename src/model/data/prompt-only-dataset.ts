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

/** For a vocabulary without those words: six of its tokens. */
function tokenPrompt({ vocabulary, decode }: Tokenizer): string {
  return decode(Array.from({ length: 6 }, (_, i) => Math.floor(((i + 0.5) / 6) * vocabulary.length)));
}

export function promptOnlyDataset(name: string, tokenizer: Tokenizer): Dataset {
  const prompts = PROMPTS.filter((prompt) => tokenizer.encode(prompt).unknown.length === 0);
  return {
    name,
    description: 'A model opened from files, for inspection only: there is no data to train it on.',
    tokenizer,
    statistics: [],
    prompts: prompts.length > 0 ? prompts : [tokenPrompt(tokenizer)],
    measures: [],
    isPromptOnly: true,
    batch() {
      throw new Error(NO_DATASET);
    },
  };
}
