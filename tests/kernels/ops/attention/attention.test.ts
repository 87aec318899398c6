// Causal masking: future positions contribute no score, no value and no gradient. Grouped-query attention: which heads share keys.

import { describe, expect, test } from 'vitest';
import { attentionMix } from '../../../../src/kernels/ops/attention-mix/attention-mix.ts';
import { attentionScores } from '../../../../src/kernels/ops/attention-scores/attention-scores.ts';
import { softmax } from '../../../../src/kernels/ops/softmax/softmax.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';
import { Golden, TOLERANCE } from '../../../support/model/goldens.ts';

const causal = { B: 1, T: 3, H: 1, D: 2 };
const q = [1, 0, 0, 1, 1, 1];
const k = [1, 2, 3, 4, 5, 6];

describe('attention scores', () => {
  test('future positions get a score of exactly −1e30 and a softmax of exactly 0', () => {
    const { scores } = runReference(attentionScores, {
      dims: causal,
      attributes: { scale: 0.5, causal: true },
      values: { q, k },
    });
    const masked = Math.fround(-1e30);
    expect([...scores]).toEqual([0.5, masked, masked, 1, 2, masked, 1.5, 3.5, 5.5]);

    const { p } = runReference(softmax, { dims: { R: 3, N: 3 }, values: { x: [...scores] } });
    expect([p[0], p[1], p[2], p[5]]).toEqual([1, 0, 0, 0]);
  });

  test('gradients at masked positions are ignored', () => {
    const gradientsFrom = (d_scores: number[]) => {
      const { d_q, d_k } = runReference(attentionScores, {
        dims: causal,
        attributes: { scale: 0.5, causal: true },
        values: { q, k, d_scores },
      });
      return { d_q, d_k };
    };
    expect(gradientsFrom([1, 100, 100, 2, 3, 100, 4, 5, 6])).toEqual(
      gradientsFrom([1, 0, 0, 2, 3, 0, 4, 5, 6]),
    );
  });

  test('without the mask every position attends to every other', () => {
    const { scores } = runReference(attentionScores, {
      dims: causal,
      attributes: { scale: 1, causal: false },
      values: { q, k },
    });
    expect([...scores]).toEqual([1, 3, 5, 2, 4, 6, 3, 7, 11]);
  });

  test('heads are independent', () => {
    const { scores } = runReference(attentionScores, {
      dims: { B: 1, T: 2, H: 2, D: 1 },
      attributes: { scale: 1, causal: false },
      values: { q: [1, 10, 2, 20], k: [3, 5, 4, 6] },
    });
    expect([...scores]).toEqual([3, 4, 6, 8, 50, 60, 100, 120]);
  });
});

describe('attention mix', () => {
  const mixed = (pattern: number[]) =>
    runReference(attentionMix, {
      dims: causal,
      attributes: { causal: true },
      values: { pattern, v: k, d_z: [1, 1, 1, 1, 1, 1] },
    });

  test('the output is the sum of values weighted by the pattern', () => {
    const { z, d_v } = mixed([1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5]);
    expect([...z]).toEqual([1, 2, 2, 3, 3.5, 4.5]);
    expect([...d_v]).toEqual([1.75, 1.75, 0.75, 0.75, 0.5, 0.5]);
  });

  test('the pattern above the diagonal is not read and gets no gradient', () => {
    const { z, d_v, d_pattern } = mixed([1, 9, 9, 0.5, 0.5, 9, 0.25, 0.25, 0.5]);
    expect([...z]).toEqual([1, 2, 2, 3, 3.5, 4.5]);
    expect([...d_v]).toEqual([1.75, 1.75, 0.75, 0.75, 0.5, 0.5]);
    expect([...d_pattern]).toEqual([3, 0, 0, 3, 7, 0, 3, 7, 11]);
  });
});

describe('grouped-query attention', () => {
  test('consecutive query heads share a head of keys, whose gradient is the sum over them', () => {
    const { scores, d_q, d_k } = runReference(attentionScores, {
      dims: { B: 1, T: 1, H: 4, KV: 2, D: 1 },
      attributes: { scale: 1, causal: true },
      values: { q: [1, 2, 3, 4], k: [10, 100], d_scores: [1, 1, 1, 2] },
    });
    expect([...scores]).toEqual([10, 20, 300, 400]);
    expect([...d_q]).toEqual([10, 10, 100, 200]);
    expect([...d_k]).toEqual([3, 11]);
  });

  test('rejects a number of query heads that is no multiple of the key heads', () => {
    const dims = { B: 1, T: 1, H: 4, KV: 3, D: 1 };
    const run = (op: typeof attentionScores | typeof attentionMix) => () =>
      runReference(op, { dims, attributes: { scale: 1, causal: true }, values: {} });
    expect(run(attentionScores)).toThrow('attention-scores: 4 heads of queries are not a multiple of 3');
    expect(run(attentionMix)).toThrow('attention-mix: 4 heads of queries are not a multiple of 3');
  });

  test.each(['llama_tiny', 'qwen3_tiny', 'neox_tiny'])('%s: equals PyTorch, gradients included', (name) => {
    const golden = new Golden(name);
    const [act, grad] = ['act', 'actgrad'].map(
      (kind) => (hook: string) => golden.floats(`${kind}.blocks.0.attn.${hook}`),
    );
    const [B, T, H, D] = golden.shape('act.blocks.0.attn.hook_rot_q');
    const KV = golden.shape('act.blocks.0.attn.hook_rot_k')[2];
    const dims = { B, T, H, KV, D };
    const scored = runReference(attentionScores, {
      dims,
      attributes: { scale: 1 / Math.sqrt(D), causal: true },
      values: { q: act('hook_rot_q'), k: act('hook_rot_k'), d_scores: grad('hook_attn_scores') },
    });
    const mixed = runReference(attentionMix, {
      dims,
      attributes: { causal: true },
      values: { pattern: act('hook_pattern'), v: act('hook_v'), d_z: grad('hook_z') },
    });
    const unmasked = (values: Float32Array | Int32Array) =>
      values.filter((_, i) => i % T <= Math.floor(i / T) % T);
    const forward = { ...TOLERANCE.forward, label: name };
    expectAllclose(unmasked(scored.scores), unmasked(act('hook_attn_scores')), forward);
    expectAllclose(mixed.z, act('hook_z'), forward);
    const gradient = { ...TOLERANCE.gradient, label: name };
    expectAllclose(scored.d_q, grad('hook_rot_q'), gradient);
    expectAllclose(scored.d_k, grad('hook_rot_k'), gradient);
    expectAllclose(mixed.d_v, grad('hook_v'), gradient);
    expectAllclose(unmasked(mixed.d_pattern), unmasked(grad('hook_pattern')), gradient);
  });
});
