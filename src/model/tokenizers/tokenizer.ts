// What every tokenizer of the lab can do: text to ids and back, and to JSON and back for model files.

export const TOKENIZER_KINDS = ['words', 'characters', 'byte-pair'] as const;
export type TokenizerKind = (typeof TOKENIZER_KINDS)[number];

/** Plain data from which the same tokenizer can be built again; stored in a model file's metadata. */
export type TokenizerState =
  | { kind: 'words' | 'characters'; vocabulary: string[] }
  | { kind: 'byte-pair'; alphabet: number[]; merges: [number, number][] };

export interface Encoding {
  ids: number[];
  /** The text of each id, as shown on screen; `pieces[i]` belongs to `ids[i]`. */
  pieces: string[];
  /** Pieces of the text the vocabulary does not hold, in order of appearance: named to the user, never dropped in silence. */
  unknown: string[];
}

export interface Tokenizer {
  readonly kind: TokenizerKind;
  readonly vocabulary: readonly string[];
  encode(text: string): Encoding;
  decode(ids: ArrayLike<number>): string;
  state(): TokenizerState;
}
