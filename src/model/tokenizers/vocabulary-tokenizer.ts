// Tokenizers with a fixed vocabulary: the common part of the word and the character tokenizer.

import { truncate } from '../../shared/truncate.ts';
import type { Tokenizer, VocabularyTokenizerKind } from './tokenizer.ts';

export interface PieceSplitter {
  kind: VocabularyTokenizerKind;
  /** Splits any text into pieces, in the vocabulary or not. */
  split(text: string): string[];
  /** Joins pieces, so that splitting the result gives the same pieces. */
  join(pieces: string[]): string;
}

const quotePiece = (piece: string) => truncate(JSON.stringify(piece), 80);

/** Throws if the vocabulary is empty, or an entry is a duplicate or not a single piece. */
export function vocabularyTokenizer(
  { kind, split, join }: PieceSplitter,
  vocabulary: readonly string[],
): Tokenizer {
  if (vocabulary.length === 0)
    throw new Error(`${kind} tokenizer: the vocabulary is empty; it needs at least one piece`);
  // A Map, since untrusted pieces can be `__proto__` or `constructor`.
  const idOf = new Map<string, number>();
  for (const [id, piece] of vocabulary.entries()) {
    const pieces = split(piece);
    // Two adjacent lone surrogates would decode as one character.
    if (pieces.length !== 1 || pieces[0] !== piece || /\p{Surrogate}/u.test(piece)) {
      throw new Error(
        `${kind} tokenizer: vocabulary entry ${id}, ${quotePiece(piece)}, is not one piece of text`,
      );
    }
    if (idOf.has(piece)) {
      throw new Error(
        `${kind} tokenizer: the vocabulary contains ${quotePiece(piece)} twice, as ${idOf.get(piece)} and ${id}`,
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
              `${kind} tokenizer: the id ${id} is out of range; ids are 0 to ${vocabulary.length - 1}`,
            );
          }
          return piece;
        }),
      );
    },
    state: () => ({ kind, vocabulary: [...vocabulary] }),
  };
}
