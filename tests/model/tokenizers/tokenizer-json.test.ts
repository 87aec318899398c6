// GPT-2's tokenizer.json: display of bytes, unknown characters, rejection of malicious files.

import { describe, expect, it } from 'vitest';
import { tokenizerFromJson } from '../../../src/model/tokenizers/tokenizer-json.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { GPT2_CONFIG, TOKENIZER_JSON } from '../../support/model/gpt2-files.ts';

const V = GPT2_CONFIG.V;

const openTokenizer = (json: unknown, size: number) => runToCompletion(tokenizerFromJson(json, size));

describe('a tokenizer from tokenizer.json', () => {
  it('applies its merges, with the space before a word', async () => {
    const { encode, decode, vocabulary } = await openTokenizer(TOKENIZER_JSON, V);
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
      const { encode, decode } = await openTokenizer(TOKENIZER_JSON, V);
      expect(decode(encode(text).ids)).toBe(text);
      expect(encode(text).unknown).toEqual([]);
    },
  );

  it('shows partial characters in hexadecimal', async () => {
    const { encode, vocabulary } = await openTokenizer(TOKENIZER_JSON, V);
    expect(encode('🏀').ids.map((id) => vocabulary[id])).toEqual(['<F0>', '<9F>', '<8F>', '<80>']);
  });

  it('reports characters without a token', async () => {
    const { q: _, ...vocab } = TOKENIZER_JSON.model.vocab as Record<string, number>;
    const json = { ...TOKENIZER_JSON, model: { ...TOKENIZER_JSON.model, vocab } };
    const { encode, vocabulary } = await openTokenizer(json, V);
    expect(encode('a quiet cat').unknown).toEqual(['q']);
    expect(vocabulary[113]).toBe('<unused 113>');
  });

  it('with fewer tokens than the model names the unused ids', async () => {
    expect((await openTokenizer(TOKENIZER_JSON, V + 2)).vocabulary.at(-1)).toBe(`<unused ${V + 1}>`);
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
      "its normalizer Replace is invalid at 'pattern.String': it is missing",
    ],
    [
      'a sequence of 40 ByteLevel, each of which doubles the text',
      {
        ...TOKENIZER_JSON,
        pre_tokenizer: { type: 'Sequence', pretokenizers: Array(40).fill({ type: 'ByteLevel' }) },
      },
      'its pre_tokenizer is a sequence of 40 components; at most 8 are supported',
    ],
    [
      'ByteLevel twice',
      withPreTokenizers({ type: 'ByteLevel' }, { type: 'Digits' }, { type: 'ByteLevel' }),
      'its pre_tokenizer has ByteLevel twice',
    ],
    [
      'a sequence in a sequence',
      withPreTokenizers({ type: 'Sequence', pretokenizers: [{ type: 'ByteLevel' }] }),
      'its pre_tokenizer must be one of ByteLevel',
    ],
    [
      'a pattern of its own for the pre-tokenizer',
      withPreTokenizers({ type: 'Split', pattern: { Regex: '(a+)+b' }, behavior: 'Isolated', invert: false }),
      "its pre_tokenizer Split is invalid at 'pattern.Regex': it is a pattern of its own",
    ],
    [
      'a replacement that lengthens the text',
      {
        ...TOKENIZER_JSON,
        normalizer: { type: 'Replace', pattern: { String: 'a' }, content: 'aa' },
      },
      'its normalizer Replace is invalid: it replaces a text by a longer one',
    ],
    [
      'a space that becomes a megabyte',
      withPreTokenizers({ type: 'Metaspace', replacement: 'x'.repeat(1e6) }),
      "its pre_tokenizer Metaspace is invalid at 'replacement': it must be one character",
    ],
    [
      'merges as texts and as pairs',
      withModel({ merges: ['a b', ['b', 'c']] }),
      "its 'merges' mix texts and pairs",
    ],
    [
      'merges as pairs and as texts',
      withModel({ merges: [['b', 'c'], 'a b'] }),
      "its 'merges' mix texts and pairs",
    ],
    [
      'an unknown token that it does not have',
      withModel({ unk_token: '<unk>' }),
      "its unknown token '<unk>' is not in its vocabulary",
    ],
    [
      'an added token of a megabyte',
      { ...TOKENIZER_JSON, added_tokens: [{ id: 1, content: 'x'.repeat(1e6) }] },
      "'added_tokens.0.content': it can have at most 1,000 characters",
    ],
    [
      'a token of a megabyte',
      withModel({ vocab: { ['x'.repeat(1e6)]: 1 } }),
      'one of its tokens has 1000000 characters; at most 1,000 are supported',
    ],
  ])('%s is rejected', async (_, json, sentence) => {
    await expect(openTokenizer(json, V)).rejects.toThrow(sentence);
    await expect(openTokenizer(json, V)).rejects.toThrow(/^tokenizer\.json: .{1,300}\.$/s);
  });

  it('for a model of more tokens than any is rejected', async () => {
    await expect(openTokenizer(TOKENIZER_JSON, 1e7)).rejects.toThrow(
      'tokenizer.json: the model has 10000000 tokens; at most 262,144 are supported.',
    );
  });

  it('passes nothing to the library but the known settings of known components', async () => {
    const json = withPreTokenizers({ type: 'Metaspace', str_rep: 'long '.repeat(1000), replacement: '_' });
    const { encode } = await openTokenizer(json, V);
    expect(encode('a a').ids).toHaveLength(4);
  });
});

