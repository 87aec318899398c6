// The words shown by the views of embedding space: the visitor's choice, or defaults that the vocabulary contains.

/** Token ids. */
export interface SelectedWords {
  /** The word whose neighbours are shown. */
  readonly word: number;
  readonly likeness: 'cosine' | 'dot product';
  /** `a − b + c`, and the expected answer. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly expected: number;
  /** The ends of the direction. */
  readonly from: number;
  readonly to: number;
  /** The two words of the dot product. */
  readonly one: number;
  readonly other: number;
}

export type WordRole = {
  [Role in keyof SelectedWords]: SelectedWords[Role] extends number ? Role : never;
}[keyof SelectedWords];

/** Words as in the URL: by their text, since ids depend on the vocabulary. */
export type WordTexts = { readonly [Role in WordRole]?: string };

const WORDS = [['basketball'], ['king']];
const ANALOGIES = [
  ['king', 'man', 'woman', 'queen'],
  ['Paris', 'France', 'Italy', 'Rome'],
];
const DIRECTIONS = [
  ['cat', 'cats'],
  ['France', 'Paris'],
];

/** Ids of the first group whose words are all in the vocabulary; else the first tokens. */
function firstKnownGroup(groups: readonly string[][], vocabulary: readonly string[]): number[] {
  const ids = groups.map((group) => group.map((word) => vocabulary.indexOf(word)));
  return ids.find((group) => !group.includes(-1)) ?? groups[0].map((_, i) => i % vocabulary.length);
}

/** Words that are not in the vocabulary, such as those of another model, are replaced by the defaults. */
export function selectWords(
  vocabulary: readonly string[],
  { likeness = 'cosine', ...chosen }: WordTexts & { readonly likeness?: SelectedWords['likeness'] },
): SelectedWords {
  const [word] = firstKnownGroup(WORDS, vocabulary);
  const [a, b, c, expected] = firstKnownGroup(ANALOGIES, vocabulary);
  const [from, to] = firstKnownGroup(DIRECTIONS, vocabulary);
  const defaults = { word, a, b, c, expected, from, to, one: a, other: expected };
  const selected = (Object.keys(defaults) as WordRole[]).flatMap((role) => {
    const id = vocabulary.indexOf(chosen[role] ?? '');
    return id < 0 ? [] : [[role, id] as const];
  });
  return { ...defaults, ...Object.fromEntries(selected), likeness };
}
