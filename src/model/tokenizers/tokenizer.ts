// What every tokenizer of the lab can do: text to ids and back, and to JSON and back for model files.

/** Plain data from which the same tokenizer can be built again; stored in a model file's metadata. */
export interface TokenizerState {
  kind: 'words' | 'characters';
  vocabulary: string[];
}

export interface Encoding {
  ids: number[];
  /** The text of each id, as shown on screen; `pieces[i]` belongs to `ids[i]`. */
  pieces: string[];
  /** Pieces of the text the vocabulary does not hold, in order of appearance: named to the user, never dropped in silence. */
  unknown: string[];
}

export interface Tokenizer {
  readonly kind: TokenizerState['kind'];
  readonly vocabulary: readonly string[];
  encode(text: string): Encoding;
  decode(ids: ArrayLike<number>): string;
  state(): TokenizerState;
}
