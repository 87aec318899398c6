// Tokenizers with random corpora and states: every accepted text survives encoding and decoding.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text as textData } from '../../../src/model/data/text/text.ts';
import { bytePairTokenizer, toUtf8 } from '../../../src/model/tokenizers/byte-pair.ts';
import { trainBytePairs } from '../../../src/model/tokenizers/byte-pair-training.ts';
import { restoreTokenizer } from '../../../src/model/tokenizers/restore-tokenizer.ts';
import type { Tokenizer } from '../../../src/model/tokenizers/tokenizer.ts';
import { TOKENIZER_KINDS } from '../../../src/shared/settings/tokenizers.ts';
import { applyMutation, fuzz, mutation, resultOrUserError } from './fuzz.ts';

const PIECES = [
  'a',
  'b',
  'the',
  ' ',
  '\n',
  '7',
  '.',
  'é',
  'e\u0301',
  '漢',
  '🙂',
  '👩‍🚀',
  '\ud83d',
  '\u202E',
  '<b>',
  '\0',
];
const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 2 })),
  maxLength: 60,
});

/** A long text of few characters, which yields long tokens. */
const repetitive = fc
  .tuple(
    fc.string({ unit: fc.constantFrom('a', 'b', ' ', '漢'), minLength: 1, maxLength: 12 }),
    fc.integer({ min: 1, max: 60 }),
  )
  .map(([piece, times]) => piece.repeat(times));

const STATES = TOKENIZER_KINDS.map((tokenizer) =>
  textData({
    text: 'a cat sat on the mat, and the cat sat. '.repeat(4),
    tokenizer,
    vocabularySize: 40,
  }).tokenizer.state(),
);

/** Ids are in the vocabulary; decoding and encoding again gives the same ids, or others for the same text. */
function roundTripsText(tokenizer: Tokenizer, text: string): void {
  const { ids, pieces, unknown } = tokenizer.encode(text);
  expect(pieces).toHaveLength(ids.length);
  expect(ids.every((id) => tokenizer.vocabulary[id] !== undefined)).toBe(true);
  if (unknown.length > 0) return;
  const said = tokenizer.decode(ids);
  expect(tokenizer.decode(tokenizer.encode(said).ids)).toBe(said);
}

export function fuzzTokenizers(cases: number): void {
  describe(`tokenizers, ${cases} cases each`, () => {
    it.each(STATES)('of a changed state: $kind', (state) => {
      fuzz(cases, fc.tuple(fc.array(mutation, { maxLength: 3 }), anyText), ([changes, text]) => {
        const tokenizer = resultOrUserError(() =>
          restoreTokenizer(changes.reduce(applyMutation, state as unknown)),
        );
        if (tokenizer) roundTripsText(tokenizer, text);
      });
    });

    it('learnt from any text, byte pairs give it back', () => {
      const sizes = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(0, 5000));
      fuzz(cases, fc.tuple(fc.oneof(anyText, repetitive), sizes, anyText), ([text, size, other]) => {
        const learnt = trainBytePairs(text, size);
        if (learnt.alphabet.length === 0) return;
        expect(learnt.alphabet.length + learnt.merges.length).toBeLessThanOrEqual(
          Math.max(size, learnt.alphabet.length),
        );
        const tokenizer = bytePairTokenizer(learnt);
        const wellFormed = new TextDecoder('utf-8', { ignoreBOM: true }).decode(toUtf8(text));
        expect(tokenizer.decode(tokenizer.encode(text).ids)).toBe(wellFormed);
        roundTripsText(tokenizer, other);
      });
    });

    it.each(TOKENIZER_KINDS)('made for any text: %s', (tokenizer) => {
      fuzz(cases, fc.tuple(anyText, anyText), ([text, other]) => {
        const data = resultOrUserError(() => textData({ text, tokenizer, vocabularySize: 300 }));
        if (!data) return;
        expect(data.tokenizer.encode(data.text ?? '').unknown).toEqual([]);
        roundTripsText(data.tokenizer, other);
      });
    });
  });
}
