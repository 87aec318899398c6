// Repeats: the loss includes determined targets only; probes have a held-out length.

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
  it('includes a target in the loss only if an earlier occurrence determines it', () => {
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

  it('repeats chunks of 3 to 8 distinct tokens at varying distances', () => {
    const distances = new Set<number>();
    for (const { tokens, targets } of rows(repeats(), 20)) {
      for (const [t, target] of targets.entries()) {
        if (target !== IGNORE_INDEX) distances.add(t - tokens.lastIndexOf(tokens[t], t - 1));
      }
    }
    expect(distances.size).toBeGreaterThan(15);
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(3);
  });

  it('has a target in the loss in every row, however short', () => {
    const { targets } = repeats().batch({ split: 'train', step: 0, seed: 0, B: 64, T: 16 });
    for (let b = 0; b < 64; b++)
      expect(targets.subarray(b * 16, b * 16 + 16).some((target) => target >= 0)).toBe(true);
  });

  it('measures induction on the repetition of a run of 15', () => {
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

  it('probes for the token that followed the first occurrence', () => {
    for (const { tokens, answer } of recallProbes(repeats())) {
      const before = tokens.indexOf(tokens[tokens.length - 1]);
      expect(before).toBeLessThan(tokens.length - 1);
      expect(tokens[before + 1]).toBe(answer);
    }
  });

  it('supports a run of fixed length, with probes of that length as well', () => {
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
  ])('rejects %j', (options, sentence) => {
    expect(() => repeats(options)).toThrow(sentence);
  });

  it('rejects rows too short for a repetition', () => {
    const batch = { split: 'train', step: 0, seed: 0, B: 1 } as const;
    expect(() => repeats().batch({ ...batch, T: 15 })).toThrow('T is 15; rows need at least 16 tokens');
    expect(() => repeats({ fixedLength: 16 }).batch({ ...batch, T: 16 })).toThrow('at least 17 tokens');
  });
});
