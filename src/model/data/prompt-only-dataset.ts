// What stands in the place of a data set for a model that came without one: its tokenizer, and prompts to try.

import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import type { Dataset } from './dataset.ts';

/** Told wherever rows of the data would be needed. */
export const NO_DATASET =
  'This model was opened from files of its own and brought no data set, and this needs one; ask about a prompt of yours instead.';

/** The videos' own examples, and the sentence that heads were first taken apart with (Wang et al. 2022). */
const PROMPTS = [
  'Michael Jordan plays the sport of',
  'The Eiffel Tower is in the city of',
  'When Mary and John went to the store, John gave a drink to',
];

export function promptOnlyDataset(name: string, tokenizer: Tokenizer): Dataset {
  return {
    name,
    description: 'A model opened from files: one can look into it, and there is no data here to train it on.',
    tokenizer,
    statistics: [],
    prompts: PROMPTS.filter((prompt) => tokenizer.encode(prompt).unknown.length === 0),
    measures: [],
    isPromptOnly: true,
    batch() {
      throw new Error(NO_DATASET);
    },
  };
}
