// Softmax and sampling on the main thread match the engine at every temperature, with reproducible random numbers.

import { describe, expect, it } from 'vitest';
import { probabilities, sampleIndex } from '../../../../src/model/generation/sampler.ts';
import {
  candidates,
  distribution,
  sampleToken,
} from '../../../../src/ui/course/05-transformers/distribution.ts';

const LOGITS = Float32Array.from([-0.8, -5, 0.5, 1.5, 3.4, -2.3, 2.5]);

describe('the distribution', () => {
  it.each([0, 0.05, 0.5, 1, 2, 10])('at T = %s matches the engine’s sampler', (temperature) => {
    const engine = probabilities(LOGITS, { temperature });
    const page = distribution(LOGITS, temperature);
    for (const [id, p] of page.entries()) expect(p).toBeCloseTo(engine[id], 12);
  });

  it('handles logits whose exponentials overflow', () => {
    expect(Array.from(distribution([2000, 2000, -2000], 0.5))).toEqual([0.5, 0.5, 0]);
  });

  it('at T = 0 gives probability 1 to the first of equal logits', () => {
    expect(Array.from(distribution([1, 3, 3], 0))).toEqual([0, 1, 0]);
  });
});

describe('sampling', () => {
  it('is reproducible by seed and position, and varies along the text', () => {
    const p = distribution(LOGITS, 5);
    const along = (seed: number) => Array.from({ length: 40 }, (_, place) => sampleToken(p, seed, place));
    expect(along(1)).toEqual(along(1));
    expect(along(1)).not.toEqual(along(2));
    expect(new Set(along(1)).size).toBeGreaterThan(3);
  });

  it('matches the probabilities in frequency', () => {
    const p = distribution(LOGITS, 1);
    const drawn = Array.from({ length: 4000 }, (_, place) => sampleToken(p, 9, place));
    for (const id of [3, 4, 6]) {
      expect(drawn.filter((each) => each === id).length / 4000).toBeCloseTo(p[id], 1);
    }
  });

  it('never selects a token with probability 0', () => {
    const p = distribution(LOGITS, 0);
    for (let place = 0; place < 50; place++) expect(sampleToken(p, 3, place)).toBe(sampleIndex(p, 0.99));
  });
});

it('candidates are the most probable tokens with their logits', () => {
  const vocabulary = ['Dumbledore', 'Flitwick', 'McGonagall', 'Quirrell', 'Snape', 'Sprout', 'Trelawney'];
  const [first, second] = candidates(LOGITS, 1, vocabulary, 2);
  expect([first.text, second.text]).toEqual(['Snape', 'Trelawney']);
  expect(first.logit).toBeCloseTo(3.4, 5);
});
