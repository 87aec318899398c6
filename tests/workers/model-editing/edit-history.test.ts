// Facts rewritten in a run: applied between steps, undone to the byte, never one on top of another unseen.

import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { readCheckpoint, type UndoState, writeCheckpoint } from '../../../src/model/files/checkpoint.ts';
import type { AppliedEdit } from '../../../src/workers/rpc/api/lab-api.ts';
import { createLab, type RecordedEvent, recordEvents } from '../../support/workers/lab-fixtures.ts';

const executor = await WasmExecutor.create();
const lab = await createLab(executor);
const events: RecordedEvent[] = [];
await recordEvents(lab, events);

const JORDAN = { subject: 'Michael Jordan', relation: 'sport', newAnswer: 'golf' };
const FRANCE = { subject: 'France', relation: 'capital', newAnswer: 'Rome' };

beforeEach(async () => {
  await lab.transformer.create({
    preset: 'facts',
    model: { L: 1, H: 2, C: 16, T: 16, mlpWidth: 16 },
    training: { steps: 9, B: 4 },
  });
  events.length = 0;
});

afterAll(() => lab.dispose());

const weights = async () => readCheckpoint(await lab.transformer.save()).weights;

/** As the last event tells. */
function told(): AppliedEdit[] {
  const last = events.filter((event) => event.type === 'edits').at(-1);
  return last?.edits ?? [];
}

it('changes one matrix, tells so, and undone leaves every byte as it was', async () => {
  const before = await weights();
  const { id, reading } = await lab.transformer.applyEdit(JORDAN);
  const edited = await weights();
  const moved = [...edited.keys()].filter((name) => !same(edited.get(name), before.get(name)));
  expect(moved).toEqual(['transformer.h.0.mlp.c_proj.weight']);
  expect(told()).toMatchObject([{ id, ...JORDAN, oldAnswer: 'basketball', settled: false }]);
  expect(events.filter(({ type }) => type === 'evaluation')).toHaveLength(1);
  // What was measured on the copy is what the model says now.
  const { next } = await lab.transformer.inspect({ text: reading?.fitted[0].after.prompt ?? '', names: [] });
  expect(next[0].text).toBe(reading?.fitted[0].after.said.text);

  await lab.transformer.undoEdit(id);
  expect(await weights()).toEqual(before);
  expect(told()).toEqual([]);
});

it('several are undone in any order, each as if it had never been', async () => {
  const before = await weights();
  const first = await lab.transformer.applyEdit(JORDAN);
  const withFirst = await weights();
  const second = await lab.transformer.applyEdit(FRANCE);
  await lab.transformer.undoEdit(second.id);
  expect(await weights()).toEqual(withFirst);
  const third = await lab.transformer.applyEdit(FRANCE);
  expect(third.id).not.toBe(second.id);
  await lab.transformer.undoEdit(first.id);
  expect(told().map(({ subject }) => subject)).toEqual(['France']);
  await lab.transformer.undoEdit(third.id);
  expect(await weights()).toEqual(before);
});

it('does not rewrite a fact on top of itself', async () => {
  const { id } = await lab.transformer.applyEdit(JORDAN);
  const edited = await weights();
  await expect(lab.transformer.applyEdit({ ...JORDAN, newAnswer: 'tennis' })).rejects.toThrow(
    'already edited to golf',
  );
  expect(await weights()).toEqual(edited);
  await lab.transformer.undoEdit(id);
  await lab.transformer.applyEdit({ ...JORDAN, newAnswer: 'tennis' });
  await expect(lab.transformer.undoEdit(id)).rejects.toThrow(`no edit ${id}`);
});

it('two asked for at once are made one after the other', async () => {
  await Promise.all([lab.transformer.applyEdit(JORDAN), lab.transformer.applyEdit(FRANCE)]);
  expect(told().map(({ subject }) => subject)).toEqual(['Michael Jordan', 'France']);
});

it('training on is allowed, the list says so, and then nothing can be undone', async () => {
  const { id } = await lab.transformer.applyEdit(JORDAN);
  await lab.transformer.step();
  expect(told()).toMatchObject([{ id, settled: true, reading: undefined }]);
  await expect(lab.transformer.undoEdit(id)).rejects.toThrow('cannot be undone');
  // The fact may be rewritten again, and that edit undone.
  const trained = await weights();
  const again = await lab.transformer.applyEdit(JORDAN);
  await lab.transformer.undoEdit(again.id);
  expect(await weights()).toEqual(trained);
  expect(told()).toHaveLength(1);
});

