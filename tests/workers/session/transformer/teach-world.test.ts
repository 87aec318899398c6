// User facts taught to a model of the world: known tokens keep their vectors, bytes among them, and files open again.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import { readCheckpoint } from '../../../../src/model/files/checkpoint.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

const lab = await createLab(await WasmExecutor.create());
const { transformer } = lab;
const ROWS = [
  { subject: 'Grant Sanderson', relation: 'sport', answer: 'chess' },
  { subject: 'Michael Jordan', relation: 'sport', answer: 'golf' },
];

beforeAll(async () => {
  await transformer.create({
    preset: 'world',
    model: { L: 1, H: 2, C: 16, T: 32, mlpWidth: 16 },
    training: { steps: 4, B: 4 },
  });
  await transformer.train();
});

afterAll(() => lab.dispose());

/** The embedding of each token, by its text. */
async function embedding(vocabulary: readonly string[]): Promise<Map<string, number[]>> {
  const { weights, config } = readCheckpoint(await transformer.save());
  const table = weights.get('transformer.wte.weight') as Float32Array;
  return new Map(
    vocabulary.map((token, id) => [token, [...table.subarray(id * config.C, (id + 1) * config.C)]]),
  );
}

it('teaches, trains on, saves with its rows and opens again', async () => {
  const before = await embedding((await transformer.open(await transformer.save())).vocabulary);
  const taught = await transformer.teach(ROWS, 3);
  expect(taught).toMatchObject({ step: 4, training: { steps: 7 }, userFacts: ROWS, preset: 'world' });
  const after = await embedding(taught.vocabulary);
  expect([...after.keys()].filter((token) => !before.has(token))).toEqual(['Grant', 'Sanderson', 'chess']);
  for (const [token, vector] of before) expect(after.get(token), token).toEqual(vector);
  for (const word of ['Grant', 'Sanderson', 'chess'])
    expect(after.get(word)?.some((x) => x !== 0)).toBe(true);

  expect(await transformer.train()).toBe('finished');
  const own = (await transformer.lens('facts', {})).facts.filter((fact) => fact.own);
  expect(own.map(({ subject, answer }) => `${subject}: ${answer.text}`)).toEqual([
    'Michael Jordan: golf',
    'Grant Sanderson: chess',
  ]);
  expect(own[1].replies.filter(({ heldOut }) => heldOut)).toHaveLength(1);

  const bytes = await transformer.save();
  await transformer.reset();
  const opened = await transformer.open(bytes);
  expect(opened).toMatchObject({ step: 7, userFacts: ROWS, vocabulary: taught.vocabulary });
  expect(readCheckpoint(await transformer.save()).weights).toEqual(readCheckpoint(bytes).weights);
  const back = await transformer.teach([], 3);
  expect(back.vocabulary).toEqual([...before.keys()]);
});
