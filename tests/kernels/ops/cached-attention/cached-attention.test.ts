// Attention with a KV cache: the results of full attention, independent of later positions of the cache.

import { describe, expect, test } from 'vitest';
import { attentionMix } from '../../../../src/kernels/ops/attention-mix/attention-mix.ts';
import { attentionScores } from '../../../../src/kernels/ops/attention-scores/attention-scores.ts';
import {
  cachedAttention,
  cachedGroupedAttention,
  checkPastLengths,
} from '../../../../src/kernels/ops/cached-attention/cached-attention.ts';
import { softmax } from '../../../../src/kernels/ops/softmax/softmax.ts';
import { seededRandom } from '../../../../src/kernels/verification/op-harness.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

/** Query, key and value of two positions of one head of width 2. */
const FIRST = [1, 0, 0, 0, 1, 2];
const SECOND = [2, 1, 3, 1, 3, 4];
const attributes = { H: 1, scale: 1 };
/** Softmax of the second position's scores 0 and 7, and its output. */
const weight = 1 / (1 + Math.exp(7));
const expected = [weight * 1 + (1 - weight) * 3, weight * 2 + (1 - weight) * 4];

describe('cached attention', () => {
  test('several new positions attend causally to each other', () => {
    const { z, keys, values } = runReference(cachedAttention, {
      dims: { B: 1, T: 2, S: 3, C: 2, three_C: 6 },
      attributes,
      values: { qkv: [...FIRST, ...SECOND], past: [0], keys: Array(6).fill(9), values: Array(6).fill(9) },
    });
    expect([...keys]).toEqual([0, 0, 3, 1, 9, 9]);
    expect([...values]).toEqual([1, 2, 3, 4, 9, 9]);
    expect([...z.subarray(0, 2)]).toEqual([1, 2]);
    expect(z[2]).toBeCloseTo(expected[0], 6);
    expect(z[3]).toBeCloseTo(expected[1], 6);
  });

  test('rows of a batch can have different lengths', () => {
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
    expect(z[0]).toBeCloseTo(expected[0], 6);
    expect(z[1]).toBeCloseTo(expected[1], 6);
    expect([...z.subarray(2)]).toEqual([1, 2]);
  });

  test('rejects positions beyond the cache', () => {
    expect(() => checkPastLengths([0, 3], { T: 2, S: 5 })).not.toThrow();
    expect(() => checkPastLengths([0, 4], { T: 2, S: 5 })).toThrow(
      'cached-attention: row 1 of the cache holds 4 of 5 positions; 2 more do not fit',
    );
  });
});

test('position by position, grouped-query attention with a cache gives the results of attention to all positions', () => {
  const [T, H, KV, D, scale] = [5, 4, 2, 3, 0.5];
  const random = seededRandom(3);
  const [q, k, v] = [H, KV, KV].map((heads) => Array.from({ length: T * heads * D }, () => 2 * random() - 1));
  const whole = { B: 1, T, H, KV, D };
  const causal = { scale, causal: true };
  const { scores } = runReference(attentionScores, { dims: whole, attributes: causal, values: { q, k } });
  const { p } = runReference(softmax, { dims: { R: H * T, N: T }, values: { x: scores } });
  const { z } = runReference(attentionMix, { dims: whole, attributes: causal, values: { pattern: p, v } });

  let cache = { keys: Array<number>(T * KV * D).fill(9), values: Array<number>(T * KV * D).fill(9) };
  for (let t = 0; t < T; t++) {
    const row = (numbers: number[], heads: number) => numbers.slice(t * heads * D, (t + 1) * heads * D);
    const step = runReference(cachedGroupedAttention, {
      dims: { B: 1, T: 1, S: T, H, KV, D },
      attributes: { scale },
      values: { q: row(q, H), k: row(k, KV), v: row(v, KV), past: [t], ...cache },
    });
    cache = { keys: [...step.keys], values: [...step.values] };
    expect([...step.z]).toEqual(row([...z], H).map((x) => expect.closeTo(x, 6)));
  }
});
