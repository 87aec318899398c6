// What the page makes of logits: the same as the engine, at every temperature, with dice that repeat.

import { describe, expect, it } from 'vitest';
import { probabilities, sampleIndex } from '../../../../src/model/generation/sampler.ts';
import {
  candidates,
  distribution,
  sampleToken,
} from '../../../../src/ui/course/05-transformers/distribution.ts';

const LOGITS = Float32Array.from([-0.8, -5, 0.5, 1.5, 3.4, -2.3, 2.5]);

describe('the distribution', () => {
  it.each([0, 0.05, 0.5, 1, 2, 10])('at T = %s is that of the engine’s sampler', (temperature) => {
    const engine = probabilities(LOGITS, { temperature });
    const page = distribution(LOGITS, temperature);
    for (const [id, p] of page.entries()) expect(p).toBeCloseTo(engine[id], 12);
  });

  it('holds for logits whose powers no number could', () => {
    expect(Array.from(distribution([2000, 2000, -2000], 0.5))).toEqual([0.5, 0.5, 0]);
  });

  it('at T = 0 gives all to the first of equals', () => {
    expect(Array.from(distribution([1, 3, 3], 0))).toEqual([0, 1, 0]);
  });
});

describe('dice', () => {
  it('fall the same for the same seed and place, and differently along the text', () => {
    const p = distribution(LOGITS, 5);
    const along = (seed: number) => Array.from({ length: 40 }, (_, place) => sampleToken(p, seed, place));
    expect(along(1)).toEqual(along(1));
    expect(along(1)).not.toEqual(along(2));
    expect(new Set(along(1)).size).toBeGreaterThan(3);
  });

  it('fall as often as the probabilities say', () => {
    const p = distribution(LOGITS, 1);
    const drawn = Array.from({ length: 4000 }, (_, place) => sampleToken(p, 9, place));
    for (const id of [3, 4, 6]) {
      expect(drawn.filter((each) => each === id).length / 4000).toBeCloseTo(p[id], 1);
    }
  });

  it('never show what has no probability', () => {
    const p = distribution(LOGITS, 0);
    for (let place = 0; place < 50; place++) expect(sampleToken(p, 3, place)).toBe(sampleIndex(p, 0.99));
  });
});

it('the candidates are the most probable tokens with their logits', () => {
  const vocabulary = ['Dumbledore', 'Flitwick', 'McGonagall', 'Quirrell', 'Snape', 'Sprout', 'Trelawney'];
  const [first, second] = candidates(LOGITS, 1, vocabulary, 2);
  expect([first.text, second.text]).toEqual(['Snape', 'Trelawney']);
  expect(first.logit).toBeCloseTo(3.4, 5);
});
