// The word tokenizer: words and punctuation marks, case-sensitive.

import type { Tokenizer } from './tokenizer.ts';
import { vocabularyTokenizer } from './vocabulary-tokenizer.ts';
import { WHITE_SPACE } from './white-space.ts';

/** A line break, a word with inner apostrophes and hyphens (O'Neal, Abdul-Jabbar), or any other visible character. */
export const WORD_PATTERN = `\\n|[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_]*(?:['’-][\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_]*)*|[^${WHITE_SPACE}]`;
const WORD = new RegExp(WORD_PATTERN, 'gu');

/** Marks without a space before them, and marks without one after them. */
export const CLOSING: readonly string[] = ['.', ',', ';', ':', '!', '?', '…', ')', ']', '}', '\n'];
export const OPENING: readonly string[] = ['(', '[', '{', '\n'];

/** In Unicode normalization form C, so that an é of two code points matches the é of the vocabulary. */
export function splitWords(text: string): string[] {
  return text.normalize('NFC').match(WORD) ?? [];
}

/** Spaces between words, but none before closing and after opening marks. */
function joinWords(pieces: readonly string[]): string {
  let text = '';
  let previous = '\n';
  for (const piece of pieces) {
    text += OPENING.includes(previous) || CLOSING.includes(piece) ? piece : ` ${piece}`;
    previous = piece;
  }
  return text;
}

export function wordTokenizer(vocabulary: readonly string[]): Tokenizer {
  return vocabularyTokenizer({ kind: 'words', split: splitWords, join: joinWords }, vocabulary);
}
