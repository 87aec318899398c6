// tokenizer.json of this lab's tokenizers. `tests/long/transformers.test.ts` runs it in the library of Hugging Face.

import { describe, expect, it } from 'vitest';
import { bytePairTokenizer } from '../../../src/model/tokenizers/byte-pair.ts';
import type { Tokenizer } from '../../../src/model/tokenizers/tokenizer.ts';
import { tokenizerFromJson } from '../../../src/model/tokenizers/tokenizer-json.ts';
import { WHITE_SPACE } from '../../../src/model/tokenizers/white-space.ts';
import { wordAndByteTokenizer } from '../../../src/model/tokenizers/words-and-bytes.ts';
import { tokenizerJsonProblem, toTokenizerJson } from '../../../src/model/tokenizers/write-tokenizer-json.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { KNOWN_TEXTS, TOKENIZERS } from '../../support/transformers/exported-models.ts';

const reopen = (value: unknown, V: number): Promise<Tokenizer> =>
  runToCompletion(tokenizerFromJson(JSON.parse(JSON.stringify(value)), V));

describe.each(Object.entries(TOKENIZERS))('the %s tokenizer', (kind, own) => {
  const json = toTokenizerJson(own.state());
  const V = own.vocabulary.length;

  it('is the same after its tokenizer.json is opened', async () => {
    const reopened = await reopen(json, V);
    expect(reopened.kind).toBe(own.kind);
    expect(reopened.vocabulary).toEqual(own.vocabulary);
    for (const text of KNOWN_TEXTS[kind]) {
      const { ids } = own.encode(text);
      expect(reopened.encode(text)).toMatchObject({ ids, unknown: [] });
      expect(reopened.decode(ids)).toBe(own.decode(ids));
    }
  });

  it('is refused for a model with another vocabulary', async () => {
    await expect(reopen(json, V - 1)).rejects.toThrow(/^tokenizer\.json: .*belongs to another model\.$/);
  });
});

it('what the format cannot hold is named', () => {
  for (const own of Object.values(TOKENIZERS)) expect(tokenizerJsonProblem(own.state())).toBeUndefined();
  expect(tokenizerJsonProblem(wordAndByteTokenizer(['bird']).state())).toBe(
    'tokenizer.json cannot hold this tokenizer, which reads words in any case and writes sentences with capitals.',
  );
  const { state } = bytePairTokenizer({
    alphabet: [97, 98],
    merges: [
      [0, 1],
      [1, 0],
      [2, 0],
      [0, 3],
    ],
  }); // prettier-ignore
  expect(tokenizerJsonProblem(state())).toContain('this tokenizer has two for one: 4 and 5.');
});

it.each([
  ['a pattern of its own', { pre_tokenizer: { type: 'Split', pattern: { Regex: '(a+)+' } } }],
  ['ids with gaps', { model: { type: 'WordLevel', vocab: { a: 0, b: 2 } } }],
])('a word tokenizer with %s is refused', async (_, change) => {
  const json = { ...toTokenizerJson(TOKENIZERS.words.state()), ...change };
  await expect(reopen(json, 2)).rejects.toThrow('only byte-pair tokenizers (BPE) are supported');
});

it('white space is what JavaScript’s regular expressions take for it', () => {
  const pattern = new RegExp(`[${WHITE_SPACE}]`, 'u');
  const isDifferent = (character: string) => pattern.test(character) !== /\s/u.test(character);
  expect(Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(isDifferent)).toEqual(
    [],
  );
});
