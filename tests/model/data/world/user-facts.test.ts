// Facts of the user in the corpus of the world: added, changed and removed wherever the corpus states them.

import { describe, expect, it } from 'vitest';
import type { FactRow, Split } from '../../../../src/model/data/dataset.ts';
import { sampleDocument } from '../../../../src/model/data/world/documents.ts';
import { factDocument } from '../../../../src/model/data/world/facts.ts';
import { world } from '../../../../src/model/data/world/world.ts';
import { type WorldFacts, worldFacts } from '../../../../src/model/data/world/world-facts.ts';
import { random } from '../../../../src/shared/random.ts';

const ROWS: FactRow[] = [
  { subject: 'Grant Sanderson', relation: 'sport', answer: 'chess' },
  { subject: 'Harry Kane', relation: 'sport', answer: 'golf' },
  { subject: 'France', relation: 'capital', answer: 'Lyon' },
  { subject: 'Spain', relation: 'capital' },
  { subject: 'Tiger Woods', relation: 'sport' },
];
const known = worldFacts(ROWS);
const [plain, taught] = [world(), world({ rows: ROWS })];

const sentencesOf = (sample: (facts: WorldFacts) => string, facts: WorldFacts, count: number) =>
  Array.from({ length: count }, () => sample(facts)).flatMap((text) => text.split(/(?<=\.) /));
const documents = (facts: WorldFacts) => {
  const r = random(3, 'documents');
  return sentencesOf((each) => sampleDocument(r, each, 'train'), facts, 30_000);
};

const heldOut = ({ statements, splitOf }: WorldFacts) =>
  statements
    .filter((statement) => splitOf(statement) === 'validation')
    .map(({ fact, wording }) => `${fact.relation} of ${fact.subject}, ${wording}`);
const recall = ({ measures }: typeof plain) => {
  const found = measures.find(({ name }) => name === 'recall');
  if (found?.kind !== 'recall') throw new Error('no recall');
  return found.probes;
};

describe('without rows', () => {
  it('batches, measures and vocabulary are those of the bundled model', () => {
    const none = world({ rows: [] });
    for (const split of ['train', 'validation'] as const)
      for (const step of [0, 260, 500, 1999])
        expect(none.batch({ split, step, seed: 1, B: 8, T: 64 })).toEqual(
          plain.batch({ split, step, seed: 1, B: 8, T: 64 }),
        );
    expect(none.tokenizer.vocabulary).toEqual(plain.tokenizer.vocabulary);
    expect(none.measures).toEqual(plain.measures);
  });
});

describe('the corpus', () => {
  const before = documents(worldFacts());
  const after = documents(known);
  const having = (sentences: readonly string[], words: RegExp) =>
    sentences.filter((each) => words.test(each));

  it('states a changed fact everywhere, among the small facts too', () => {
    expect(having(before, /Harry Kane/).filter((each) => each.includes('soccer'))).not.toEqual([]);
    const sentences = having(after, /Harry Kane/);
    expect(sentences).toContain('The golf team cheered for Harry Kane.');
    for (const each of sentences) expect(each).toContain('golf');
  });

  it('has the new capital in the sentences about countries and in stories', () => {
    const paris = having(after, /Paris/);
    expect(having(before, /Paris/).length).toBeGreaterThan(paris.length);
    for (const each of paris) expect(each).toMatch(/Eiffel/);
    expect(after).toContain('In Lyon they eat quiche.');
    expect(having(after, /came from Lyon/)).not.toEqual([]);
  });

  it('leaves out removed facts', () => {
    expect(having(before, /Madrid|Tiger Woods/).length).toBeGreaterThan(20);
    expect(having(after, /Madrid|Tiger Woods/)).toEqual([]);
    expect(having(after, /Spain/)).toContain('In Spain they eat paella.');
    for (const each of after) expect(each).not.toContain('undefined');
  });

  it('states facts of the user in a fifth of the statements, each in all trained wordings', () => {
    const r = random(5, 'share');
    const stated = sentencesOf((each) => factDocument(r, each), known, 6000);
    const own = new Set(known.own.flat());
    expect(own.size).toBe(known.own.flat().length);
    const found = stated.filter((each) => own.has(each));
    expect(found.length / stated.length).toBeGreaterThan(0.18);
    expect(found.length / stated.length).toBeLessThan(0.24);
    expect(new Set(found)).toEqual(own);
  });
});

