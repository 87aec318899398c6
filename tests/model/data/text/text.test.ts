// A text of the user: tokenization, held-out tail, advice.

import { describe, expect, it } from 'vitest';
import { IGNORE_INDEX } from '../../../../src/model/data/dataset.ts';
import { text, textInSlices } from '../../../../src/model/data/text/text.ts';
import { TOKENIZER_KINDS } from '../../../../src/model/tokenizers/tokenizer.ts';
import { random } from '../../../../src/shared/random.ts';

const RUN = { B: 16, T: 32, steps: 1500, parameters: 124_000 };
const digits = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`).join(' ');

describe('text', () => {
  it('trains on the first nine tenths only', () => {
    const dataset = text({ text: digits(200), tokenizer: 'words' });
    const seen = new Set<string>();
    for (let step = 0; step < 100; step++) {
      const { tokens, targets } = dataset.batch({ split: 'train', step, seed: 0, B: 8, T: 16 });
      for (const id of [...tokens, ...targets]) seen.add(dataset.tokenizer.vocabulary[id]);
    }
    expect(seen).toEqual(new Set(digits(180).split(' ')));
  });

  it('validates on the last tenth only, even if it is shorter than a row', () => {
    const dataset = text({ text: digits(200), tokenizer: 'words' });
    const scored = new Set<string>();
    for (let step = 0; step < 100; step++) {
      const { targets } = dataset.batch({ split: 'validation', step, seed: 0, B: 8, T: 64 });
      for (const id of targets) if (id !== IGNORE_INDEX) scored.add(dataset.tokenizer.vocabulary[id]);
    }
    expect(scored).toEqual(new Set(digits(200).split(' ').slice(180)));
  });

  it('normalizes line ends, byte order marks and invalid characters', () => {
    const dataset = text({ text: '\uFEFFone\r\ntwo\rthree \ud83d', tokenizer: 'characters' });
    expect(dataset.tokenizer.vocabulary.join('')).toBe('\n ehnortw\uFFFD');
    expect(dataset.advice?.(RUN).join()).toContain('not saved as UTF-8');
  });

  it('rejects a text shorter than a row', () => {
    const dataset = text({ text: 'too short', tokenizer: 'characters' });
    expect(() => dataset.batch({ split: 'train', step: 0, seed: 0, B: 1, T: 32 })).toThrow(
      /^text: a row of T = 32 tokens and its last target need 33 tokens, and there are 8; shorten T or add text$/,
    );
    expect(() => text({ text: '', tokenizer: 'words' })).toThrow('text: there are 0 words in it');
    expect(() => text({ text: 'a' })).toThrow('text: there are 1 characters in it');
  });

  it('rejects too large a vocabulary', () => {
    expect(() => text({ text: digits(6000), tokenizer: 'words' })).toThrow(
      'text: it has 6000 different words; at most 5000 are supported: use byte pairs or characters, or',
    );
    expect(() => text({ tokenizer: '__proto__' as 'words' })).toThrow("text: tokenizer is '__proto__'");
  });

  it('accepts names of object members as words', () => {
    const dataset = text({ text: '__proto__ constructor toString '.repeat(20), tokenizer: 'words' });
    const { tokens } = dataset.batch({ split: 'train', step: 0, seed: 0, B: 2, T: 8 });
    expect(dataset.tokenizer.decode(tokens)).toMatch(/^((__proto__|constructor|toString) ?)+$/);
  });
});

describe('prompts', () => {
  const source =
    'Call me Ishmael. Some years ago — never mind how long precisely — having little or no money in my purse,\n'.repeat(
      12,
    );

  it.each(TOKENIZER_KINDS)('begin with a word of the training part: %s', (kind) => {
    const { prompts } = text({ text: source, tokenizer: kind, vocabularySize: 99 });
    expect(prompts).toHaveLength(3);
    expect(prompts[0].startsWith('Call')).toBe(true);
    for (const prompt of prompts) {
      expect(prompt).toMatch(/^\S/);
      const words = prompt.split(/\s/);
      // The last word may be cut.
      for (const word of words.slice(0, -1)) expect(source.split(/\s/)).toContain(word);
      expect(source.split(/\s/).some((word) => word.startsWith(words[0]))).toBe(true);
    }
    expect(new Set(prompts).size).toBe(3);
  });

  it('of a text without spaces are pieces of it', () => {
    const { prompts } = text({ text: '漢字かな交じり文'.repeat(20) });
    expect(prompts).toHaveLength(3);
    for (const prompt of prompts) expect(prompt).not.toBe('');
  });
});

describe('byte pairs', () => {
  const source = 'the cat sat on the mat, and the rat sat on the cat, all on the old blue mat there. '.repeat(
    20,
  );

  it('are trained on the text up to the vocabulary size, and encode all of it', () => {
    const dataset = text({ text: source, tokenizer: 'byte-pair', vocabularySize: 32 });
    expect(dataset.tokenizer.vocabulary).toHaveLength(32);
    expect(dataset.tokenizer.encode(source).unknown).toEqual([]);
    expect(dataset.statistics[0].value).toBeLessThan(source.length / 1.5);
    const { tokens } = dataset.batch({ split: 'train', step: 0, seed: 0, B: 1, T: 16 });
    expect(source).toContain(dataset.tokenizer.decode(tokens));
  });

  it.each([
    [{ vocabularySize: 31 }, 'vocabularySize is 31; it must be a whole number from 32 to 5000'],
    [{ vocabularySize: 99.5 }, 'vocabularySize is 99.5; it must be a whole number'],
    [
      { vocabularySize: 40, text: '漢字かな交じり文とあいうえおかきくけこ0123456789abcdefghijklmnop' },
      'the number of different bytes in the text',
    ],
    [{ text: '' }, 'there are 0 tokens in it'],
  ])('reject %j', (options, sentence) => {
    expect(() => text({ text: source, tokenizer: 'byte-pair', ...options })).toThrow(sentence);
  });
});

describe('a long text', () => {
  const { choice } = random(3, 'pieces');
  const PIECES = [
    'a',
    'é',
    'e\u0301',
    '漢',
    '🙂',
    'don’t',
    ' ',
    ' \u0301',
    '\n',
    '\t',
    '=\u0338',
    '.',
    '\u2028',
  ];
  const source = Array.from({ length: 60_000 }, () => choice(PIECES)).join('');

  it.each(TOKENIZER_KINDS)('read in parts has the tokens of the whole: %s', (kind) => {
    const dataset = text({ text: source, tokenizer: kind, vocabularySize: 64 });
    const { ids } = dataset.tokenizer.encode(dataset.text ?? '');
    const T = Math.ceil(ids.length * 0.9) - 1;
    const { tokens } = dataset.batch({ split: 'train', step: 0, seed: 0, B: 1, T });
    expect([...tokens]).toEqual(ids.slice(0, T));
  });

  it.each(TOKENIZER_KINDS)('is read in many slices: %s', (kind) => {
    let slices = 0;
    const reading = textInSlices({ text: source, tokenizer: kind, vocabularySize: 65 });
    while (!reading.next().done) slices++;
    expect(slices).toBeGreaterThan(4);
  });
});

describe('advice', () => {
  const adviceFor = (source: string, tokenizer: 'words' | 'characters', run = {}) =>
    text({ text: source, tokenizer })
      .advice?.({ ...RUN, ...run })
      .join('\n') ?? '';

  it('is empty for a text that is long and varied enough', () => {
    const { integer } = random(0, 'letters');
    const varied = Array.from({ length: 40_000 }, () => String.fromCharCode(97 + integer(26))).join('');
    expect(adviceFor(varied, 'characters', { steps: 100, parameters: 30_000 })).toBe('');
  });

  it.each([
    [
      'a few words of text, no more',
      'characters',
      { T: 64 },
      'too short: 26 characters to train on do not fill one row of T = 64',
    ],
    [
      'a few words of text, '.repeat(8),
      'characters',
      { T: 64 },
      'The text is short: its 152 characters are fewer than 10 rows',
    ],
    ['abababab'.repeat(200), 'characters', {}, 'The text has only 2 different characters'],
    [digits(100), 'words', {}, '90 of the 100 different words occur only once'],
    [`${'plain text '.repeat(30)}ZQ`, 'characters', {}, 'Only the validation part contains "Q", "Z"'],
    [
      'plain text '.repeat(50),
      'characters',
      {},
      '124000 weights for 495 characters and trains on them for 1552 epochs',
    ],
  ] as const)('text %#', (source, tokenizer, run, sentence) => {
    expect(adviceFor(source, tokenizer, run)).toContain(sentence);
  });
});
