// A tokenizer.bin of any size is read in slices, and the merges of its tokens take no more memory than a tokenizer.json may.

import { describe, expect, it } from 'vitest';
import { toTokenizerJson } from '../../../../src/model/files/llama2c/llama2c-tokenizer.ts';
import { finish } from '../../../../src/shared/budget.ts';
import { llama2cTokenizer } from '../../../support/model/llama2c-files.ts';

const SPECIAL = ['<unk>', '<s>', '</s>'];

const bytesOf = (tokens: readonly string[]) => llama2cTokenizer([...SPECIAL, ...tokens], 256).arrayBuffer();

describe('a tokenizer.bin', () => {
  it('of long tokens is read in slices of bounded work', async () => {
    const tokens = Array.from({ length: 6000 }, (_, id) => String(id).padStart(252, 'x'));
    const reading = toTokenizerJson(await bytesOf(tokens), SPECIAL.length + tokens.length);
    let slices = 0;
    while (!reading.next().done) slices++;
    // 251 cuts of each token, of which a slice tries some ten thousand.
    expect(slices).toBeGreaterThan((251 * tokens.length) / 20_000);
  });

  it('of more tokens than any tokenizer has here is refused before they are read', async () => {
    const reading = toTokenizerJson(await bytesOf(['a']), 1_000_000);
    expect(() => reading.next()).toThrow('the model has 1000000 tokens; 262144 are read at most');
  });

  it('whose tokens are cut in millions of ways is refused', async () => {
    // Every part of a repeated word is a token: each can be cut anywhere.
    const word = Array.from({ length: 200 }, (_, i) => String.fromCharCode(0x100 + i)).join('');
    const tokens = Array.from({ length: 200 * 120 }, (_, i) =>
      (word + word).slice(i % 200).slice(0, 1 + Math.floor(i / 200)),
    );
    expect(new Set(tokens).size).toBe(tokens.length);
    const bytes = await bytesOf(tokens);
    expect(() => finish(toTokenizerJson(bytes, SPECIAL.length + tokens.length))).toThrow(
      'its tokens can be joined from each other in too many ways; those of a real vocabulary have a few each',
    );
  });
});
