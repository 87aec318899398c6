// The character tokenizer.

import type { Tokenizer } from './tokenizer.ts';
import { vocabularyTokenizer } from './vocabulary-tokenizer.ts';

/** Unicode code points, so that an emoji is one token and not two surrogates. */
export function splitCharacters(text: string): string[] {
  return Array.from(text);
}

export function characterTokenizer(vocabulary: readonly string[]): Tokenizer {
  return vocabularyTokenizer(
    { kind: 'characters', split: splitCharacters, join: (pieces) => pieces.join('') },
    vocabulary,
  );
}
