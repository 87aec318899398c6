// The words of `a − b + c`: those of the video if the vocabulary contains them, else a relation of the data set.

/** Token ids; `expected` is the expected answer, if any. */
export interface VectorOperands {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly expected?: number;
}

/** The video's words, then others of the same kind. */
const CANDIDATES: readonly (readonly [string, string, string, string])[] = [
  ['woman', 'man', 'uncle', 'aunt'],
  ['woman', 'man', 'king', 'queen'],
  ['Paris', 'France', 'Germany', 'Berlin'],
];

/** Those whose words the vocabulary contains. */
export const knownOperands = (vocabulary: readonly string[]): Required<VectorOperands>[] =>
  CANDIDATES.flatMap((words) => {
    const [a, b, c, expected] = words.map((word) => vocabulary.indexOf(word));
    return Math.min(a, b, c, expected) >= 0 ? [{ a, b, c, expected }] : [];
  });

/** Undefined if the vocabulary is too small. */
export const defaultOperands = (vocabulary: readonly string[]): VectorOperands | undefined =>
  knownOperands(vocabulary).at(0) ?? (vocabulary.length >= 3 ? { a: 0, b: 1, c: 2 } : undefined);
