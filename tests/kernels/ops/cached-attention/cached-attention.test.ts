// Attention to a cache: it sees what whole attention sees, and nothing of what stands in places not yet reached.

import { describe, expect, test } from 'vitest';
import {
  cachedAttention,
  checkPastLengths,
} from '../../../../src/kernels/ops/cached-attention/cached-attention.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

/** Two positions of one head, two wide: query, key, value. */
const FIRST = [1, 0, 0, 0, 1, 2];
const SECOND = [2, 1, 3, 1, 3, 4];
const attributes = { H: 1, scale: 1 };
/** Of the second position: its scores are 0 and 7. */
const share = 1 / (1 + Math.exp(7));
const mixed = [share * 1 + (1 - share) * 3, share * 2 + (1 - share) * 4];

describe('cached attention', () => {
  test('several positions at once see each other up to their own', () => {
    const { z, keys, values } = runReference(cachedAttention, {
      dims: { B: 1, T: 2, S: 3, C: 2, three_C: 6 },
      attributes,
      values: { qkv: [...FIRST, ...SECOND], past: [0], keys: Array(6).fill(9), values: Array(6).fill(9) },
    });
    expect([...keys]).toEqual([0, 0, 3, 1, 9, 9]);
    expect([...values]).toEqual([1, 2, 3, 4, 9, 9]);
    expect([...z.subarray(0, 2)]).toEqual([1, 2]);
    expect(z[2]).toBeCloseTo(mixed[0], 6);
    expect(z[3]).toBeCloseTo(mixed[1], 6);
  });

  test('one position sees what rows of different lengths hold before it', () => {
    const { z, keys } = runReference(cachedAttention, {
      dims: { B: 2, T: 1, S: 3, C: 2, three_C: 6 },
      attributes,
      values: {
        qkv: [...SECOND, ...FIRST],
        past: [1, 0],
        keys: [0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9],
        values: [1, 2, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9],
      },
    });
    expect([...keys]).toEqual([0, 0, 3, 1, 9, 9, 0, 0, 9, 9, 9, 9]);
    expect(z[0]).toBeCloseTo(mixed[0], 6);
    expect(z[1]).toBeCloseTo(mixed[1], 6);
    expect([...z.subarray(2)]).toEqual([1, 2]);
  });

  test('positions beyond the cache are refused', () => {
    expect(() => checkPastLengths([0, 3], { T: 2, S: 5 })).not.toThrow();
    expect(() => checkPastLengths([0, 4], { T: 2, S: 5 })).toThrow(
      'cached-attention: row 1 has 4 positions and room for 5; 2 more do not fit',
    );
  });
});
