// The interface of all tokenizers: text to ids and back, with serializable state.

import type { TokenizerKind } from '../../shared/settings/tokenizers.ts';

/** The tokenizers that a vocabulary determines. */
export type VocabularyTokenizerKind = Exclude<TokenizerKind, 'byte-pair'>;

/** Serializable state of a tokenizer, for the metadata of a model file. */
export type TokenizerState =
  | { kind: VocabularyTokenizerKind; vocabulary: string[] }
  | { kind: 'byte-pair'; alphabet: number[]; merges: [number, number][] };

export interface Encoding {
  ids: number[];
  /** Display text of each token; `pieces[i]` belongs to `ids[i]`. */
  pieces: string[];
  /** Parts of the text that are not in the vocabulary, in order of appearance, for a warning to the user. */
  unknown: string[];
  /** Words outside the vocabulary that were read as bytes, in order of appearance. */
  spelled?: string[];
}

export interface Tokenizer {
  readonly kind: TokenizerKind;
  readonly vocabulary: readonly string[];
  encode(text: string): Encoding;
  decode(ids: ArrayLike<number>): string;
  /** The inverse of `restoreTokenizer`. */
  state(): TokenizerState;
}
