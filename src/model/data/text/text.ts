// A text of the user, or a corpus, as a data set: random windows, the last tenth held out for validation.

import { finish, type Sliced } from '../../../shared/budget.ts';
import { InvalidSettingError } from '../../../shared/field-error.ts';
import { random } from '../../../shared/random.ts';
import { limitProblem } from '../../../shared/setting-limit.ts';
import { CORPORA, CORPUS_NAMES, type CorpusName } from '../../../shared/settings/corpora.ts';
import { bytePairTokenizer } from '../../tokenizers/byte-pair.ts';
import {
  DEFAULT_VOCABULARY_SIZE,
  trainBytePairsInSlices,
  VOCABULARY_LIMITS,
} from '../../tokenizers/byte-pair-training.ts';
import { characterTokenizer, splitCharacters } from '../../tokenizers/characters.ts';
import { type TextTokenizerKind, TOKENIZER_KINDS, type Tokenizer } from '../../tokenizers/tokenizer.ts';
import { splitWords, wordTokenizer } from '../../tokenizers/words.ts';
import { createBatch } from '../create-batch.ts';
import type { Dataset } from '../dataset.ts';
import { textAdvice, tokenNoun } from './advice.ts';
import { corpusText } from './corpora.ts';
import { SAMPLE_TEXT } from './sample-text.ts';

export interface TextOptions {
  /** `SAMPLE_TEXT` by default. */
  text?: string;
  /** Instead of `text`; it must be loaded. */
  corpus?: CorpusName;
  /** `characters` by default, which need the least text. */
  tokenizer?: TextTokenizerKind;
  /** Vocabulary size for `byte-pair`. */
  vocabularySize?: number;
}

const PIECE_TOKENIZERS = {
  words: { cut: splitWords, tokenizer: wordTokenizer },
  characters: { cut: splitCharacters, tokenizer: characterTokenizer },
};

/** Several long novels. */
export const MAX_CHARACTERS = 8_000_000;
const VALIDATION_SHARE = 0.1;
const MAX_VOCABULARY = 5000;
/** Characters between two yields: a few milliseconds. */
const PART_LENGTH = 2 ** 15;
const WHITE_SPACE = /\s/g;
const DESCRIPTION =
  'in windows that start anywhere. Its last tenth is held out: while the loss there falls, the network ' +
  'learns the language; once it rises, the network memorizes the text.';
const STATISTICS = {
  words: [{ label: 'words' }, { label: 'different words' }],
  characters: [{ label: 'characters' }, { label: 'different characters' }],
  'byte-pair': [{ label: 'tokens' }, { label: 'different tokens' }],
} as const;
const PROMPT_TOKENS = { words: 3, characters: 12, 'byte-pair': 4 };

export const text = (options?: TextOptions): Dataset => finish(textInSlices(options));

/** As `text`, with pauses: a text of megabytes takes seconds, and its byte pairs a minute. */
export function* textInSlices({ text: own, corpus, ...options }: TextOptions = {}): Sliced<Dataset> {
  const source = sourceText(own, corpus);
  if (source.length > MAX_CHARACTERS)
    throw new InvalidSettingError(
      'text',
      `text: it has ${source.length} characters; at most ${MAX_CHARACTERS} are supported: shorten it`,
    );
  const cleaned = normalizeText(source);
  const { tokenizer, tokens } = yield* tokenize(cleaned, options);
  const { tokenizer: kind = 'characters' } = options;
  const noun = tokenNoun(kind);
  if (tokens.length < 2) throw tooShort(`${tokens.length} ${noun}`);
  const boundary = Math.min(tokens.length - 1, Math.ceil(tokens.length * (1 - VALIDATION_SHARE)));
  const [all, different] = STATISTICS[kind];
  return {
    name: 'text',
    description: corpus
      ? `${CORPORA[corpus].label}: ${CORPORA[corpus].help}, ${DESCRIPTION}`
      : `Your own text, ${DESCRIPTION}`,
    tokenizer,
    text: cleaned,
    statistics: [
      { ...all, value: tokens.length },
      { ...different, value: tokenizer.vocabulary.length },
      { label: 'held out for validation', value: tokens.length - boundary },
    ],
    prompts: [0, 1 / 3, 2 / 3].map((fraction) => {
      const after = wordsAfter(cleaned, fraction * (1 - VALIDATION_SHARE));
      const start = Math.floor(fraction * boundary);
      const ids = after === undefined ? tokens.slice(start) : tokenizer.encode(after).ids;
      return tokenizer.decode(ids.slice(0, PROMPT_TOKENS[kind]));
    }),
    measures: [],
    advice: (run) => textAdvice({ tokens, boundary, tokenizer }, run),
    batch({ split, step, seed, B, T }) {
      // Training windows end before the boundary. Validation windows may begin before it, so that a short tail supports any T,
      // but the loss includes only targets after the boundary.
      const [first, end] = split === 'train' ? [0, boundary] : [Math.max(0, boundary - T), tokens.length];
      const starts = end - first - T;
      if (!(starts >= 1)) {
        throw new InvalidSettingError(
          'text',
          `text: a row of T = ${T} tokens and its last target need ${T + 1} tokens, and there are ${end - first}; shorten T or add text`,
          'T',
        );
      }
      const rng = random(seed, 'text', split, step);
      return createBatch('text', B, T, () => {
        const start = first + rng.integer(starts);
        const lossMask = Array.from({ length: T }, (_, t) => split === 'train' || start + t + 1 >= boundary);
        return { tokens: tokens.subarray(start, start + T + 1), lossMask };
      });
    },
  };
}

