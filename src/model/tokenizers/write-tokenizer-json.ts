// The tokenizers of this lab as tokenizer.json, the format of Hugging Face's `tokenizers`, and back.

import { bytesToCharacters } from './byte-characters.ts';
import { type BytePairModel, CHUNK_PATTERN, expandTokens } from './byte-pair.ts';
import type { TokenizerState, VocabularyTokenizerKind } from './tokenizer.ts';
import { CLOSING, OPENING, WORD_PATTERN } from './words.ts';

type Json = Readonly<Record<string, unknown>>;

/** Any character; `.` would leave out line breaks. */
const CHARACTER_PATTERN = '[\\s\\S]';

/** One sentence on why the format has no such tokenizer; undefined if it has one. */
export function tokenizerJsonProblem(state: TokenizerState): string | undefined {
  if (state.kind !== 'byte-pair')
    return PIECES[state.kind]
      ? undefined
      : 'tokenizer.json cannot hold this tokenizer, which reads words in any case and writes sentences with capitals.';
  const texts = expandTokens(state).map(bytesToCharacters);
  const idOf = new Map(texts.map((text, id) => [text, id]));
  const twice = texts.findIndex((text, id) => idOf.get(text) !== id);
  return twice < 0
    ? undefined
    : `tokenizer.json has one id for each text, and this tokenizer has two for one: ${twice} and ${idOf.get(texts[twice])}.`;
}

/** The file of a tokenizer for which `tokenizerJsonProblem` finds none. */
export function toTokenizerJson(state: TokenizerState): Json {
  const common = { version: '1.0', truncation: null, padding: null, added_tokens: [], post_processor: null };
  return { ...common, ...components(state) };
}

function components(state: TokenizerState): Json {
  if (state.kind === 'byte-pair')
    return {
      normalizer: null,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          split(CHUNK_PATTERN, 'Isolated'),
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
        ],
      },
      decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      model: bytePairModel(state),
    };
  return { ...PIECES[state.kind]?.components, model: wordLevelModel(state.vocabulary) };
}

const split = (pattern: string, behavior: 'Isolated' | 'Removed', invert = false) => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior,
  invert,
});

/** A space before each token but the first (no token begins with ##), except around marks. */
function joinedWords(): Json[] {
  const anyOf = (marks: readonly string[]) => `[${marks.join('').replaceAll(/[[\]]/g, '\\$&')}]`;
  const withoutSpace = (pattern: string) => ({ type: 'Replace', pattern: { Regex: pattern }, content: '' });
  return [
    { type: 'WordPiece', prefix: '##', cleanup: false },
    { type: 'Fuse' },
    withoutSpace(` (?=${anyOf(CLOSING)})`),
    withoutSpace(`(?<=${anyOf(OPENING)}) `),
  ];
}

interface Pieces {
  /** By which a file of this kind is recognized. */
  readonly pattern: string;
  readonly components: Json;
}

/** How the format cuts a text into the entries of a vocabulary, and joins them; absent where it cannot. */
const PIECES: Readonly<Record<VocabularyTokenizerKind, Pieces | undefined>> = {
  characters: {
    pattern: CHARACTER_PATTERN,
    components: {
      normalizer: null,
      pre_tokenizer: split(CHARACTER_PATTERN, 'Isolated'),
      decoder: { type: 'Fuse' },
    },
  },
  words: {
    pattern: WORD_PATTERN,
    components: {
      normalizer: { type: 'NFC' },
      // What lies between words is removed.
      pre_tokenizer: split(WORD_PATTERN, 'Removed', true),
      decoder: { type: 'Sequence', decoders: joinedWords() },
    },
  },
  'words-and-bytes': undefined,
};

/** Encoding a text with an unknown piece fails, since the unknown token is not in the vocabulary. */
function wordLevelModel(vocabulary: readonly string[]): Json {
  const vocab = Object.fromEntries(vocabulary.map((piece, id) => [piece, id]));
  return { type: 'WordLevel', vocab, unk_token: '<unk>' };
}

function bytePairModel(state: BytePairModel): Json {
  const texts = expandTokens(state).map(bytesToCharacters);
  return {
    ...{ type: 'BPE', dropout: null, unk_token: null, fuse_unk: false, byte_fallback: false },
    ...{ continuing_subword_prefix: null, end_of_word_suffix: null },
    vocab: Object.fromEntries(texts.map((text, id) => [text, id])),
    merges: state.merges.map(([first, second]) => [texts[first], texts[second]]),
  };
}

/** The state of the word or character tokenizer that `toTokenizerJson` wrote, not validated; undefined for any other file. */
export function readWordLevelJson(value: unknown): unknown {
  const { model, pre_tokenizer: splitter } = value as { model?: Json; pre_tokenizer?: Json | null };
  if (model?.type !== 'WordLevel') return undefined;
  const pattern = (splitter?.pattern as Json | undefined)?.Regex;
  const [kind] = Object.entries(PIECES).find(([, pieces]) => pieces?.pattern === pattern) ?? [];
  const entries = Object.entries(Object(model.vocab)).sort(([, a], [, b]) => Number(a) - Number(b));
  const isComplete = entries.every(([, id], index) => id === index);
  return kind && isComplete ? { kind, vocabulary: entries.map(([piece]) => piece) } : undefined;
}