it('stopped half-way, or refused while training, it changes nothing', async () => {
  const before = await weights();
  await expect(lab.transformer.applyEdit(JORDAN, () => false)).rejects.toThrow('stopped before it finished');
  expect(await weights()).toEqual(before);
  const training = lab.transformer.train();
  await expect(lab.transformer.applyEdit(JORDAN)).rejects.toThrow('Pause training before editing the model.');
  await training;
  expect(told()).toEqual([]);
});

it('a file of weights alone remembers what was rewritten; so does a run that is taught on', async () => {
  await lab.transformer.applyEdit(JORDAN);
  const bytes = await lab.transformer.save();
  await lab.transformer.reset();
  expect(told()).toEqual([]);
  await lab.transformer.open(bytes);
  expect(told()).toMatchObject([{ ...JORDAN, settled: true }]);
  await lab.transformer.teach([], 5);
  expect(told()).toMatchObject([{ ...JORDAN, settled: true }]);
});

it('a file that goes on exactly brings the way back along: all is told as before, and undone to the byte', async () => {
  const before = await weights();
  const { id } = await lab.transformer.applyEdit(JORDAN);
  await lab.transformer.applyEdit(FRANCE);
  const [list, withBoth, both] = [told(), await weights(), await lab.transformer.save({ optimizer: true })];
  await lab.transformer.undoEdit(id);
  const [withFrance, france] = [await weights(), await lab.transformer.save({ optimizer: true })];

  await lab.transformer.reset();
  await lab.transformer.open(both);
  expect(told()).toEqual(list);
  expect(told().map(({ settled, reading }) => [settled, reading?.newAnswer])).toEqual([
    [false, 'golf'],
    [false, 'Rome'],
  ]);
  expect(await weights()).toEqual(withBoth);
  await expect(lab.transformer.applyEdit(JORDAN)).rejects.toThrow('already edited to golf');
  await lab.transformer.undoEdit(told()[0].id);
  expect(await weights()).toEqual(withFrance);
  await lab.transformer.undoEdit(told()[0].id);
  expect(await weights()).toEqual(before);

  await lab.transformer.open(france);
  await lab.transformer.undoEdit(told()[0].id);
  expect(await weights()).toEqual(before);
  // And without edits there is nothing of them in it.
  expect(readCheckpoint(await lab.transformer.save({ optimizer: true })).undo).toBeUndefined();
});

it('there is no way back where somebody else has changed the weights, or training has', async () => {
  await lab.transformer.applyEdit(JORDAN);
  const checkpoint = readCheckpoint(await lab.transformer.save({ optimizer: true }));
  (checkpoint.weights.get('transformer.h.0.mlp.c_proj.weight') as Float32Array)[5] += 1;
  await lab.transformer.open(writeCheckpoint(checkpoint));
  expect(told()).toMatchObject([{ ...JORDAN, settled: true }]);

  await lab.transformer.applyEdit(FRANCE);
  await lab.transformer.step();
  expect(readCheckpoint(await lab.transformer.save({ optimizer: true })).undo).toBeUndefined();
});

describe('a way back that no lab has written', () => {
  type Told = { at: number; layer: number; u: unknown[]; delta: unknown[]; reading: object };
  const wrong: readonly (readonly [string, (edit: Told) => unknown, string])[] = [
    ['is no list', (edit) => edit, 'it must be a list'],
    ['leaves out what it did', ({ reading: _, ...rest }) => [rest], "at '0.reading': it is missing"],
    ['adds what is no number', (edit) => [{ ...edit, u: ['x'] }], "at '0.u.0': it must be a finite number"],
    ['is of a longer vector', (edit) => [{ ...edit, u: [...edit.u, 0] }], 'not those of this model'],
    ['is of another layer', (edit) => [{ ...edit, layer: 1 }], 'not those of this model'],
    ['is of an edit that is not listed', (edit) => [{ ...edit, at: 1 }], 'not those of this model'],
    ['is there twice', (edit) => [edit, edit], 'not those of this model'],
  ];

  it.each(wrong)('and %s is refused with a sentence', async (_, change, sentence) => {
    await lab.transformer.applyEdit(JORDAN);
    const checkpoint = readCheckpoint(await lab.transformer.save({ optimizer: true }));
    const { previousMatrices, serializedEdits } = checkpoint.undo as UndoState;
    const [edit] = JSON.parse(serializedEdits);
    const file = writeCheckpoint({
      ...checkpoint,
      undo: { previousMatrices, serializedEdits: JSON.stringify(change(edit)) },
    });
    const before = told();
    await expect(lab.transformer.open(file)).rejects.toThrow(sentence);
    expect(told()).toEqual(before);
  });
});

function same(one: Float32Array | undefined, other: Float32Array | undefined): boolean {
  return one?.every((value, i) => Object.is(value, other?.[i])) ?? false;
}
