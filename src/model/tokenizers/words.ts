// The word tokenizer: words and punctuation marks, case-sensitive.

import type { Tokenizer } from './tokenizer.ts';
import { vocabularyTokenizer } from './vocabulary-tokenizer.ts';

/** A line break, a word with inner apostrophes and hyphens (O'Neal, Abdul-Jabbar), or any other visible character. */
const PIECE = /\n|[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*(?:['’-][\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*)*|\S/gu;

const CLOSING = new Set(['.', ',', ';', ':', '!', '?', '…', ')', ']', '}', '\n']);
const OPENING = new Set(['(', '[', '{', '\n']);

/** In Unicode normalization form C, so that an é of two code points matches the é of the vocabulary. */
export function splitWords(text: string): string[] {
  return text.normalize('NFC').match(PIECE) ?? [];
}

/** Spaces between words, but none before closing and after opening marks. */
function joinWords(pieces: readonly string[]): string {
  let text = '';
  let previous = '\n';
  for (const piece of pieces) {
    text += OPENING.has(previous) || CLOSING.has(piece) ? piece : ` ${piece}`;
    previous = piece;
  }
  return text;
}

export function wordTokenizer(vocabulary: readonly string[]): Tokenizer {
  return vocabularyTokenizer({ kind: 'words', split: splitWords, join: joinWords }, vocabulary);
}
