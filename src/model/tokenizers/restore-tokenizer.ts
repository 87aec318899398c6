// Restores a tokenizer from its serialized state, which is validated as untrusted input.

import * as v from 'valibot';
import { bytePairTokenizer } from './byte-pair.ts';
import { characterTokenizer } from './characters.ts';
import type { Tokenizer, VocabularyTokenizerKind } from './tokenizer.ts';
import { wordTokenizer } from './words.ts';
import { wordAndByteTokenizer } from './words-and-bytes.ts';

const numberArray = (key: string) =>
  v.array(v.number(`its '${key}' must contain numbers only`), `its '${key}' must be a list`);

const isPair = (value: unknown) =>
  Array.isArray(value) && value.length === 2 && value.every((id) => typeof id === 'number');

const VOCABULARY_ENTRIES = {
  vocabulary: v.array(
    v.string("its 'vocabulary' must contain strings only"),
    "its 'vocabulary' must be a list of strings",
  ),
};
const FROM_VOCABULARY: Readonly<
  Record<VocabularyTokenizerKind, (vocabulary: readonly string[]) => Tokenizer>
> = {
  words: wordTokenizer,
  characters: characterTokenizer,
  'words-and-bytes': wordAndByteTokenizer,
};
const VOCABULARY_MESSAGE = "it must be an object with 'kind' and 'vocabulary'";
const STATE_SCHEMA = v.variant(
  'kind',
  [
    v.object(
      { kind: v.picklist(Object.keys(FROM_VOCABULARY) as VocabularyTokenizerKind[]), ...VOCABULARY_ENTRIES },
      VOCABULARY_MESSAGE,
    ),
    v.object(
      {
        kind: v.literal('byte-pair'),
        alphabet: numberArray('alphabet'),
        merges: v.array(
          v.custom<[number, number]>(isPair, "its 'merges' must be pairs of ids"),
          "its 'merges' must be a list",
        ),
      },
      "it must be an object with 'kind', 'alphabet' and 'merges'",
    ),
  ],
  `it must be an object whose 'kind' is one of ${[...Object.keys(FROM_VOCABULARY), 'byte-pair'].join(', ')}`,
);

/** Throws if the state is invalid. */
export function restoreTokenizer(state: unknown): Tokenizer {
  const result = v.safeParse(STATE_SCHEMA, state);
  if (!result.success) throw new Error(`tokenizer: invalid state: ${result.issues[0].message}`);
  const { output } = result;
  return output.kind === 'byte-pair'
    ? bytePairTokenizer(output)
    : FROM_VOCABULARY[output.kind](output.vocabulary);
}
