// A token after a prompt is read as that token.

import { expect, it } from 'vitest';
import { characterTokenizer } from '../../../src/model/tokenizers/characters.ts';
import { wordTokenizer } from '../../../src/model/tokenizers/words.ts';
import { wordAndByteTokenizer } from '../../../src/model/tokenizers/words-and-bytes.ts';
import { appendToken } from '../../../src/ui/format/append-token.ts';

const WORDS = ['a', 'bird', 'sings', '.'];

it.each([wordTokenizer(WORDS), wordAndByteTokenizer(WORDS), characterTokenizer([...' abdginrs'])])(
  'with the tokenizer of $kind',
  (tokenizer) => {
    for (const id of [0, 1, 2, 3]) {
      const prompts = ['', 'a bird'];
      for (const prompt of prompts) {
        const text = appendToken(prompt, tokenizer.vocabulary[id], tokenizer.kind);
        expect(tokenizer.encode(text).ids).toEqual([...tokenizer.encode(prompt).ids, id]);
      }
    }
  },
);
