// Words and punctuation marks as tokens; upper and lower case are kept apart, since names are not common words.

import type { Tokenizer } from './tokenizer.ts';
import { vocabularyTokenizer } from './vocabulary-tokenizer.ts';

/** A line break, or a word with its inner apostrophes and hyphens (O'Neal, Abdul-Jabbar), or any other visible sign. */
const PIECE = /\n|[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*(?:['’-][\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*)*|\S/gu;

const CLOSING = new Set(['.', ',', ';', ':', '!', '?', '…', ')', ']', '}', '\n']);
const OPENING = new Set(['(', '[', '{', '\n']);

/** Accents are composed first, so that an é typed as two signs is the é of the vocabulary. */
export function splitWords(text: string): string[] {
  return text.normalize('NFC').match(PIECE) ?? [];
}

/** Spaces between words, none before closing and after opening marks. */
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
