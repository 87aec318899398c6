// The values of one query and key.
import { expect, test } from 'vitest';
import { queryKeyPair, strongestKey } from '../../../../src/ui/course/06-attention/query-key-pair.ts';
import type { HeadTraceResult } from '../../../../src/workers/rpc/api/lab-api.ts';

/** Two tokens, D = 4; the query is the first. */
const HEAD_TRACE: HeadTraceResult = {
  step: 1,
  tokens: [
    { id: 0, text: 'a' },
    { id: 1, text: 'b' },
  ],
  query: 0,
  stream: new Float32Array(8),
  input: new Float32Array(8),
  q: Float32Array.from([1, 2, 0, -1, 9, 9, 9, 9]),
  k: Float32Array.from([9, 9, 9, 9, 3, 1, 5, 1]),
  projectedQ: new Float32Array(8),
  projectedK: new Float32Array(8),
  v: new Float32Array(8),
  scores: Float32Array.from([9, 2, 0, 0]),
  pattern: Float32Array.from([1, 0, 0.5, 0.5]),
  unmaskedPattern: Float32Array.from([0.75, 0.25, 0.5, 0.5]),
  z: new Float32Array(4),
  changes: [],
  out: new Float32Array(8),
  values: new Float32Array(8),
  promoted: [],
  suppressed: [],
};

test('products are element-wise, and their sum over √D is the score', () => {
  const pair = queryKeyPair(HEAD_TRACE, 1);
  expect(Array.from(pair.products)).toEqual([3, 2, 0, -1]);
  expect(pair.sum).toBe(4);
  expect(pair.scaled).toBe(pair.sum / Math.sqrt(4));
});

test('a key after the query is masked, and its unmasked weight is separate', () => {
  expect(queryKeyPair(HEAD_TRACE, 1)).toMatchObject({ masked: true, weight: 0, unmaskedWeight: 0.25 });
  expect(strongestKey(HEAD_TRACE)).toBe(0);
});
