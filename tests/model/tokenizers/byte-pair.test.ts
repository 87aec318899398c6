// Byte pairs: training, round trip, unknown bytes.

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

describe('training', () => {
  it('gives the tokens of the text, as encoding it does', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 32, max: 300 }), (sample, size) => {
        const trained = trainBytePairs(sample, size);
        if (trained.alphabet.length === 0) return;
        expect([...trained.tokens]).toEqual(bytePairTokenizer(trained).encode(sample).ids);
      }),
    );
  });

  it('merges the most frequent pair first, with new counts after each merge', () => {
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

  it('gives the merges of a full recount', () => {
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

  it('reports the runners-up, and stops if no pair occurs twice', () => {
    const { steps } = trainBytePairs('abab', 1000);
    expect(steps).toEqual([{ pair: [0, 1], count: 2, runnersUp: [{ pair: [1, 0], count: 1 }], length: 2 }]);
  });

  it('never merges across words, and limits the length of chunks', () => {
    const { vocabulary } = bytePairTokenizer(trainBytePairs('so it is, so it is, '.repeat(40), 200));
    expect(vocabulary.filter((token) => /\S \S/.test(token))).toEqual([]);
    expect(vocabulary).toContain(' it');
    expect(Math.max(...splitChunks('a'.repeat(1000)).map(({ length }) => length))).toBe(64);
  });
});

describe('byte-pair tokenizer', () => {
  it('round-trips any text, whatever it was trained on', () => {
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

  it('reports characters with unknown bytes, and encodes the rest', () => {
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

  it('round-trips through JSON, and shows partial characters as bytes', () => {
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
    [{ alphabet: [97, 300] }, 'alphabet entry 1, 300, is not a byte'],
    [{ alphabet: [97, 97] }, 'the alphabet contains a byte twice'],
    [{ merges: [[0, 9]] }, 'merge 0 of 0 and 9 is a duplicate or refers to later tokens'],
    [{ merges: [[0, 2]] }, 'merge 0 of 0 and 2'],
    [
      {
        merges: [
          [0, 1],
          [0, 1],
        ],
      },
      'merge 1 of 0 and 1 is a duplicate or refers to later tokens',
    ],
    [
      { merges: Array.from({ length: 40 }, (_, i): [number, number] => (i ? [i + 1, i + 1] : [0, 0])) },
      'creates a token of',
    ],
  ])('rejects the state %j', (state, sentence) => {
    expect(() => bytePairTokenizer({ alphabet: [97, 98], merges: [], ...state })).toThrow(sentence);
  });

  it('rejects ids that are out of range', () => {
    expect(() => bytePairTokenizer({ alphabet: [97, 98], merges: [] }).decode([2])).toThrow('ids are 0 to 1');
  });
});
