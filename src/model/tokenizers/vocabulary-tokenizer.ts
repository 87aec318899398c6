// What the tokenizers by words and by characters share: a list of pieces, looked up both ways.

import { truncate } from '../../shared/validation.ts';
import type { Tokenizer } from './tokenizer.ts';

export interface PieceSplitter {
  kind: 'words' | 'characters';
  /** Cuts any text into pieces, known or not. */
  split(text: string): string[];
  /** Puts pieces back together, so that cutting the result gives the same pieces. */
  join(pieces: string[]): string;
}

const quotePiece = (piece: string) => truncate(JSON.stringify(piece), 80);

/** Throws a sentence if the vocabulary could not be told apart or never be found in a text. */
export function vocabularyTokenizer(
  { kind, split, join }: PieceSplitter,
  vocabulary: readonly string[],
): Tokenizer {
  if (vocabulary.length === 0)
    throw new Error(`${kind} tokenizer: the vocabulary is empty; it needs at least one piece`);
  // A Map, since pieces come from texts and files, where `__proto__` or `constructor` are words like any other.
  const idOf = new Map<string, number>();
  for (const [id, piece] of vocabulary.entries()) {
    const pieces = split(piece);
    // Half a surrogate pair is no text: next to the other half it would become one character.
    if (pieces.length !== 1 || pieces[0] !== piece || /\p{Surrogate}/u.test(piece)) {
      throw new Error(
        `${kind} tokenizer: vocabulary entry ${id}, ${quotePiece(piece)}, is not one piece of text`,
      );
    }
    if (idOf.has(piece)) {
      throw new Error(
        `${kind} tokenizer: ${quotePiece(piece)} is in the vocabulary twice, as ${idOf.get(piece)} and ${id}`,
      );
    }
    idOf.set(piece, id);
  }

  return {
    kind,
    vocabulary,
    encode(text) {
      const ids: number[] = [];
      const pieces: string[] = [];
      const unknown: string[] = [];
      for (const piece of split(text)) {
        const id = idOf.get(piece);
        if (id === undefined) unknown.push(piece);
        else {
          ids.push(id);
          pieces.push(piece);
        }
      }
      return { ids, pieces, unknown };
    },
    decode(ids) {
      return join(
        Array.from(ids, (id) => {
          const piece = vocabulary[id];
          if (piece === undefined) {
            throw new Error(
              `${kind} tokenizer: there is no id ${id}; ids go from 0 to ${vocabulary.length - 1}`,
            );
          }
          return piece;
        }),
      );
    },
    state: () => ({ kind, vocabulary: [...vocabulary] }),
  };
}
