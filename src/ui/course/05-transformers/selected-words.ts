// Which words the views of embedding space look at: those the visitor chose, else pairs the series knows.

/** Ids of tokens. */
export interface SelectedWords {
  /** Whose neighbours are shown. */
  readonly word: number;
  readonly likeness: 'cosine' | 'dot product';
  /** `a − b + c`, and what is hoped for. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly expected: number;
  /** The ends of the direction. */
  readonly from: number;
  readonly to: number;
  /** Two words whose dot product is taken apart. */
  readonly one: number;
  readonly other: number;
}

export type WordRole = {
  [Role in keyof SelectedWords]: SelectedWords[Role] extends number ? Role : never;
}[keyof SelectedWords];

/** Words as they stand in the address: by their text, since ids belong to one vocabulary. */
export type WordTexts = { readonly [Role in WordRole]?: string };

const ANALOGIES = [
  ['king', 'man', 'woman', 'queen'],
  ['Paris', 'France', 'Italy', 'Rome'],
];
const DIRECTIONS = [
  ['cat', 'cats'],
  ['France', 'Paris'],
];

/** The first group whose words are all known, as ids; else the first tokens there are. */
function firstKnownGroup(groups: readonly string[][], vocabulary: readonly string[]): number[] {
  const ids = groups.map((group) => group.map((word) => vocabulary.indexOf(word)));
  return ids.find((group) => !group.includes(-1)) ?? groups[0].map((_, i) => i % vocabulary.length);
}

/** A word that was chosen but is not in the vocabulary, of another model, say, gives way to the usual one. */
export function selectWords(
  vocabulary: readonly string[],
  chosen: WordTexts,
  likeness: SelectedWords['likeness'] = 'cosine',
): SelectedWords {
  const [a, b, c, expected] = firstKnownGroup(ANALOGIES, vocabulary);
  const [from, to] = firstKnownGroup(DIRECTIONS, vocabulary);
  const defaults = { word: a, a, b, c, expected, from, to, one: a, other: expected };
  const selected = Object.entries(chosen).flatMap(([role, word]) => {
    const id = vocabulary.indexOf(word);
    return id < 0 ? [] : [[role, id] as const];
  });
  return { ...defaults, ...Object.fromEntries(selected), likeness };
}
