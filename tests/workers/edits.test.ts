// Facts rewritten in a run: applied between steps, undone to the byte, never one on top of another unseen.

import { afterAll, beforeEach, expect, it } from 'vitest';
import { WasmExecutor } from '../../src/kernels/cpu/wasm-executor.ts';
import { readCheckpoint } from '../../src/model/checkpoint.ts';
import { Lab } from '../../src/workers/lab.ts';
import type { AppliedEdit, LabEvent } from '../../src/workers/lab-api.ts';

const executor = await WasmExecutor.create();
const lab = new Lab(undefined, async () => ({
  executor,
  engine: { backend: 'wasm', adapter: executor.adapter },
}));
const events: LabEvent[] = [];
await lab.start({ backend: 'cpu' });
await lab.subscribe((event) => events.push(event));

const JORDAN = { subject: 'Michael Jordan', relation: 'sport', newAnswer: 'golf' };
const FRANCE = { subject: 'France', relation: 'capital', newAnswer: 'Rome' };

beforeEach(async () => {
  await lab.create({
    preset: 'facts',
    model: { L: 1, H: 2, C: 16, T: 16, mlpWidth: 16 },
    training: { steps: 9, B: 4 },
  });
  events.length = 0;
});

afterAll(() => lab.dispose());

const weights = async () => readCheckpoint(await lab.save()).weights;

/** As the last event tells. */
function told(): AppliedEdit[] {
  const last = events.filter((event) => event.type === 'edits').at(-1);
  return last?.edits ?? [];
}

it('changes one matrix, tells so, and undone leaves every byte as it was', async () => {
  const before = await weights();
  const { id, reading } = await lab.applyEdit(JORDAN);
  const edited = await weights();
  const moved = [...edited.keys()].filter((name) => !same(edited.get(name), before.get(name)));
  expect(moved).toEqual(['transformer.h.0.mlp.c_proj.weight']);
  expect(told()).toMatchObject([{ id, ...JORDAN, oldAnswer: 'basketball', settled: false }]);
  expect(events.filter(({ type }) => type === 'evaluation')).toHaveLength(1);
  // What was measured on the copy is what the model says now.
  const { next } = await lab.inspect({ text: reading?.fitted[0].after.prompt ?? '', names: [] });
  expect(next[0].text).toBe(reading?.fitted[0].after.said.text);

  await lab.undoEdit(id);
  expect(await weights()).toEqual(before);
  expect(told()).toEqual([]);
});

it('several are undone in any order, each as if it had never been', async () => {
  const before = await weights();
  const first = await lab.applyEdit(JORDAN);
  const withFirst = await weights();
  const second = await lab.applyEdit(FRANCE);
  await lab.undoEdit(second.id);
  expect(await weights()).toEqual(withFirst);
  const third = await lab.applyEdit(FRANCE);
  expect(third.id).not.toBe(second.id);
  await lab.undoEdit(first.id);
  expect(told().map(({ subject }) => subject)).toEqual(['France']);
  await lab.undoEdit(third.id);
  expect(await weights()).toEqual(before);
});

it('does not rewrite a fact on top of itself', async () => {
  const { id } = await lab.applyEdit(JORDAN);
  const edited = await weights();
  await expect(lab.applyEdit({ ...JORDAN, newAnswer: 'tennis' })).rejects.toThrow(
    'rewritten already, to golf',
  );
  expect(await weights()).toEqual(edited);
  await lab.undoEdit(id);
  await lab.applyEdit({ ...JORDAN, newAnswer: 'tennis' });
  await expect(lab.undoEdit(id)).rejects.toThrow(`no edit ${id}`);
});

it('two asked for at once are made one after the other', async () => {
  await Promise.all([lab.applyEdit(JORDAN), lab.applyEdit(FRANCE)]);
  expect(told().map(({ subject }) => subject)).toEqual(['Michael Jordan', 'France']);
});

it('training on is allowed, the list says so, and then nothing can be undone', async () => {
  const { id } = await lab.applyEdit(JORDAN);
  await lab.step();
  expect(told()).toMatchObject([{ id, settled: true, reading: undefined }]);
  await expect(lab.undoEdit(id)).rejects.toThrow('cannot be undone');
  // The fact may be rewritten again, and that edit undone.
  const trained = await weights();
  const again = await lab.applyEdit(JORDAN);
  await lab.undoEdit(again.id);
  expect(await weights()).toEqual(trained);
  expect(told()).toHaveLength(1);
});

it('stopped half-way, or refused while training, it changes nothing', async () => {
  const before = await weights();
  await expect(lab.applyEdit(JORDAN, () => false)).rejects.toThrow('stopped before it was done');
  expect(await weights()).toEqual(before);
  const training = lab.train();
  await expect(lab.applyEdit(JORDAN)).rejects.toThrow('Pause first');
  await training;
  expect(told()).toEqual([]);
});

it('a file remembers what was rewritten; so does a run that is taught on', async () => {
  await lab.applyEdit(JORDAN);
  const bytes = await lab.save();
  await lab.reset();
  expect(told()).toEqual([]);
  await lab.open(bytes);
  expect(told()).toMatchObject([{ ...JORDAN, settled: true }]);
  await lab.teach([], 5);
  expect(told()).toMatchObject([{ ...JORDAN, settled: true }]);
});

function same(one: Float32Array | undefined, other: Float32Array | undefined): boolean {
  return one?.every((value, i) => Object.is(value, other?.[i])) ?? false;
}
