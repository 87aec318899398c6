// A tokenizer from its stored state. The state may come from any file, so it is checked before it is used.

import * as v from 'valibot';
import { characterTokenizer } from './characters.ts';
import type { Tokenizer } from './tokenizer.ts';
import { wordTokenizer } from './words.ts';

const STATE = v.object(
  {
    kind: v.picklist(['words', 'characters'], "its 'kind' must be 'words' or 'characters'"),
    vocabulary: v.array(
      v.string("its 'vocabulary' may hold nothing but text"),
      "its 'vocabulary' must be a list of texts",
    ),
  },
  "it must be an object with 'kind' and 'vocabulary'",
);

/** Throws one sentence that says what is wrong with the state. */
export function tokenizerFrom(state: unknown): Tokenizer {
  const checked = v.safeParse(STATE, state);
  if (!checked.success)
    throw new Error(`tokenizer: cannot be read from this file: ${checked.issues[0].message}`);
  const { kind, vocabulary } = checked.output;
  return kind === 'words' ? wordTokenizer(vocabulary) : characterTokenizer(vocabulary);
}
