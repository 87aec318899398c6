// Repeats: only what an earlier occurrence determines is scored, and the probe is of a length that is never trained.

import { describe, expect, it } from 'vitest';
import { IGNORE_INDEX } from '../../../src/model/data/dataset.ts';
import { repeats } from '../../../src/model/data/repeats.ts';
import { recallProbes } from './decode-batches.ts';

const T = 32;
const B = 16;

function* rows(dataset: ReturnType<typeof repeats>, steps: number) {
  for (let step = 0; step < steps; step++) {
    const { tokens, targets } = dataset.batch({ split: 'train', step, seed: 0, B, T });
    for (let b = 0; b < B; b++) {
      yield {
        tokens: [...tokens.slice(b * T, (b + 1) * T)],
        targets: [...targets.slice(b * T, (b + 1) * T)],
      };
    }
  }
}

const inductionOf = (dataset: ReturnType<typeof repeats>) => {
  const measure = dataset.measures[0];
  if (measure.kind !== 'attention') throw new Error('the first measure is the induction head');
  return measure;
};

describe('repeats', () => {
  it('scores a target only if the token has been before, and what followed it then is the target', () => {
    let scored = 0;
    for (const { tokens, targets } of rows(repeats(), 50)) {
      for (const [t, target] of targets.entries()) {
        if (target === IGNORE_INDEX) continue;
        scored++;
        const before = tokens.lastIndexOf(tokens[t], t - 1);
        expect(before).toBeGreaterThanOrEqual(0);
        expect(tokens[before + 1]).toBe(target);
      }
    }
    expect(scored / (50 * B * T)).toBeGreaterThan(0.25);
  });

  it('uses chunks of 3 to 8 distinct tokens that come back in no fixed distance', () => {
    const distances = new Set<number>();
    for (const { tokens, targets } of rows(repeats(), 20)) {
      for (const [t, target] of targets.entries()) {
        if (target !== IGNORE_INDEX) distances.add(t - tokens.lastIndexOf(tokens[t], t - 1));
      }
    }
    expect(distances.size).toBeGreaterThan(15);
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(3);
  });

  it('has something to score in every row, however short', () => {
    const { targets } = repeats().batch({ split: 'train', step: 0, seed: 0, B: 64, T: 16 });
    for (let b = 0; b < 64; b++)
      expect(targets.subarray(b * 16, b * 16 + 16).some((target) => target >= 0)).toBe(true);
  });

  it('looks for the induction head where a run of 15 comes back', () => {
    const { probes, chance } = inductionOf(repeats());
    expect(chance).toBeGreaterThan(0.04);
    expect(chance).toBeLessThan(0.045);
    for (const { tokens, pairs } of probes) {
      expect(tokens).toHaveLength(T);
      expect(pairs).toHaveLength(15);
      for (const { query, key } of pairs) {
        expect(tokens[key - 1]).toBe(tokens[query]);
        expect(key).toBeLessThan(query);
      }
    }
  });

  it('asks for the token that came next the first time', () => {
    for (const { tokens, answer } of recallProbes(repeats())) {
      const before = tokens.indexOf(tokens[tokens.length - 1]);
      expect(before).toBeLessThan(tokens.length - 1);
      expect(tokens[before + 1]).toBe(answer);
    }
  });

  it('can set the trap: one run of a fixed length, asked at that length as well', () => {
    const dataset = repeats({ fixedLength: 16 });
    for (const { tokens, targets } of rows(dataset, 5)) {
      expect(new Set(tokens.slice(0, 16)).size).toBe(16);
      expect(tokens.slice(16)).toEqual(tokens.slice(0, 16));
      expect(targets.map((target) => target !== IGNORE_INDEX)).toEqual(tokens.map((_, t) => t >= 16));
    }
    expect(dataset.measures.map(({ name }) => name)).toEqual([
      'induction',
      'copying',
      'copying at the trained length, 16',
    ]);
  });

  it.each([
    [{ vocabulary: 31 }, 'repeats: vocabulary is 31; it can be 32 to 85 syllables'],
    [{ vocabulary: 1000 }, 'vocabulary is 1000'],
    [{ fixedLength: 1 }, 'repeats: fixedLength is 1; it can be 2 to 33'],
    [{ fixedLength: 34 }, 'fixedLength is 34'],
  ])('says what is wrong with %j', (options, sentence) => {
    expect(() => repeats(options)).toThrow(sentence);
  });

  it('says if rows are too short for anything to come back', () => {
    const batch = { split: 'train', step: 0, seed: 0, B: 1 } as const;
    expect(() => repeats().batch({ ...batch, T: 15 })).toThrow('T is 15; rows need at least 16 tokens');
    expect(() => repeats({ fixedLength: 16 }).batch({ ...batch, T: 16 })).toThrow('at least 17 tokens');
  });
});