const tooShort = (count: string) =>
  new InvalidSettingError('text', `text: there are ${count} in it; paste at least a few sentences`);

function sourceText(own: string | undefined, corpus: CorpusName | undefined): string {
  if (corpus === undefined) return own ?? SAMPLE_TEXT;
  if (!CORPUS_NAMES.includes(corpus))
    throw new InvalidSettingError('corpus', `corpus is ${corpus}; it can be ${CORPUS_NAMES.join(', ')}.`);
  if (own !== undefined)
    throw new InvalidSettingError('corpus', `corpus is ${corpus}, and a text is given too; leave one out.`);
  return corpusText(corpus);
}

/** Characters that have more tokens than a prompt. */
const PROMPT_CHARACTERS = 200;
const WORD_START = /(?<!\S)\S/g;

/** From the first word that begins after a fraction of the text; undefined where none does, as in a text without spaces. */
function wordsAfter(text: string, fraction: number): string | undefined {
  WORD_START.lastIndex = Math.floor(fraction * text.length);
  const found = WORD_START.exec(text);
  return found ? text.slice(found.index, found.index + PROMPT_CHARACTERS) : undefined;
}

interface EncodedText {
  readonly tokenizer: Tokenizer;
  readonly tokens: Int32Array<ArrayBuffer>;
}

/** The text in its own words or characters, or in byte pairs trained on it. */
function* tokenize(
  text: string,
  {
    tokenizer: kind = 'characters',
    vocabularySize = DEFAULT_VOCABULARY_SIZE,
  }: Omit<TextOptions, 'text' | 'corpus'>,
): Sliced<EncodedText> {
  if (!TOKENIZER_KINDS.includes(kind))
    throw new InvalidSettingError(
      'tokenizer',
      `text: tokenizer is '${kind}'; it can be ${TOKENIZER_KINDS.join(', ')}`,
    );
  if (kind === 'byte-pair') return yield* trainTokenizer(text, vocabularySize);
  const { cut, tokenizer: build } = PIECE_TOKENIZERS[kind];
  const different = new Set<string>();
  const total = text.length;
  for (const { part, at } of partsOf(text)) {
    for (const piece of cut(part)) different.add(piece);
    yield { label: 'characters read', done: at, total };
  }
  if (different.size > MAX_VOCABULARY) {
    throw new InvalidSettingError(
      'text',
      `text: it has ${different.size} different ${kind}; at most ${MAX_VOCABULARY} are supported: ` +
        `${kind === 'words' ? 'use byte pairs or characters, or ' : ''}shorten it`,
    );
  }
  if (different.size === 0) throw tooShort(`0 ${kind}`);
  const tokenizer = build([...different].sort());
  const tokens = new Int32Array(text.length);
  let length = 0;
  for (const { part, at } of partsOf(text)) {
    const { ids } = tokenizer.encode(part);
    tokens.set(ids, length);
    length += ids.length;
    yield { label: 'characters tokenized', done: at, total };
  }
  return { tokenizer, tokens: tokens.slice(0, length) };
}

/** Parts of about `PART_LENGTH` characters. They end after white space, which no word and no composed character crosses. */
function* partsOf(text: string): Iterable<{ readonly part: string; readonly at: number }> {
  for (let at = 0; at < text.length; ) {
    WHITE_SPACE.lastIndex = at + PART_LENGTH;
    const end = WHITE_SPACE.test(text) ? WHITE_SPACE.lastIndex : text.length;
    yield { part: text.slice(at, end), at };
    at = end;
  }
}

/** The last trained tokenizer: settings are validated repeatedly while a text is edited, then once more for the run. */
let cached: (EncodedText & { readonly text: string; readonly size: number }) | undefined;

function* trainTokenizer(text: string, size: number): Sliced<EncodedText> {
  const invalid = limitProblem('vocabularySize', size, VOCABULARY_LIMITS.vocabularySize);
  if (invalid) throw new InvalidSettingError('vocabularySize', invalid.message);
  if (text === '') throw tooShort('0 tokens');
  if (cached?.text !== text || cached.size !== size) {
    const trained = yield* trainBytePairsInSlices(text, size);
    if (trained.alphabet.length > size)
      throw new InvalidSettingError(
        'vocabularySize',
        `vocabularySize is ${size}; it must be at least ${trained.alphabet.length}, the number of different bytes in the text.`,
      );
    cached = { text, size, tokenizer: bytePairTokenizer(trained), tokens: trained.tokens };
  }
  return cached;
}

/** Removes the byte order mark, normalizes line ends to \n, replaces lone surrogates by U+FFFD. */
function normalizeText(source: string): string {
  return source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
}
