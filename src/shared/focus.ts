// The focus of a query: layer, head, token and neuron that its parts refer to by name, so that one request both finds and reads them.

/** What a query is about, by what it does in the model; what is selected comes first. */
export interface FocusRequest {
  /** The head that follows a pattern of the data set's measures most, or that looks most from `word` to these words. */
  readonly role?: string | readonly string[];
  /** The token by its text: its last occurrence; the last token by default. */
  readonly word?: string;
  /** The MLP that adds most to the prediction, and its neuron that does. */
  readonly answer?: boolean;
  /** A layer that is selected leaves nothing to be found but the token. */
  readonly selected?: Partial<Pick<Place, 'layer' | 'head' | 'token'>>;
}

/** Where the focus is. Indices count from 0, and exist in the model and the prompt. */
export interface Place {
  readonly layer: number;
  readonly head: number;
  readonly token: number;
  /** The answer's, at the last token alone. */
  readonly neuron?: number;
}

/** An index in the request of a lens that the focus gives; without a neuron its key is left out. */
export interface FocusIndex {
  readonly focus: keyof Place | 'id';
}

/** `id` is that of the token. */
export const FOCUS = {
  layer: { focus: 'layer' },
  head: { focus: 'head' },
  token: { focus: 'token' },
  neuron: { focus: 'neuron' },
  id: { focus: 'id' },
} as const satisfies Record<string, FocusIndex>;

/** A request whose indices may be the focus's, and whose names of activations may be those of its layer: `blocks.focus.mlp.hook_post`. */
export type AtFocus<T> = T extends number
  ? T | FocusIndex
  : T extends `blocks.${number}.${infer Name}`
    ? T | `blocks.focus.${Name}`
    : T extends object
      ? { [Key in keyof T]: AtFocus<T[Key]> }
      : T;