describe('the split', () => {
  it('does not change, and holds out one question about each new fact', () => {
    const [before, after] = [heldOut(worldFacts()), heldOut(known)];
    const isRemoved = (key: string) => /Spain|Tiger Woods/.test(key);
    expect(after.filter((key) => !key.includes('Sanderson'))).toEqual(
      before.filter((key) => !isRemoved(key)),
    );
    expect(after.filter((key) => key.includes('Sanderson'))).toHaveLength(1);
  });

  it('never trains a held-out statement of the user', () => {
    const { statements, splitOf } = known;
    const texts = new Set(
      statements.filter((each) => splitOf(each) === 'validation').map(({ text }) => text),
    );
    const r = random(6, 'held out');
    const trained = new Set(sentencesOf((facts) => factDocument(r, facts), known, 8000));
    expect([...texts].filter((text) => trained.has(text))).toEqual([]);
  });

  it('gives every question of the user, with the new answer as one token', () => {
    const probes = recall(taught);
    const { vocabulary } = taught.tokenizer;
    const answers = (subject: string) =>
      probes.filter((probe) => probe.subject === subject).map(({ answer }) => vocabulary[answer]);
    expect(answers('Grant Sanderson')).toEqual(Array(5).fill('chess'));
    expect(answers('Harry Kane')).toEqual(Array(5).fill('golf'));
    expect(answers('France')).toEqual(Array(5).fill('Lyon'));
    expect(answers('Spain')).toEqual([]);
    expect(probes).toHaveLength(recall(plain).length - 5);
  });
});

describe('the vocabulary', () => {
  const [old, now] = [plain.tokenizer.vocabulary, taught.tokenizer.vocabulary];

  it('has new words between the known ones and the bytes', () => {
    const words = old.length - 256;
    expect(now.slice(0, words)).toEqual(old.slice(0, words));
    expect(now.slice(words, -256)).toEqual(['Lyon', 'Grant', 'Sanderson', 'chess']);
    expect(now.slice(-256)).toEqual(old.slice(-256));
  });

  it('has lists of letters and texts of bytes with the new ids', () => {
    const { tokens } = taught.batch({ split: 'train', step: 0, seed: 0, B: 8, T: 64 });
    for (const token of tokens) expect(now[token]).toMatch(/^<[a-z]>$/);
    const text = 'Grant Sanderson likes chess and Zürich.';
    expect(taught.tokenizer.decode(taught.tokenizer.encode(text).ids)).toBe(text);
    expect(taught.tokenizer.encode(text).spelled).toEqual(['Zürich']);
  });

  it('does not change when all words are known, whatever their case', () => {
    const rows = [{ subject: 'Michael Jordan', relation: 'sport', answer: 'Golf' }];
    expect(world({ rows }).tokenizer.vocabulary).toEqual(old);
  });
});

it('analogies and prompts have the facts of the user', () => {
  const pairs = taught.analogies?.find(({ name }) => name === 'capital')?.pairs;
  expect(pairs).toContainEqual(['France', 'Lyon']);
  expect(pairs?.some(([country]) => country === 'Spain')).toBe(false);
  expect(taught.prompts).toEqual(['The capital of France is', ...plain.prompts]);
});

it.each<[FactRow[], string]>([
  [
    [{ subject: 'michael jordan', relation: 'sport', answer: 'golf' }],
    '“michael jordan” is read as “Michael Jordan”; write it so.',
  ],
  [[{ subject: 'Bo', relation: 'colour', answer: 'red' }], "the relation 'colour' of Bo is unknown"],
  [[{ subject: 'Bo', relation: 'sport', answer: 'ice hockey' }], 'is not one word'],
  [[{ subject: 'Bo', relation: 'sport' }], 'There is no sport of Bo to remove.'],
])('%j is rejected with a reason', (rows, message) => {
  expect(() => world({ rows })).toThrow(message);
});

it('without any capital or any athlete, documents are still written', () => {
  const { capitals, facts } = worldFacts();
  expect(capitals).toHaveLength(64);
  for (const relation of ['capital', 'sport']) {
    const rows = facts
      .filter((fact) => fact.relation === relation)
      .map(({ subject }) => ({ subject, relation }));
    const dataset = world({ rows });
    const splits: Split[] = ['train', 'validation'];
    for (const split of splits)
      expect(dataset.batch({ split, step: 1000, seed: 0, B: 16, T: 64 }).tokens).toHaveLength(1024);
  }
});
