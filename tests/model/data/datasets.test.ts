// The contract of every data set: batches depend on seed, split and step alone; targets are the next tokens.

import { describe, expect, it } from 'vitest';
import { IGNORE_INDEX } from '../../../src/model/data/dataset.ts';
import type { DatasetChoice } from '../../../src/model/data/datasets.ts';
import { createDataset, DATASET_NAMES, isDatasetName } from '../../../src/model/data/datasets.ts';

const CHOICES: DatasetChoice[] = [
  ...DATASET_NAMES.map((name) => ({ name }) as DatasetChoice),
  { name: 'repeats', options: { fixedLength: 16, vocabulary: 64 } },
  { name: 'text', options: { tokenizer: 'words' } },
];

describe.each(CHOICES)('data set $name $options', (choice) => {
  const dataset = createDataset(choice);
  const V = dataset.tokenizer.vocabulary.length;

  it('batches depend on seed, split and step alone', () => {
    const sizes = { B: 4, T: 32 };
    const steps = [0, 1, 2, 400, 3];
    const inOrder = steps.map((step) => dataset.batch({ split: 'train', step, seed: 5, ...sizes }));
    const another = createDataset(choice);
    for (const [i, step] of [...steps.entries()].reverse()) {
      another.batch({ split: 'validation', step, seed: 5, ...sizes });
      another.batch({ split: 'train', step, seed: 6, ...sizes });
      expect(another.batch({ split: 'train', step, seed: 5, ...sizes })).toEqual(inOrder[i]);
    }
  });

  it('batches differ between seeds, splits and steps', () => {
    const batch = { split: 'train', step: 3, seed: 1, B: 4, T: 32 } as const;
    const { tokens } = dataset.batch(batch);
    expect(dataset.batch({ ...batch, step: 4 }).tokens).not.toEqual(tokens);
    expect(dataset.batch({ ...batch, seed: 2 }).tokens).not.toEqual(tokens);
    expect(dataset.batch({ ...batch, split: 'validation' }).tokens).not.toEqual(tokens);
  });

  it.each([
    [1, 40],
    [3, 33],
    [16, 32],
  ])('targets are the next tokens, at B = %i and T = %i', (B, T) => {
    for (const split of ['train', 'validation'] as const) {
      const { tokens, targets } = dataset.batch({ split, step: 7, seed: 0, B, T });
      expect([tokens.length, targets.length]).toEqual([B * T, B * T]);
      expect(tokens.every((token) => token >= 0 && token < V)).toBe(true);
      expect(targets.some((target) => target !== IGNORE_INDEX)).toBe(true);
      for (let i = 0; i < B * T; i++) {
        if (targets[i] === IGNORE_INDEX) continue;
        if (i % T === T - 1) expect(targets[i]).toBeLessThan(V);
        else expect(targets[i]).toBe(tokens[i + 1]);
      }
    }
  });

  it('rejects invalid batch sizes', () => {
    const batch = { split: 'train', step: 0, seed: 0, B: 4, T: 32 } as const;
    expect(() => dataset.batch({ ...batch, B: 0 })).toThrow(`${choice.name}: B is 0`);
    expect(() => dataset.batch({ ...batch, T: 0 })).toThrow(/T is 0|T = 0/);
    expect(() => dataset.batch({ ...batch, B: 1.5 })).toThrow('B is 1.5');
  });

  it('has every word of its prompts in the vocabulary', () => {
    expect(dataset.prompts.length).toBeGreaterThan(2);
    for (const prompt of dataset.prompts) {
      const { ids, unknown } = dataset.tokenizer.encode(prompt);
      expect(unknown).toEqual([]);
      expect(ids.length).toBeGreaterThan(1);
    }
  });

  it('has probes with valid tokens and positions', () => {
    for (const measure of dataset.measures) {
      expect(measure.probes.length).toBeGreaterThan(0);
      if (measure.kind === 'recall') {
        for (const { tokens, answer } of measure.probes) {
          expect([...tokens, answer].every((token) => token >= 0 && token < V)).toBe(true);
        }
      } else if (measure.kind === 'senses') {
        for (const { tokens, position } of measure.probes)
          expect(tokens[position]).toBe(measure.probes[0].tokens[measure.probes[0].position]);
      } else {
        const pairs = measure.probes.flatMap(({ tokens, pairs }) =>
          pairs.map((pair) => ({ ...pair, tokens })),
        );
        for (const { query, key, tokens } of pairs) {
          expect(key).toBeLessThanOrEqual(query);
          expect(query).toBeLessThan(tokens.length);
        }
        const queries = measure.probes.reduce(
          (sum, probe) => sum + new Set(probe.pairs.map(({ query }) => query)).size,
          0,
        );
        const even = pairs.reduce((sum, { query }) => sum + 1 / (query + 1), 0) / queries;
        expect(measure.chance).toBeCloseTo(even, 12);
      }
    }
  });
});

describe('createDataset', () => {
  it('lists the data sets in the error about an unknown one', () => {
    const wrong = { name: '__proto__' } as unknown as DatasetChoice;
    expect(() => createDataset(wrong)).toThrow(
      "data set: '__proto__' is unknown; there are facts, league, stories, repeats, text, world",
    );
    expect(isDatasetName('constructor')).toBe(false);
    expect(isDatasetName('facts')).toBe(true);
  });
});
