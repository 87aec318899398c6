// Every character is a token: nothing to learn about cutting, everything about spelling.

import type { Tokenizer } from './tokenizer.ts';
import { vocabularyTokenizer } from './vocabulary-tokenizer.ts';

/** Unicode code points, so that an emoji outside the basic plane is one token, not two halves. */
export function splitCharacters(text: string): string[] {
  return Array.from(text);
}

export function characterTokenizer(vocabulary: readonly string[]): Tokenizer {
  return vocabularyTokenizer(
    { kind: 'characters', split: splitCharacters, join: (pieces) => pieces.join('') },
    vocabulary,
  );
}
