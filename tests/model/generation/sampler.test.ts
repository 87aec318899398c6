// Sampling and the learning-rate schedule against values from PyTorch.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { probabilities, sampleIndex, samplingProblems } from '../../../src/model/generation/sampler.ts';
import { learningRateAt } from '../../../src/model/training/learning-rate-schedule.ts';
import { expectAllclose } from '../../support/kernels/allclose.ts';
import { Golden, TOLERANCE } from '../../support/model/goldens.ts';

describe('probabilities', () => {
  const golden = new Golden('sampling');
  const cases = golden.names.filter((name) => name.startsWith('probs.'));

  it.each(cases)('%s', (name) => {
    const [, t, k, p] = /^probs\.t([\d.]+?)(?:\.top_k(\d+))?(?:\.top_p([\d.]+))?$/.exec(
      name,
    ) as RegExpExecArray;
    const config = {
      temperature: Number(t),
      topK: k ? Number(k) : undefined,
      topP: p ? Number(p) : undefined,
    };
    const [rows, V] = golden.shape('logits');
    for (let row = 0; row < rows; row++) {
      const got = probabilities(golden.floats('logits').subarray(row * V, (row + 1) * V), config);
      const want = golden.floats(name).subarray(row * V, (row + 1) * V);
      expectAllclose(got, want, { ...TOLERANCE.forward, label: `${name}, row ${row}` });
      // What is cut is 0, and so is, in the fixture's float32, what is too small for it.
      const zeros = (p: ArrayLike<number>) => Float32Array.from(p).filter((x) => x === 0).length;
      expect(zeros(got)).toBe(zeros(want));
    }
  });

  it('temperature 0 selects the most probable token', () => {
    expect([...probabilities([1, 3, 2], { temperature: 0 })]).toEqual([0, 1, 0]);
  });
});

describe('sampleIndex', () => {
  it('never samples a token of probability 0', () => {
    const p = Float64Array.of(0, 0.5, 0, 0.5, 0);
    expect(sampleIndex(p, 0)).toBe(1);
    expect(sampleIndex(p, 0.49)).toBe(1);
    expect(sampleIndex(p, 0.51)).toBe(3);
    expect(sampleIndex(p, 1 - 1e-17)).toBe(3);
  });

  it('samples with the given frequencies', () => {
    const p = Float64Array.of(0.2, 0.3, 0.5);
    const counts = [0, 0, 0];
    for (let i = 0; i < 1000; i++) counts[sampleIndex(p, i / 1000)]++;
    expect(counts).toEqual([200, 300, 500]);
  });
});

it('rejects invalid settings', () => {
  expect(samplingProblems({ temperature: 0.7, topK: 5, topP: 0.9 })).toEqual([]);
  expect(samplingProblems({ temperature: -1, topK: 0, topP: 2 })).toHaveLength(3);
  expect(samplingProblems({ temperature: Number.NaN })).toHaveLength(1);
});

it('the learning rate has a linear warm-up and a cosine decay', () => {
  const file = new URL('../../fixtures/goldens/schedule.json', import.meta.url);
  const { lr, lr_max, lr_min, warmup_steps, steps } = JSON.parse(readFileSync(file, 'utf8'));
  const schedule = { steps, learningRate: lr_max, minLearningRate: lr_min, warmupSteps: warmup_steps };
  const got = Array.from({ length: steps }, (_, step) => learningRateAt(step, schedule));
  expectAllclose(got, lr, { rtol: 1e-12, atol: 0, label: 'learning rate' });
});
