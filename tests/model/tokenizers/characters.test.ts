// The character tokenizer: exact round trip, emoji included.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterTokenizer, splitCharacters } from '../../../src/model/tokenizers/characters.ts';

describe('character tokenizer', () => {
  it('round-trips any text of known characters', () => {
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

  it('treats an emoji as one character and reports it if it is unknown', () => {
    const tokenizer = characterTokenizer(['a', '🙂']);
    expect(tokenizer.encode('a🙂🙃')).toEqual({ ids: [0, 1], pieces: ['a', '🙂'], unknown: ['🙃'] });
  });

  it('preserves white space and case', () => {
    const text = 'A \t\n  a';
    const tokenizer = characterTokenizer([...new Set(text)]);
    expect(tokenizer.decode(tokenizer.encode(text).ids)).toBe(text);
  });
});
