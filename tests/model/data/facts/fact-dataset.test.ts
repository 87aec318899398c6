// Fact data sets: training sentences, held-out sentences, probes.

import { describe, expect, it } from 'vitest';
import { compositionalFacts } from '../../../../src/model/data/facts/compositional-facts.ts';
import type { FactDatasetOptions } from '../../../../src/model/data/facts/fact-dataset.ts';
import { createFactDataset } from '../../../../src/model/data/facts/fact-dataset.ts';
import { facts } from '../../../../src/model/data/facts/facts.ts';
import { decodeRows, decodeSentences, heldOutProbes, recallProbes } from '../decode-batches.ts';

const SMALL: FactDatasetOptions = {
  name: 'pets',
  description: 'Who keeps what.',
  facts: [
    { subject: 'Ann Lee', relation: 'pet', answer: 'cat' },
    { subject: 'Ann Poe', relation: 'pet', answer: 'dog' },
    { subject: 'constructor', relation: 'pet', answer: '__proto__' },
  ],
  relations: [{ name: 'pet', wordings: ['{subject} has a {answer}.', 'A {answer} lives with {subject}.'] }],
  prompts: [],
  statistics: () => [],
  heldOut: 0,
};

describe.each([facts, compositionalFacts])('%o', (create) => {
  const dataset = create();

  it('never trains on a held-out sentence, whole or truncated', () => {
    const held = new Set(
      heldOutProbes(dataset).map(({ tokens, answer }) => dataset.tokenizer.decode([...tokens, answer])),
    );
    expect(held.size).toBeGreaterThan(50);
    for (let step = 0; step < 300; step++) {
      const sentences = decodeRows(dataset, 'train', step).flatMap((row) => row.split(/(?<=\.) /));
      expect(sentences.filter((sentence) => held.has(sentence.replace(/\.$/, '')))).toEqual([]);
    }
  });

  it('no sentence has one of the new wordings, whose words are known', () => {
    const sentences = (dataset.sentences ?? []).map((ids) => ` ${dataset.tokenizer.decode(ids)}`);
    for (const { name, newWordings = [] } of dataset.relations) {
      expect(newWordings.length).toBeGreaterThan(3);
      for (const wording of newWordings)
        for (const { subject, relation } of dataset.facts) {
          if (relation !== name) continue;
          const question = wording.replace('{subject}', subject);
          expect(dataset.tokenizer.encode(question).unknown).toEqual([]);
          expect(sentences.filter((sentence) => sentence.includes(` ${question} `))).toEqual([]);
        }
    }
  });

  it('validates on held-out sentences only', () => {
    const held = new Set(
      heldOutProbes(dataset).map(({ tokens, answer }) => `${dataset.tokenizer.decode([...tokens, answer])}.`),
    );
    const seen = new Set(
      Array.from({ length: 20 }, (_, step) => decodeSentences(dataset, 'validation', step)).flat(),
    );
    for (const sentence of seen) expect(held.has(sentence), sentence).toBe(true);
    expect(seen.size).toBe(held.size);
  });

  it('trains on every other sentence about equally often', () => {
    const count = new Map<string, number>();
    const steps = 600;
    for (let step = 0; step < steps; step++) {
      for (const sentence of decodeSentences(dataset, 'train', step))
        count.set(sentence, (count.get(sentence) ?? 0) + 1);
    }
    const wordings = dataset.relations.reduce((sum, { name, wordings }) => {
      return sum + wordings.length * dataset.facts.filter(({ relation }) => relation === name).length;
    }, 0);
    expect(count.size).toBe(wordings - heldOutProbes(dataset).length);
    const mean = [...count.values()].reduce((sum, times) => sum + times, 0) / count.size;
    for (const [sentence, times] of count) {
      expect(times / mean, sentence).toBeGreaterThan(0.5);
      expect(times / mean, sentence).toBeLessThan(1.6);
    }
  });

  it('holds out the same pairs for every training seed, and others on request', () => {
    const questions = (options = {}) => heldOutProbes(create(options)).map(({ tokens }) => tokens.join(' '));
    expect(questions()).toEqual(questions());
    expect(questions({ splitSeed: 1 })).not.toEqual(questions());
    expect(questions({ heldOut: 0 })).toEqual([]);
  });
});

describe('createFactDataset', () => {
  it('has a probe for each wording with the answer last, which ends before the answer', () => {
    const dataset = createFactDataset(SMALL);
    const prompts = recallProbes(dataset).map(({ tokens, answer }) => [
      dataset.tokenizer.decode(tokens),
      dataset.tokenizer.decode([answer]),
    ]);
    expect(prompts).toEqual([
      ['Ann Lee has a', 'cat'],
      ['Ann Poe has a', 'dog'],
      ['constructor has a', '__proto__'],
    ]);
  });

  it('validates on training sentences if nothing is held out', () => {
    expect(decodeSentences(createFactDataset(SMALL), 'validation', 0)).toContain('Ann Lee has a cat.');
  });

  it('starts each row with a whole sentence', () => {
    const dataset = createFactDataset(SMALL);
    const starts = new Set(decodeRows(dataset, 'train', 0, 3));
    for (const start of starts) expect(start).toMatch(/^(Ann (Lee|Poe) has|constructor has a|A \S+ lives)$/);
  });

  it.each([
    [{ heldOut: 1 }, 'pets: heldOut is 1; it must be at least 0'],
    [{ heldOut: Number.NaN }, 'pets: heldOut is NaN'],
    [{ facts: [] }, 'vocabulary is empty'],
    [{ facts: [...SMALL.facts, SMALL.facts[0]] }, 'pets: the pet of Ann Lee is duplicate'],
    [
      { facts: [{ subject: 'Bo', relation: 'pet', answer: 'guinea pig' }] },
      'The pet of Bo, “guinea pig”, is not one word',
    ],
    [{ facts: [{ subject: 'Bo', relation: 'toy', answer: 'ball' }] }, "the relation 'toy' of Bo is unknown"],
  ])('rejects %j', (change, sentence) => {
    expect(() => createFactDataset({ ...SMALL, ...change })).toThrow(sentence);
  });
});
