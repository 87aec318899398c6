// The tokenizer that reads any text.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordAndByteTokenizer } from '../../../src/model/tokenizers/words-and-bytes.ts';

const WORDS = ['\n', '.', ',', '?', '“', '”', 'the', 'king', 'said', 'bird', 'Bird', 'Harry', 'a'];
const tokenizer = wordAndByteTokenizer(WORDS);
const read = (text: string) => tokenizer.encode(text).pieces;
const again = (text: string) => tokenizer.decode(tokenizer.encode(text).ids);

describe('wordAndByteTokenizer', () => {
  it('has one token for each word and each byte', () => {
    expect(tokenizer.vocabulary).toHaveLength(WORDS.length + 256);
    expect(new Set(tokenizer.vocabulary).size).toBe(tokenizer.vocabulary.length);
  });

  it('reads words in any case, names in their own', () => {
    expect(read('The KING said')).toEqual(['the', 'king', 'said']);
    expect(read('harry, HARRY.')).toEqual(['Harry', ',', 'Harry', '.']);
    expect(read('bird Bird BIRD')).toEqual(['bird', 'Bird', 'bird']);
  });

  it('spells other words in bytes and reports them', () => {
    expect(read('the Zo')).toEqual(['the', '<Z>', '<o>']);
    expect(read('é')).toEqual(['<C3>', '<A9>']);
    const { spelled, unknown } = tokenizer.encode('the Zo, é king');
    expect({ spelled, unknown }).toEqual({ spelled: ['Zo', 'é'], unknown: [] });
  });

  it('keeps two spelled words apart', () => {
    expect(read('Zo Zo')).toEqual(['<Z>', '<o>', '<20>', '<Z>', '<o>']);
    expect(again('Zo Zo the')).toBe('Zo Zo the');
    expect(again('Zo, Zo.')).toBe('Zo, Zo.');
  });

  it('capitalizes sentences, also in quotation marks', () => {
    const text = '“The king,” said Harry. “A bird?”\nThe bird.';
    expect(again(text.toLowerCase().replaceAll(',', ' ,'))).toBe(text);
    expect(again('the "king" said "a bird."')).toBe('The “king” said “a bird.”');
  });

  it('reads any text without unknown parts, and decodes any ids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { ids, pieces, unknown } = tokenizer.encode(text);
        expect(unknown).toEqual([]);
        expect(pieces).toHaveLength(ids.length);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(tokenizer.vocabulary.length - 1)), (ids) => {
        expect(typeof tokenizer.decode(ids)).toBe('string');
      }),
    );
  });

  it('reads its own text in the same tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...WORDS, 'Zo', 'żółw', '🙂', '7')), (words) => {
        const { ids } = tokenizer.encode(
          words.filter((word) => word !== 'Bird' && word !== 'bird').join(' '),
        );
        expect(tokenizer.encode(tokenizer.decode(ids)).ids).toEqual(ids);
      }),
    );
  });

  it('rejects an id outside the vocabulary', () => {
    expect(() => tokenizer.decode([WORDS.length + 256])).toThrow('the id 269 is out of range');
  });
});
