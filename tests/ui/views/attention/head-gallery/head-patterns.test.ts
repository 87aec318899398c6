// Detection of head patterns, on synthetic attention.
import { expect, test } from 'vitest';
import { detectHeadPattern } from '../../../../../src/ui/views/attention/head-gallery/head-patterns.ts';

const words = ['a', 'fluffy', 'blue', 'creature', 'roamed', 'the', 'verdant', 'forest'];

/** A causal pattern with weight `share` on one key of each query and the rest uniform over the visible keys. */
function patternOf(tokens: string[], keyFor: (query: number) => number, share = 0.9): Float32Array {
  const T = tokens.length;
  const pattern = new Float32Array(T * T);
  for (let query = 0; query < T; query++) {
    for (let key = 0; key <= query; key++) pattern[query * T + key] = (1 - share) / (query + 1);
    pattern[query * T + Math.max(0, keyFor(query))] += share;
  }
  return pattern;
}

test.each([
  ['previous', (query: number) => query - 1],
  ['itself', (query: number) => query],
  ['first', () => 0],
] as const)('detects a synthetic "%s" head', (label, keyFor) => {
  const hint = detectHeadPattern(patternOf(words, keyFor), words);
  expect(hint?.label).toBe(label);
  expect(hint?.meanAttention).toBeGreaterThan(0.9);
  expect(hint?.uniformAttention).toBeLessThan(0.35);
});

test('a transposed previous-token pattern is not detected as previous', () => {
  const pattern = patternOf(words, (query) => query - 1, 1);
  const transposed = pattern.map((_, i) => pattern[(i % 8) * 8 + Math.floor(i / 8)]);
  expect(detectHeadPattern(transposed, words)?.label).not.toBe('previous');
});

test('attention to the token after the previous occurrence is induction', () => {
  const tokens = ['x', 'y', 'z', 'w', 'x', 'y', 'z', 'w'];
  const hint = detectHeadPattern(
    patternOf(tokens, (query) => (query < 4 ? query : query - 3)),
    tokens,
  );
  expect(hint?.label).toBe('induction');
});

test('uniform attention has no dominant pattern', () => {
  expect(
    detectHeadPattern(
      patternOf(words, () => 0, 0),
      words,
    ),
  ).toBeUndefined();
});

test('one or two tokens are too few to detect a pattern', () => {
  expect(detectHeadPattern(new Float32Array([1]), ['a'])).toBeUndefined();
  expect(detectHeadPattern(new Float32Array([1, 0, 1, 0]), ['a', 'b'])).toBeUndefined();
});