describe('the tokenizer.json of a model', () => {
  const bytes = TOKENIZER_JSON.model;

  it('like Pythia opens: NFC, ByteLevel, runs of spaces as added tokens', async () => {
    const spaces = Array.from({ length: 23 }, (_, i) => ({
      ...{ id: V + i, content: ' '.repeat(24 - i), normalized: true, special: false },
      ...{ single_word: false, lstrip: false, rstrip: false },
    }));
    const json = {
      ...TOKENIZER_JSON,
      added_tokens: [...TOKENIZER_JSON.added_tokens, ...spaces],
      normalizer: { type: 'NFC' },
      model: { ...bytes, merges: bytes.merges.map((merge) => merge.split(' ')) },
    };
    const { encode, decode } = await openTokenizer(json, V + 23);
    expect(encode('the cat    sat').pieces).toEqual(['t', 'h', 'e', ' cat', '    ', 's', 'a', 't']);
    expect(decode(encode('the cat    sat').ids)).toBe('the cat    sat');
  });

  it('like Llama 2 opens: prepended and replaced spaces, bytes for unknown characters', async () => {
    const tokens = ['<unk>', '<s>', '</s>', '<0xC3>', '<0xA9>', '▁', 't', 'h', 'e', '▁t', 'he', '▁the'];
    const json = {
      version: '1.0',
      added_tokens: tokens
        .slice(0, 3)
        .map((content, id) => ({ id, content, special: true, normalized: false })),
      normalizer: {
        type: 'Sequence',
        normalizers: [
          { type: 'Prepend', prepend: '▁' },
          { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
        ],
      },
      pre_tokenizer: null,
      post_processor: { type: 'TemplateProcessing', single: [], pair: [], special_tokens: {} },
      decoder: {
        type: 'Sequence',
        decoders: [
          { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
          { type: 'ByteFallback' },
          { type: 'Fuse' },
          { type: 'Strip', content: ' ', start: 1, stop: 0 },
        ],
      },
      model: {
        ...{ type: 'BPE', dropout: null, unk_token: '<unk>', fuse_unk: true, byte_fallback: true },
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
        merges: ['▁ t', 'h e', '▁t he'],
      },
    };
    const { encode, decode } = await openTokenizer(json, tokens.length);
    expect(encode('the the').pieces).toEqual(['▁the', '▁the']);
    expect(decode(encode('thé the').ids)).toBe('thé the');
  });

  it('like Llama 3 opens: its pattern, then ByteLevel', async () => {
    const pattern =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    const json = {
      ...TOKENIZER_JSON,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
        ],
      },
      post_processor: { type: 'Sequence', processors: [{ type: 'ByteLevel' }] },
      model: { ...bytes, ignore_merges: true },
    };
    const { encode, decode } = await openTokenizer(json, V);
    expect(encode('the cat').pieces).toEqual(['t', 'h', 'e', ' cat']);
    expect(decode(encode("it's 1234 cats").ids)).toBe("it's 1234 cats");
  });
});

function withPreTokenizers(...pretokenizers: object[]): object {
  return { ...TOKENIZER_JSON, pre_tokenizer: { type: 'Sequence', pretokenizers } };
}

function withModel(changes: object): unknown {
  return { ...TOKENIZER_JSON, added_tokens: [], model: { ...TOKENIZER_JSON.model, ...changes } };
}
