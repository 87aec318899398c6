// The most probable next tokens.

import { expect, it } from 'vitest';
import { topTokens } from '../../../src/lenses/shared/top-tokens.ts';
import { characterTokenizer } from '../../../src/model/tokenizers/characters.ts';

const tokenizer = characterTokenizer([...'abcdefghijklmnopqrstuvwxyz']);

it('are in descending order of their softmax probability, with their texts', () => {
  const logits = Float32Array.from({ length: 26 }, (_, i) =>
    i === 7 ? Math.log(50) : i === 2 ? Math.log(25) : 0,
  );
  const [first, second, third] = topTokens(logits, tokenizer);
  expect(first).toMatchObject({ id: 7, text: 'h', logit: logits[7] });
  expect(first.probability).toBeCloseTo(50 / 99, 6);
  expect(second.probability).toBeCloseTo(25 / 99, 6);
  expect(third.id).toBe(0);
});

it('are at most twenty', () => {
  expect(topTokens(new Float32Array(26), tokenizer)).toHaveLength(20);
  expect(topTokens(new Float32Array(2), characterTokenizer(['a', 'b']))).toHaveLength(2);
});
