// Which words the views of embedding space begin with: pairs the series knows, if the model has read them.

/** Ids of tokens. */
export interface Words {
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
}

const ANALOGIES = [
  ['king', 'man', 'woman', 'queen'],
  ['Paris', 'France', 'Italy', 'Rome'],
];
const DIRECTIONS = [
  ['cat', 'cats'],
  ['France', 'Paris'],
];

/** The first group whose words are all known, as ids; else the first tokens there are. */
function known(groups: readonly string[][], vocabulary: readonly string[]): number[] {
  const ids = groups.map((group) => group.map((word) => vocabulary.indexOf(word)));
  return ids.find((group) => !group.includes(-1)) ?? groups[0].map((_, i) => i % vocabulary.length);
}

export function firstWords(vocabulary: readonly string[]): Words {
  const [a, b, c, expected] = known(ANALOGIES, vocabulary);
  const [from, to] = known(DIRECTIONS, vocabulary);
  return { word: a, likeness: 'cosine', a, b, c, expected, from, to };
}
