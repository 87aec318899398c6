// A tokenizer from its stored state. The state may come from any file, so it is checked before it is used.

import * as v from 'valibot';
import { bytePairTokenizer } from './byte-pair.ts';
import { characterTokenizer } from './characters.ts';
import { TOKENIZER_KINDS, type Tokenizer } from './tokenizer.ts';
import { wordTokenizer } from './words.ts';

const numbers = (what: string) =>
  v.array(v.number(`its '${what}' may hold nothing but numbers`), `its '${what}' must be a list`);

const isPair = (value: unknown) =>
  Array.isArray(value) && value.length === 2 && value.every((id) => typeof id === 'number');

const PIECES = {
  vocabulary: v.array(
    v.string("its 'vocabulary' may hold nothing but text"),
    "its 'vocabulary' must be a list of texts",
  ),
};
const WITH_PIECES = "it must be an object with 'kind' and 'vocabulary'";
const STATE = v.variant(
  'kind',
  [
    v.object({ kind: v.literal('words'), ...PIECES }, WITH_PIECES),
    v.object({ kind: v.literal('characters'), ...PIECES }, WITH_PIECES),
    v.object(
      {
        kind: v.literal('byte-pair'),
        alphabet: numbers('alphabet'),
        merges: v.array(
          v.custom<[number, number]>(isPair, "its 'merges' must be pairs of ids"),
          "its 'merges' must be a list",
        ),
      },
      "it must be an object with 'kind', 'alphabet' and 'merges'",
    ),
  ],
  `it must be an object whose 'kind' is one of ${TOKENIZER_KINDS.join(', ')}`,
);

/** Throws one sentence that says what is wrong with the state. */
export function tokenizerFrom(state: unknown): Tokenizer {
  const checked = v.safeParse(STATE, state);
  if (!checked.success)
    throw new Error(`tokenizer: cannot be read from this file: ${checked.issues[0].message}`);
  const { output } = checked;
  if (output.kind === 'byte-pair') return bytePairTokenizer(output);
  return output.kind === 'words' ? wordTokenizer(output.vocabulary) : characterTokenizer(output.vocabulary);
}
