// Whatever text the user brings: cut into words or characters, its last tenth kept for validation.

import { random } from '../../random.ts';
import { characterTokenizer, cutCharacters } from '../../tokenizers/characters.ts';
import type { TokenizerState } from '../../tokenizers/tokenizer.ts';
import { cutWords, wordTokenizer } from '../../tokenizers/words.ts';
import type { Dataset } from '../dataset.ts';
import { batchOf } from '../rows.ts';
import { textAdvice } from './advice.ts';
import { SAMPLE_TEXT } from './sample-text.ts';

export interface TextOptions {
  /** A short text of our own by default. */
  text?: string;
  /** `characters` by default: they get by with less text. */
  tokenizer?: TokenizerState['kind'];
}

const CUTTERS = {
  words: { cut: cutWords, tokenizer: wordTokenizer },
  characters: { cut: cutCharacters, tokenizer: characterTokenizer },
};

const VALIDATION_SHARE = 0.1;
const MOST_DIFFERENT_TOKENS = 5000;
const PROMPT_TOKENS = { words: 3, characters: 12 };

export function text({
  text: source = SAMPLE_TEXT,
  tokenizer: kind = 'characters',
}: TextOptions = {}): Dataset {
  if (!Object.hasOwn(CUTTERS, kind))
    throw new Error(`text: tokenizer is '${kind}'; it can be words or characters`);
  const { cut, tokenizer: build } = CUTTERS[kind];
  const cleaned = clean(source);
  const pieces = cut(cleaned);
  if (pieces.length < 2)
    throw new Error(`text: there are ${pieces.length} ${kind} in it; paste at least a few sentences`);
  const different = new Set(pieces);
  if (different.size > MOST_DIFFERENT_TOKENS) {
    throw new Error(
      `text: it has ${different.size} different ${kind}; a network of this size can learn ${MOST_DIFFERENT_TOKENS} ` +
        `at most: ${kind === 'words' ? 'cut it into characters or ' : ''}take a shorter part of it`,
    );
  }
  const tokenizer = build([...different].sort());
  const tokens = Int32Array.from(tokenizer.encode(cleaned).ids);
  const boundary = Math.min(tokens.length - 1, Math.ceil(tokens.length * (1 - VALIDATION_SHARE)));
  return {
    name: 'text',
    description:
      'Your own text, read in windows that start anywhere. Its last tenth is never trained on: while the loss there ' +
      'falls, the network learns the language; once it rises, it learns the text by heart.',
    tokenizer,
    statistics: [
      { label: kind, value: tokens.length },
      { label: `different ${kind}`, value: different.size },
      { label: 'kept for validation', value: tokens.length - boundary },
    ],
    prompts: [0, 1 / 3, 2 / 3].map((place) => {
      const start = Math.floor(place * boundary);
      return tokenizer.decode(tokens.slice(start, start + PROMPT_TOKENS[kind]));
    }),
    measures: [],
    advice: (run) => textAdvice({ tokens, boundary, tokenizer }, run),
    batch({ split, step, seed, B, T }) {
      // Training windows end before the boundary. Validation windows may begin before it, so that a short tail will
      // do for any T, but only what lies behind it is scored.
      const [first, end] = split === 'train' ? [0, boundary] : [Math.max(0, boundary - T), tokens.length];
      const starts = end - first - T;
      if (!(starts >= 1)) {
        throw new Error(
          `text: a row of T = ${T} tokens and the next needs ${T + 1}, and there are ${end - first}; shorten T or add text`,
        );
      }
      const chance = random(seed, 'text', split, step);
      return batchOf('text', B, T, () => {
        const start = first + chance.integer(starts);
        const counts = Array.from({ length: T }, (_, t) => split === 'train' || start + t + 1 >= boundary);
        return { tokens: tokens.subarray(start, start + T + 1), counts };
      });
    },
  };
}

/** No byte order mark, line ends as one sign, halves of surrogate pairs as the replacement sign. */
function clean(source: string): string {
  return source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
}
