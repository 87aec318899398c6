// Links between words: what they are worth to a head that knows positions alone, and sentences with links written by hand.

import { describe, expect, it } from 'vitest';
import {
  fixedDistance,
  linksElsewhere,
  linksOf,
  uniformAttention,
} from '../../../src/model/data/attention-links.ts';
import { toAttentionProbe } from '../../../src/model/data/linked-sentences.ts';
import { wordTokenizer } from '../../../src/model/tokenizers/words.ts';

const probe = (...pairs: (readonly [query: number, key: number])[]) => ({
  tokens: Array.from({ length: 10 }, (_, i) => i),
  pairs: pairs.map(([query, key]) => ({ query, key })),
});

describe('a head for a fixed distance', () => {
  it('follows every link that is always as long', () => {
    expect(fixedDistance([probe([2, 1]), probe([7, 6], [4, 3])]).value).toBe(1);
  });

  it('follows a part of those whose distance varies, and of held-out ones their own part', () => {
    const varied = [probe([2, 1]), probe([7, 5]), probe([6, 3]), probe([4, 3])];
    expect(fixedDistance(varied, [probe([9, 8])])).toEqual({
      label: expect.any(String),
      value: 1 / 2,
      heldOut: 1,
    });
  });

  it('follows a link to several words with one of them', () => {
    expect(fixedDistance([probe([3, 1], [3, 2]), probe([5, 4])]).value).toBe(1);
  });
});

it('a link has all keys of its query, and uniform attention a share for each', () => {
  const { pairs } = probe([3, 1], [5, 4], [3, 2]);
  expect(linksOf(pairs)).toEqual([
    { query: 3, keys: [1, 2] },
    { query: 5, keys: [4] },
  ]);
  expect(uniformAttention([{ tokens: [], pairs }])).toBeCloseTo((2 / 4 + 1 / 6) / 2, 12);
});

it('elsewhere are the same distances from every query without a link', () => {
  const links = [
    { query: 2, keys: [1] },
    { query: 4, keys: [1, 2] },
  ];
  expect(linksElsewhere(links, 5)).toEqual([
    { query: 1, keys: [0] },
    { query: 3, keys: [2] },
    { query: 3, keys: [0, 1] },
  ]);
  expect(linksElsewhere(links, 5, [links[1]])).toEqual([{ query: 3, keys: [0, 1] }]);
});

describe('a linked sentence', () => {
  const tokenizer = wordTokenizer('the sleepy old cat saw a bird .'.split(' '));

  it('has the places of its words', () => {
    const { pairs } = toAttentionProbe(tokenizer, {
      text: 'the sleepy old cat saw a bird .',
      links: 'cat sleepy, bird cat',
    });
    expect(pairs).toEqual([
      { query: 3, key: 1 },
      { query: 6, key: 3 },
    ]);
  });

  it('has each word once, and the key first', () => {
    const of = (text: string, links: string) => () => toAttentionProbe(tokenizer, { text, links });
    expect(of('the cat saw the bird', 'cat the')).toThrow('has the word “the” 2 times');
    expect(of('the cat saw a bird', 'cat old')).toThrow('has the word “old” 0 times');
    expect(of('the cat saw a bird', 'cat bird')).toThrow('the second word has to stand first');
  });
});
