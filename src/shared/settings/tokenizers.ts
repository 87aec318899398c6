// The tokenizers, and what their tokens are like: each is stated here, and implemented in `model/tokenizers`.

import type { SettingInfo } from './setting.ts';

interface TokenizerInfo {
  /** Of the tokens of a text, and of the different ones among them. */
  readonly counts: readonly [{ readonly label: string }, { readonly label: string }];
  /** Between a prompt and the next token, where the token does not bring it. */
  readonly separator: string;
  /** The pieces of a text that have to be in the vocabulary; absent where every text can be read. */
  readonly pieces?: (text: string) => string[];
  /** Whether a full stop is a token, at which a completion ends. */
  readonly hasFullStop: boolean;
  /** Tokens of a prompt, of a phrase around a token, of a completion with its full stop, and of a short story. */
  readonly lengths: Readonly<Record<'prompt' | 'phrase' | 'completion' | 'story', number>>;
}

const words = {
  counts: [{ label: 'words' }, { label: 'different words' }],
  separator: ' ',
  hasFullStop: true,
  lengths: { prompt: 3, phrase: 6, completion: 8, story: 30 },
} as const;

/** Those that can be built for any text; the first is the default, since it needs the least text. */
export const TEXT_TOKENIZERS = {
  characters: {
    label: 'characters',
    help: 'a token for each character',
    counts: [{ label: 'characters' }, { label: 'different characters' }],
    separator: '',
    pieces: (text) => [...text],
    hasFullStop: false,
    lengths: { prompt: 12, phrase: 16, completion: 48, story: 120 },
  },
  words: {
    ...words,
    label: 'words',
    help: 'a token for each word and each punctuation mark',
    pieces: (text) => text.split(' '),
  },
  'byte-pair': {
    label: 'byte pairs (BPE, trained on the text)',
    help: 'pairs of tokens are merged, the most frequent first (Sennrich et al. 2016)',
    counts: [{ label: 'tokens' }, { label: 'different tokens' }],
    separator: '',
    hasFullStop: false,
    lengths: { prompt: 4, phrase: 8, completion: 16, story: 50 },
  },
} as const satisfies Record<string, TokenizerInfo & SettingInfo>;

export type TextTokenizerKind = keyof typeof TEXT_TOKENIZERS;
export const TOKENIZER_KINDS = Object.keys(TEXT_TOKENIZERS) as TextTokenizerKind[];
export type TokenizerKind = TextTokenizerKind | 'words-and-bytes';

/** `words-and-bytes` is that of the data set `world`. */
export const TOKENIZERS: Readonly<Record<TokenizerKind, TokenizerInfo>> = {
  ...TEXT_TOKENIZERS,
  'words-and-bytes': { ...words, counts: TEXT_TOKENIZERS['byte-pair'].counts },
};
