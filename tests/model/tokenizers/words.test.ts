// Words as tokens: how text is cut and put back together, with names that would break a plain object.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitWords, wordTokenizer } from '../../../src/model/tokenizers/words.ts';

describe('word tokenizer', () => {
  const tokenizer = wordTokenizer(splitWords("The capital of France is Paris . Shaquille O'Neal ( , ) \n !"));

  it('cuts words and punctuation apart and keeps their case', () => {
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

  it('puts no space before closing marks and after opening ones', () => {
    const text = 'The capital (of France, Paris)!\nParis is Paris.';
    expect(tokenizer.decode(tokenizer.encode(text).ids)).toBe(text);
  });

  it('names what it does not know, in order, and gives an id to everything else', () => {
    const { ids, pieces, unknown } = tokenizer.encode('The capital of Narnia is Cair.');
    expect(unknown).toEqual(['Narnia', 'Cair']);
    expect(pieces).toEqual(['The', 'capital', 'of', 'is', '.']);
    expect(ids.map((id) => tokenizer.vocabulary[id])).toEqual(pieces);
  });

  it('knows a word whether its accents were typed as one sign or two', () => {
    expect(wordTokenizer(['Pel\u00e9']).encode('Pele\u0301').ids).toEqual([0]);
  });

  it('takes the names of object members for words like any other', () => {
    const hostile = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'];
    const { ids, unknown } = wordTokenizer(hostile).encode(`${hostile.join(' ')} valueOf`);
    expect(ids).toEqual([0, 1, 2, 3, 4]);
    expect(unknown).toEqual(['valueOf']);
  });

  it('loses no visible sign of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(splitWords(text).join('').replace(/\n/g, '')).toBe(text.normalize('NFC').replace(/\s/gu, ''));
      }),
    );
  });

  it('gets its own ids back from the text it decodes', () => {
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

  it('refuses ids it does not have', () => {
    expect(() => wordTokenizer(['a', 'b']).decode([0, 2])).toThrow(
      'words tokenizer: there is no id 2; ids go from 0 to 1',
    );
  });
});
