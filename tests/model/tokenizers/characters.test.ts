// Characters as tokens: any text comes back exactly, emoji included.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterTokenizer, splitCharacters } from '../../../src/model/tokenizers/characters.ts';

describe('character tokenizer', () => {
  it('gives back any text it knows the characters of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const tokenizer = characterTokenizer([...new Set(splitCharacters(text))]);
        const { ids, pieces, unknown } = tokenizer.encode(text);
        expect(tokenizer.decode(ids)).toBe(text);
        expect(pieces.join('')).toBe(text);
        expect(unknown).toEqual([]);
      }),
    );
  });

  it('counts an emoji as one character and names it if it is unknown', () => {
    const tokenizer = characterTokenizer(['a', '🙂']);
    expect(tokenizer.encode('a🙂🙃')).toEqual({ ids: [0, 1], pieces: ['a', '🙂'], unknown: ['🙃'] });
  });

  it('keeps white space and case', () => {
    const text = 'A \t\n  a';
    const tokenizer = characterTokenizer([...new Set(text)]);
    expect(tokenizer.decode(tokenizer.encode(text).ids)).toBe(text);
  });
});
