// The word tokenizer: splitting, joining, names of object members.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitWords, wordTokenizer } from '../../../src/model/tokenizers/words.ts';

describe('word tokenizer', () => {
  const tokenizer = wordTokenizer(splitWords("The capital of France is Paris . Shaquille O'Neal ( , ) \n !"));

  it('splits words and punctuation and preserves case', () => {
    expect(tokenizer.encode('The capital, of France (is Paris)!').pieces).toEqual([
      'The',
      'capital',
      ',',
      'of',
      'France',
      '(',
      'is',
      'Paris',
      ')',
      '!',
    ]);
    expect(tokenizer.encode('the Capital').unknown).toEqual(['the', 'Capital']);
  });

  it('keeps inner apostrophes and hyphens in the word', () => {
    expect(splitWords("O'Neal, Abdul-Jabbar and don’t - 'quoted'")).toEqual([
      "O'Neal",
      ',',
      'Abdul-Jabbar',
      'and',
      'don’t',
      '-',
      "'",
      'quoted',
      "'",
    ]);
  });

  it('joins without a space before closing marks and after opening marks', () => {
    const text = 'The capital (of France, Paris)!\nParis is Paris.';
    expect(tokenizer.decode(tokenizer.encode(text).ids)).toBe(text);
  });

  it('reports unknown words in order, and encodes the others', () => {
    const { ids, pieces, unknown } = tokenizer.encode('The capital of Narnia is Cair.');
    expect(unknown).toEqual(['Narnia', 'Cair']);
    expect(pieces).toEqual(['The', 'capital', 'of', 'is', '.']);
    expect(ids.map((id) => tokenizer.vocabulary[id])).toEqual(pieces);
  });

  it('normalizes composed and decomposed accents', () => {
    expect(wordTokenizer(['Pel\u00e9']).encode('Pele\u0301').ids).toEqual([0]);
  });

  it('accepts names of object members as words', () => {
    const hostile = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'];
    const { ids, unknown } = wordTokenizer(hostile).encode(`${hostile.join(' ')} valueOf`);
    expect(ids).toEqual([0, 1, 2, 3, 4]);
    expect(unknown).toEqual(['valueOf']);
  });

  it('loses no visible character of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(splitWords(text).join('').replace(/\n/g, '')).toBe(text.normalize('NFC').replace(/\s/gu, ''));
      }),
    );
  });

  it('round-trips ids through text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat()), (text, picks) => {
        const vocabulary = [...new Set(splitWords(`a ( ' . \n \u0301 ${text}`))].filter(
          (piece) => !/\p{Surrogate}/u.test(piece),
        );
        const words = wordTokenizer(vocabulary);
        const ids = picks.map((pick) => pick % vocabulary.length);
        expect(words.encode(words.decode(ids))).toMatchObject({ ids, unknown: [] });
      }),
    );
  });

  it('rejects ids that are out of range', () => {
    expect(() => wordTokenizer(['a', 'b']).decode([0, 2])).toThrow(
      'words tokenizer: the id 2 is out of range; ids are 0 to 1',
    );
  });
});
