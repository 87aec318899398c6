// A text split into words and into characters, whatever the model's own tokenizer is.

import { splitCharacters } from '../../../model/tokenizers/characters.ts';
import { splitWords } from '../../../model/tokenizers/words.ts';
import { defineLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';

export const tokenizationsLens = defineLens({
  name: 'tokenizations',
  aliases: ['cuts'],
  request: v.TEXT_REQUEST,
  async compute(_, { text }): Promise<{ words: string[]; characters: string[] }> {
    return { words: splitWords(text), characters: splitCharacters(text) };
  },
});
