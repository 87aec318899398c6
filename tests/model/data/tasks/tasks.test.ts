// Every task: right answers, a loss on answers only, and held-out questions that no batch contains.

import { describe, expect, it } from 'vitest';
import { IGNORE_INDEX, type Split } from '../../../../src/model/data/dataset.ts';
import { createDataset } from '../../../../src/model/data/datasets.ts';
import { recallProbes } from '../decode-batches.ts';

const TASKS = ['modular', 'copy', 'sort', 'parity', 'brackets'] as const;
type TaskName = (typeof TASKS)[number];

const LENGTHS: Record<TaskName, number> = { modular: 5, copy: 17, sort: 17, parity: 17, brackets: 12 };

/** The answer to a question, computed in another way than the data. */
const ANSWERS: Record<TaskName, (question: string[]) => string[]> = {
  modular: ([a, , b]) => [`${(Number(a) + Number(b)) % 59}`],
  copy: (question) => question.slice(0, -1),
  sort: (question) =>
    Array.from({ length: 16 }, (_, number) => `${number}`).filter((number) => question.includes(number)),
  parity(question) {
    let state = 'even';
    return question.slice(0, -1).map((bit) => {
      if (bit === '1') state = state === 'even' ? 'odd' : 'even';
      return state === 'even' ? '0' : '1';
    });
  },
  brackets(question) {
    let text = question.slice(0, -1).join('');
    for (let before = ''; before !== text; ) {
      before = text;
      text = text.replaceAll('()', '').replaceAll('[]', '');
    }
    return [text === '' ? 'yes' : 'no'];
  },
};

function examplesOf(name: TaskName, split: Split, steps: number, B = 200) {
  const dataset = createDataset({ name });
  const T = LENGTHS[name] - 1;
  const rows: { words: string[]; graded: boolean[] }[] = [];
  for (let step = 0; step < steps; step++) {
    const { tokens, targets } = dataset.batch({ split, step, seed: 0, B, T });
    for (let b = 0; b < B; b++) {
      const row = [...tokens.subarray(b * T, (b + 1) * T)];
      const wanted = [...targets.subarray(b * T, (b + 1) * T)];
      rows.push({
        words: [...row, wanted[T - 1]].map((id) => dataset.tokenizer.vocabulary[id]),
        graded: [false, ...wanted.map((target) => target !== IGNORE_INDEX)],
      });
    }
  }
  return rows;
}

describe.each(TASKS)('%s', (name) => {
  const isAnswer = (question: string[]) => ANSWERS[name](question).length;

  it('has right answers in both splits, and only they are in the loss', () => {
    for (const split of ['train', 'validation'] as const)
      for (const { words, graded } of examplesOf(name, split, 1)) {
        const start = graded.indexOf(true);
        const question = words.slice(0, start);
        expect(words.slice(start)).toEqual(ANSWERS[name](question));
        expect(graded.slice(start)).toEqual(Array(isAnswer(question)).fill(true));
      }
  });

  it('holds questions out of training', () => {
    const questions = (split: Split, steps: number) =>
      new Set(
        examplesOf(name, split, steps).map(({ words, graded }) =>
          words.slice(0, graded.indexOf(true)).join(' '),
        ),
      );
    const [train, validation] = [questions('train', 20), questions('validation', 5)];
    expect(train.size).toBeGreaterThan(200);
    expect([...validation].filter((question) => train.has(question))).toEqual([]);
  });

  it('asks both splits, with right answers', () => {
    const dataset = createDataset({ name });
    const { tokenizer } = dataset;
    const probes = recallProbes(dataset);
    for (const split of ['train', 'validation'] as const)
      expect(probes.filter((probe) => probe.split === split).length).toBeGreaterThan(50);
    const wrong = probes.filter(({ tokens, answer, wording }) => {
      const words = tokens.map((id) => tokenizer.vocabulary[id]);
      const question = words.slice(0, words.length - wording);
      return tokenizer.vocabulary[answer] !== ANSWERS[name](question)[wording];
    });
    expect(wrong).toEqual([]);
  });

  it('looks up the word of the question that determines an answer', () => {
    const { measures, tokenizer } = createDataset({ name });
    const lookup = measures.find((measure) => measure.name === 'lookup');
    expect(lookup !== undefined).toBe(['copy', 'sort', 'parity'].includes(name));
    if (lookup?.kind !== 'attention') return;
    expect(lookup.chance).toBeCloseTo(1 / 12.5, 1);
    for (const { tokens, pairs } of lookup.probes) {
      const words = tokens.map((id) => tokenizer.vocabulary[id]);
      const answers = ANSWERS[name](words.slice(0, 9));
      expect(pairs.map(({ query }) => query)).toEqual(answers.map((_, at) => 8 + at));
      const found = pairs.map(({ key }) => words[key]);
      if (name === 'parity') expect(found).toEqual(words.slice(0, 8));
      else expect(found).toEqual(answers);
    }
  });

  it('refuses a split without examples, by name', () => {
    expect(() => createDataset({ name, options: { heldOut: 0 } })).toThrow(`${name}: heldOut is 0`);
  });
});

it('a batch of modular is the whole training set, in another order each step', () => {
  const { words: _, ...first } = examplesOf('modular', 'train', 1, 2086)[0];
  expect(first.graded).toEqual([false, false, false, false, true]);
  const batch = (step: number) =>
    examplesOf('modular', 'train', step + 1, 2086)
      .slice(-2086)
      .map(({ words }) => words.join(' '));
  expect(new Set(batch(0)).size).toBe(2086);
  expect(batch(1)).not.toEqual(batch(0));
  expect(batch(1).toSorted()).toEqual(batch(0).toSorted());
});

it('b + a is held out with a + b', () => {
  const pairs = examplesOf('modular', 'validation', 10, 500).map(({ words: [a, , b] }) => `${a} ${b}`);
  const heldOut = new Set(pairs);
  expect(heldOut.size).toBe(1395);
  for (const pair of heldOut) expect(heldOut).toContain(pair.split(' ').reverse().join(' '));
});

it.each([12, 15, 49])('refuses the modulus %i, which is not prime, at its field', (modulus) => {
  expect(() => createDataset({ name: 'modular', options: { modulus } })).toThrow(
    expect.objectContaining({
      field: 'modulus',
      message: `modulus is ${modulus}; it must be a prime number, such as 59.`,
    }),
  );
});

it('another modulus has its own numbers', () => {
  const { tokenizer, statistics } = createDataset({ name: 'modular', options: { modulus: 23 } });
  expect(tokenizer.vocabulary).toHaveLength(25);
  expect(statistics[0]).toEqual({ label: 'modulus', value: 23 });
});
