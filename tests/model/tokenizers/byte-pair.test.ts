// Byte pairs: the merges are the most frequent pairs, any text comes back, and what has no byte here is named.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BytePairModel,
  bytePairTokenizer,
  splitChunks,
} from '../../../src/model/tokenizers/byte-pair.ts';
import { trainBytePairs } from '../../../src/model/tokenizers/byte-pair-training.ts';

const text = 'low low low low low lower lower newest newest newest newest newest newest widest widest widest';
const wellFormed = (any: string) => any.replace(/\p{Surrogate}/gu, '\uFFFD');
const ALL_BYTES: BytePairModel = { alphabet: Array.from({ length: 256 }, (_, byte) => byte), merges: [] };
/** Letters, emoji of one and several signs, halves of surrogate pairs, a byte order mark. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      ' ',
      'th',
      'e',
      '\n',
      '7',
      '.',
      'é',
      '漢',
      '🙂',
      '👩‍🚀',
      '\ud83d',
      '\ude42',
      '\uFEFF',
    ),
    fc.string({ unit: 'binary', maxLength: 2 }),
  ),
});

describe('learning', () => {
  it('merges the most frequent pair first, and counts anew each time', () => {
    const { steps, alphabet, bytes } = trainBytePairs(text, 40);
    const { vocabulary } = bytePairTokenizer(trainBytePairs(text, 40));
    expect(bytes).toBe(text.length);
    // es 9 (newest, widest), est 9, lo 7 (not before “ lo”, 6: the first word has no space), low 7.
    const found = steps.slice(0, 4).map(({ count }, i) => [vocabulary[alphabet.length + i], count]);
    expect(found).toEqual([
      ['es', 9],
      ['est', 9],
      ['lo', 7],
      ['low', 7],
    ]);
  });

  it('finds what counting everything anew finds', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 60 }), (sample) => {
        const { alphabet, merges, steps } = trainBytePairs(sample, 32);
        for (const [rank, { pair, count, length }] of steps.entries()) {
          const before = bytePairTokenizer({ alphabet, merges: merges.slice(0, rank) });
          const counts = new Map<string, number>();
          for (const chunk of splitChunks(sample)) {
            const { ids } = before.encode(chunk);
            ids.slice(1).forEach((id, i) => {
              counts.set(`${ids[i]} ${id}`, (counts.get(`${ids[i]} ${id}`) ?? 0) + 1);
            });
          }
          expect(Math.max(...counts.values())).toBe(count);
          expect(counts.get(pair.join(' '))).toBe(count);
          const after = bytePairTokenizer({ alphabet, merges: merges.slice(0, rank + 1) });
          expect(after.encode(sample).ids).toHaveLength(length);
        }
      }),
    );
  });

  it('says which pairs came next, and stops where none is met twice', () => {
    const { steps } = trainBytePairs('abab', 1000);
    expect(steps).toEqual([{ pair: [0, 1], count: 2, runnersUp: [{ pair: [1, 0], count: 1 }], length: 2 }]);
  });

  it('never merges across words, and cuts stretches without end', () => {
    const { vocabulary } = bytePairTokenizer(trainBytePairs('so it is, so it is, '.repeat(40), 200));
    expect(vocabulary.filter((token) => /\S \S/.test(token))).toEqual([]);
    expect(vocabulary).toContain(' it');
    expect(Math.max(...splitChunks('a'.repeat(1000)).map(({ length }) => length))).toBe(64);
  });
});

describe('byte-pair tokenizer', () => {
  it('gives back any text, whatever it was learnt from', () => {
    fc.assert(
      fc.property(anyText, anyText, (learntFrom, sample) => {
        const { merges, alphabet } = trainBytePairs(learntFrom + learntFrom, 300);
        // Every byte is known here; the merges keep their order, moved behind all 256.
        const moved = merges.map((pair) =>
          pair.map((id) => (id < alphabet.length ? alphabet[id] : 256 + id - alphabet.length)),
        ) as [number, number][];
        const tokenizer = bytePairTokenizer({ ...ALL_BYTES, merges: moved });
        const { ids, unknown } = tokenizer.encode(sample);
        expect(unknown).toEqual([]);
        expect(tokenizer.decode(ids)).toBe(wellFormed(sample));
      }),
    );
  });

  it('names what is made of bytes it has never met, and keeps the rest', () => {
    fc.assert(
      fc.property(anyText, (sample) => {
        const tokenizer = bytePairTokenizer(trainBytePairs('the cat that sat there. ', 40));
        const { ids, unknown } = tokenizer.encode(sample);
        const known = Array.from(sample).filter((character) =>
          'the cat that sat there. '.includes(character),
        );
        expect(tokenizer.decode(ids)).toBe(known.join(''));
        expect(unknown).toEqual(Array.from(sample).filter((character) => !known.includes(character)));
      }),
    );
  });

  it('comes back from JSON as it was, with parts of characters shown as bytes', () => {
    const learnt = trainBytePairs('🙂🙂 🙃🙃', 12);
    const tokenizer = bytePairTokenizer(learnt);
    expect(tokenizer.vocabulary).toContain('<F0>');
    expect(tokenizer.vocabulary).toContain('<F0 9F 99>');
    expect(tokenizer.decode(tokenizer.encode('🙃🙂').ids)).toBe('🙃🙂');
    expect(tokenizer.decode([tokenizer.vocabulary.indexOf('<F0>')])).toBe('\uFFFD');
    const { alphabet, merges } = JSON.parse(JSON.stringify(tokenizer.state()));
    expect(bytePairTokenizer({ alphabet, merges }).vocabulary).toEqual(tokenizer.vocabulary);
  });

  it.each<[Partial<BytePairModel>, string]>([
    [{ alphabet: [] }, 'the alphabet is empty'],
    [{ alphabet: [97, 300] }, 'alphabet entry 1, 300, is no byte'],
    [{ alphabet: [97, 97] }, 'a byte is in the alphabet twice'],
    [{ merges: [[0, 9]] }, 'merge 0 joins 0 and 9, which are not two tokens before it'],
    [{ merges: [[0, 2]] }, 'merge 0 joins 0 and 2'],
    [
      {
        merges: [
          [0, 1],
          [0, 1],
        ],
      },
      'merge 1 joins 0 and 1, which are not two tokens before it or are joined already',
    ],
    [
      { merges: Array.from({ length: 40 }, (_, i): [number, number] => (i ? [i + 1, i + 1] : [0, 0])) },
      'makes a token of',
    ],
  ])('refuses the state %j', (state, sentence) => {
    expect(() => bytePairTokenizer({ alphabet: [97, 98], merges: [], ...state })).toThrow(sentence);
  });

  it('refuses ids it does not have', () => {
    expect(() => bytePairTokenizer({ alphabet: [97, 98], merges: [] }).decode([2])).toThrow(
      'ids go from 0 to 1',
    );
  });
});
