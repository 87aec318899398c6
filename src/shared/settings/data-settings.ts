// The settings of the data: what the data sets of the presets take.

import { CORPORA } from './corpora.ts';
import { limitsOf, type Setting, type ValuesOf } from './setting.ts';
import { TEXT_TOKENIZERS } from './tokenizers.ts';

export const DATA_SETTINGS = {
  preset: { label: 'Preset', help: 'data, and the defaults of all other settings' },
  text: { label: 'Text', help: 'for the preset text: a UTF-8 file, instead of the built-in text' },
  /** It must be loaded before a data set is built. */
  corpus: { label: 'Corpus', help: 'for the preset text: a text of the lab instead', choices: CORPORA },
  tokenizer: {
    label: 'Tokenizer',
    help: 'of that text; byte-pair as in GPT-2 (Sennrich et al. 2016)',
    choices: TEXT_TOKENIZERS,
  },
  vocabularySize: {
    label: 'Vocabulary size',
    help: 'tokens that byte-pair merging makes',
    limit: {
      min: 32,
      max: 5000,
      isInteger: true,
      reason: 'it contains the bytes of the text, and small networks cannot learn more tokens',
    },
  },
  facts: {
    label: 'Facts',
    help: 'for facts and league: rows that add, change or, without an answer, remove facts, as in Ada, sport, chess; Bo, sport',
  },
  heldOut: {
    label: 'Held-out share',
    help: 'for facts, league and tasks: share of the probed wordings or examples that are not trained',
    limit: { min: 0, max: 0.9, reason: 'the rest is trained' },
  },
  splitSeed: {
    label: 'Split seed',
    help: 'for facts, league and tasks: which are held out, whatever the seed of the training',
    limit: { min: 0, max: 2 ** 31 - 1, isInteger: true },
  },
  /** All chunks of a row differ in every token: up to 4 chunks of up to 8. There are 17 consonants with 5 vowels each. */
  syllables: {
    label: 'Syllables',
    help: 'for repeats: number of different tokens',
    limit: { min: 32, max: 85, isInteger: true },
  },
  fixedLength: {
    label: 'Fixed length',
    help: 'for repeats: every row repeats one run of this length, which an earlier position predicts without induction',
    limit: { min: 2, max: 85, isInteger: true },
  },
  modulus: {
    label: 'Modulus',
    help: 'for modular: a prime p; numbers are 0 to p − 1',
    limit: { min: 11, max: 113, isInteger: true, reason: 'all pairs are one batch' },
  },
} as const satisfies Record<string, Setting>;

/** Range of each data setting that is a number. */
export const DATA_LIMITS = limitsOf(DATA_SETTINGS);

export type DataValues = ValuesOf<typeof DATA_SETTINGS>;
