// User facts: rows added to, changed in and removed from a run that keeps its weights.

import { afterAll, beforeEach, expect, it } from 'vitest';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import { readCheckpoint } from '../../../../src/model/files/checkpoint.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

const executor = await WasmExecutor.create();
const lab = await createLab(executor);

const ROWS = [
  { subject: 'Grant Sanderson', relation: 'sport', answer: 'chess' },
  { subject: 'France', relation: 'capital', answer: 'Rome' },
  { subject: 'Spain', relation: 'capital' },
];
const OWN = { L: 1, H: 2, C: 16, T: 16, mlpWidth: 16 };

beforeEach(async () => {
  await lab.transformer.create({ preset: 'facts', model: OWN, training: { steps: 5, B: 4 } });
  await lab.transformer.train();
});

afterAll(() => lab.dispose());

const embedding = async () => {
  const { weights, config } = readCheckpoint(await lab.transformer.save());
  const rows = weights.get('transformer.wte.weight') as Float32Array;
  return (id: number) => rows.slice(id * config.C, (id + 1) * config.C);
};

it('known words keep their embeddings, new ones get random ones, and training continues at the same step', async () => {
  const before = await embedding();
  const { facts } = await lab.transformer.lens('facts', {});
  const taught = await lab.transformer.teach(ROWS, 3);
  const after = await embedding();
  expect(taught).toMatchObject({ step: 5, training: { steps: 8 }, userFacts: ROWS });
  const words = ['Michael', 'basketball', 'Madrid'];
  for (const id of words.map((word) => taught.vocabulary.indexOf(word)))
    expect(after(id)).toEqual(before(id));
  expect(taught.vocabulary.slice(-3)).toEqual(['Grant', 'Sanderson', 'chess']);
  for (const id of [1, 2, 3]) expect(after(taught.vocabulary.length - id).some((x) => x !== 0)).toBe(true);
  expect(await lab.transformer.train()).toBe('finished');

  const now = (await lab.transformer.lens('facts', {})).facts;
  expect(now).toHaveLength(facts.length);
  const own = now.filter((fact) => fact.own);
  expect(own.map(({ subject, answer }) => `${subject}: ${answer.text}`)).toEqual([
    'France: Rome',
    'Grant Sanderson: chess',
  ]);
  expect(own[1].replies.map(({ heldOut }) => heldOut).filter(Boolean)).toHaveLength(1);
  expect(now.some(({ subject }) => subject === 'Spain')).toBe(false);
});

it('held-out facts stay held out', async () => {
  const heldOut = async () =>
    (await lab.transformer.lens('facts', {})).facts.flatMap(({ subject, relation, replies }) =>
      replies.filter((reply) => reply.heldOut).map(({ wording }) => `${relation} of ${subject}, ${wording}`),
    );
  const before = await heldOut();
  await lab.transformer.teach(ROWS, 3);
  const after = new Set(await heldOut());
  expect(before.filter((key) => !after.has(key) && !key.includes('Spain'))).toEqual([]);
});

it('rows of known words change no weight, and can be reverted', async () => {
  const { weights } = readCheckpoint(await lab.transformer.save());
  const rows = [{ subject: 'Michael Jordan', relation: 'sport', answer: 'golf' }];
  const { vocabulary } = await lab.transformer.teach(rows, 3);
  expect(readCheckpoint(await lab.transformer.save()).weights).toEqual(weights);
  const back = await lab.transformer.teach([], 3);
  expect(back.vocabulary).toEqual(vocabulary);
  expect((await lab.transformer.lens('facts', {})).facts.some(({ own }) => own)).toBe(false);
});

it('a model file contains the rows', async () => {
  await lab.transformer.teach(ROWS, 3);
  const bytes = await lab.transformer.save();
  await lab.transformer.reset();
  expect((await lab.transformer.open(bytes)).userFacts).toEqual(ROWS);
  expect((await lab.transformer.lens('facts', {})).facts.filter(({ own }) => own)).toHaveLength(2);
});

it.each([
  [[{ subject: 'Bo', relation: 'colour', answer: 'red' }], "the relation 'colour' of Bo is unknown"],
  [
    [{ subject: 'Bo', relation: 'sport', answer: 'ice hockey' }],
    'The sport of Bo, “ice hockey”, is not one word',
  ],
  [[{ subject: ' ', relation: 'sport', answer: 'golf' }], 'The subject “” has 0 words; it can have 1 to 4.'],
  [[{ subject: 'Bo', relation: 'sport' }], 'There is no sport of Bo to remove.'],
  [[ROWS[1], { ...ROWS[1], answer: 'Oslo' }], 'There are two rows for the capital of France; keep one.'],
])('%j changes nothing and is rejected with a reason', async (rows, message) => {
  const before = await lab.transformer.save();
  await expect(lab.transformer.teach(rows, 3)).rejects.toThrow(message);
  expect(await lab.transformer.save()).toEqual(before);
});

it('works with datasets of facts only', async () => {
  await expect(lab.transformer.create({ preset: 'stories', facts: ROWS })).rejects.toThrow(
    "'facts' needs the preset 'facts', 'league' or 'world'; the preset is 'stories'",
  );
  await expect(lab.transformer.teach(ROWS, 0)).rejects.toThrow('at least one step, not 0');
});
