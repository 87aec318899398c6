// Every character is a token: nothing to learn about cutting, everything about spelling.

import type { Tokenizer } from './tokenizer.ts';
import { tokenizerOf } from './vocabulary.ts';

/** Unicode code points, so that an emoji outside the basic plane is one token, not two halves. */
export function cutCharacters(text: string): string[] {
  return Array.from(text);
}

export function characterTokenizer(vocabulary: readonly string[]): Tokenizer {
  return tokenizerOf(
    { kind: 'characters', cut: cutCharacters, join: (pieces) => pieces.join('') },
    vocabulary,
  );
}
