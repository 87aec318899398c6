// GPT-2's tokenizer.json: display of bytes, unknown characters, rejection of malicious files.

import { describe, expect, it } from 'vitest';
import { tokenizerFromJson } from '../../../src/model/tokenizers/tokenizer-json.ts';
import { GPT2_CONFIG, TOKENIZER_JSON } from '../../support/model/gpt2-files.ts';

const V = GPT2_CONFIG.V;

describe('a tokenizer from tokenizer.json', () => {
  it('applies its merges, with the space before a word', async () => {
    const { encode, decode, vocabulary } = await tokenizerFromJson(TOKENIZER_JSON, V);
    const { ids, pieces, unknown } = encode('Michael Jordan plays the cat');
    expect(pieces).toEqual(['Michael', ' ', 'Jordan', ' plays', ' the', ' cat']);
    expect(decode(ids)).toBe('Michael Jordan plays the cat');
    expect(unknown).toEqual([]);
    expect(vocabulary).toHaveLength(V);
    expect(vocabulary[V - 1]).toBe('<|endoftext|>');
  });

  it.each(['', ' ', 'naïve 日本 🏀', 'a\n\tb  c', 'don’t <|endoftext|> stop'])(
    'brings back %j',
    async (text) => {
      const { encode, decode } = await tokenizerFromJson(TOKENIZER_JSON, V);
      expect(decode(encode(text).ids)).toBe(text);
      expect(encode(text).unknown).toEqual([]);
    },
  );

  it('shows partial characters in hexadecimal', async () => {
    const { encode, vocabulary } = await tokenizerFromJson(TOKENIZER_JSON, V);
    expect(encode('🏀').ids.map((id) => vocabulary[id])).toEqual(['<F0>', '<9F>', '<8F>', '<80>']);
  });

  it('reports characters without a token', async () => {
    const { q: _, ...vocab } = TOKENIZER_JSON.model.vocab as Record<string, number>;
    const json = { ...TOKENIZER_JSON, model: { ...TOKENIZER_JSON.model, vocab } };
    const { encode, vocabulary } = await tokenizerFromJson(json, V);
    expect(encode('a quiet cat').unknown).toEqual(['q']);
    expect(vocabulary[113]).toBe('<unused 113>');
  });

  it('with fewer tokens than the model names the unused ids', async () => {
    expect((await tokenizerFromJson(TOKENIZER_JSON, V + 2)).vocabulary.at(-1)).toBe(`<unused ${V + 1}>`);
  });

  it.each<[string, unknown, string]>([
    ['a number', 7, "it must be an object with 'model'"],
    [
      'another kind',
      { ...TOKENIZER_JSON, model: { type: 'Unigram', vocab: [] } },
      'only byte-pair tokenizers (BPE)',
    ],
    ['ids that are texts', withModel({ vocab: { a: '1' } }), "its 'vocab' is not a table"],
    ['two tokens of one id', withModel({ vocab: { a: 1, b: 1 } }), 'two of its tokens have the same id'],
    ['merges of one', withModel({ merges: ['ab'] }), "its 'merges' must be pairs"],
    ['an id beyond the model', withModel({ vocab: { a: 1e9 } }), 'the id 1000000000 is out of range'],
    [
      'an empty added token',
      { ...TOKENIZER_JSON, added_tokens: [{ id: 1, content: '' }] },
      'an added token is empty',
    ],
    [
      'a normalizer with a pattern',
      { ...TOKENIZER_JSON, normalizer: { type: 'Replace', pattern: { Regex: '(a+)+' }, content: '' } },
      'its normalizer must be one of NFC',
    ],
  ])('%s is rejected', async (_, json, sentence) => {
    await expect(tokenizerFromJson(json, V)).rejects.toThrow(sentence);
  });
});

function withModel(changes: object): unknown {
  return { ...TOKENIZER_JSON, added_tokens: [], model: { ...TOKENIZER_JSON.model, ...changes } };
}
