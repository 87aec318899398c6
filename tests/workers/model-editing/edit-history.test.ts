// Edits of facts: applied between steps, undone bit for bit, never stacked on the same fact.

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

/** The edits of the last event. */
function appliedEdits(): AppliedEdit[] {
  const last = events.filter((event) => event.type === 'edits').at(-1);
  return last?.edits ?? [];
}

const evaluations = () => events.flatMap((event) => (event.type === 'evaluation' ? [event.evaluation] : []));

it('changes one matrix, emits an event, and is undone bit for bit', async () => {
  const before = await weights();
  const { id, reading } = await lab.transformer.applyEdit(JORDAN);
  const edited = await weights();
  const moved = [...edited.keys()].filter((name) => !same(edited.get(name), before.get(name)));
  expect(moved).toEqual(['transformer.h.0.mlp.c_proj.weight']);
  expect(appliedEdits()).toMatchObject([{ id, ...JORDAN, oldAnswer: 'basketball', settled: false }]);
  await expect.poll(evaluations).toHaveLength(1);
  // The evaluation on the copy equals that of the edited model.
  const { next } = await lab.transformer.inspect({ text: reading?.fitted[0].after.prompt ?? '', names: [] });
  expect(next[0].text).toBe(reading?.fitted[0].after.said.text);

  await lab.transformer.undoEdit(id);
  expect(await weights()).toEqual(before);
  expect(appliedEdits()).toEqual([]);
});

it('computed ahead, it is the same edit, written at once; of other weights, it is computed anew', async () => {
  const progress = () => {
    let calls = 0;
    return { count: () => calls, onProgress: () => ++calls > 0 };
  };
  const [direct, ahead, written, later] = [progress(), progress(), progress(), progress()];
  const one = await lab.transformer.applyEdit(JORDAN, direct.onProgress);
  const edited = await weights();
  await lab.transformer.undoEdit(one.id);
  await lab.transformer.undoEdit((await lab.transformer.applyEdit({ ...JORDAN, seed: 1 })).id);

  await lab.transformer.prepareEdit(JORDAN, ahead.onProgress);
  expect(appliedEdits()).toEqual([]);
  const two = await lab.transformer.applyEdit(JORDAN, written.onProgress);
  expect([direct.count() > 0, ahead.count() > 0, written.count()]).toEqual([true, true, 0]);
  expect(await weights()).toEqual(edited);
  expect(two.reading).toEqual(one.reading);
  await lab.transformer.undoEdit(two.id);

  await lab.transformer.step();
  const three = await lab.transformer.applyEdit(JORDAN, later.onProgress);
  expect(later.count()).toBeGreaterThan(0);
  await lab.transformer.undoEdit(three.id);
});

it('is done before its scores come; undone before that, it has none', async () => {
  await lab.transformer.evaluate();
  const [unedited] = evaluations().slice(-1);
  events.length = 0;
  const { id } = await lab.transformer.applyEdit(JORDAN);
  expect(evaluations()).toEqual([]);
  await lab.transformer.undoEdit(id);
  await expect.poll(evaluations).toHaveLength(1);
  await lab.transformer.evaluate();
  expect(evaluations()).toEqual([unedited, unedited]);
});

it('the effect of an edit on a pass has the prediction without it, and the change at each token', async () => {
  const text = 'Michael Jordan plays the sport of';
  const names = ['blocks.0.hook_mlp_out'] as const;
  const before = await lab.transformer.inspect({ text, names: [...names] });
  const { update } = await lab.transformer.applyEdit(JORDAN);
  const after = await lab.transformer.inspect({ text, names: [...names] });
  const { layer = 0, u = [], delta = [] } = update ?? {};
  const effect = await lab.transformer.lens('edit-effect', { text, layer, u: [...u], delta: [...delta] });
  expect(effect.before.slice(0, 3).map(({ id }) => id)).toEqual(before.next.slice(0, 3).map(({ id }) => id));
  expect(effect.before[0].probability).toBeCloseTo(before.next[0].probability, 5);
  const [was, is] = [before, after].map(({ activations }) => activations[names[0]]?.data ?? []);
  const C = delta.length;
  effect.factors.forEach((factor, token) => {
    delta.forEach((value, c) => {
      // 32-bit numbers of a matrix product.
      expect(is[token * C + c] - was[token * C + c]).toBeCloseTo(factor * value, 4);
    });
  });
  await expect(
    lab.transformer.lens('edit-effect', { text, layer: 0, u: [1], delta: [...delta] }),
  ).rejects.toThrow('The update of MLP 0 is (1, 16); its matrix is (16, 16).');
});

it('several edits are undone in any order', async () => {
  const before = await weights();
  const first = await lab.transformer.applyEdit(JORDAN);
  const withFirst = await weights();
  const second = await lab.transformer.applyEdit(FRANCE);
  await lab.transformer.undoEdit(second.id);
  expect(await weights()).toEqual(withFirst);
  const third = await lab.transformer.applyEdit(FRANCE);
  expect(third.id).not.toBe(second.id);
  await lab.transformer.undoEdit(first.id);
  expect(appliedEdits().map(({ subject }) => subject)).toEqual(['France']);
  await lab.transformer.undoEdit(third.id);
  expect(await weights()).toEqual(before);
});

it('rejects a second edit of the same fact', async () => {
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

it('concurrent edits run one after the other', async () => {
  await Promise.all([lab.transformer.applyEdit(JORDAN), lab.transformer.applyEdit(FRANCE)]);
  expect(appliedEdits().map(({ subject }) => subject)).toEqual(['Michael Jordan', 'France']);
});

it('further training settles edits: they cannot be undone', async () => {
  const { id } = await lab.transformer.applyEdit(JORDAN);
  await lab.transformer.step();
  expect(appliedEdits()).toMatchObject([{ id, settled: true, reading: undefined }]);
  await expect(lab.transformer.undoEdit(id)).rejects.toThrow('cannot be undone');
  // The fact can be edited again, and that edit undone.
  const trained = await weights();
  const again = await lab.transformer.applyEdit(JORDAN);
  await lab.transformer.undoEdit(again.id);
  expect(await weights()).toEqual(trained);
  expect(appliedEdits()).toHaveLength(1);
});

it('changes nothing if aborted, or rejected during training', async () => {
  const before = await weights();
  await expect(lab.transformer.applyEdit(JORDAN, () => false)).rejects.toThrow('stopped before it finished');
  expect(await weights()).toEqual(before);
  const training = lab.transformer.train();
  await expect(lab.transformer.applyEdit(JORDAN)).rejects.toThrow('Pause training before editing the model.');
  await training;
  expect(appliedEdits()).toEqual([]);
});

it('a file of weights alone lists its edits; so does a run with new facts', async () => {
  await lab.transformer.applyEdit(JORDAN);
  const bytes = await lab.transformer.save();
  await lab.transformer.reset();
  expect(appliedEdits()).toEqual([]);
  await lab.transformer.open(bytes);
  expect(appliedEdits()).toMatchObject([{ ...JORDAN, settled: true }]);
  await lab.transformer.teach([], 5);
  expect(appliedEdits()).toMatchObject([{ ...JORDAN, settled: true }]);
});

it('a file with optimizer state restores edits and undoes them bit for bit', async () => {
  const before = await weights();
  const { id } = await lab.transformer.applyEdit(JORDAN);
  await lab.transformer.applyEdit(FRANCE);
  const [list, withBoth, both] = [
    appliedEdits(),
    await weights(),
    await lab.transformer.save({ optimizer: true }),
  ];
  await lab.transformer.undoEdit(id);
  const [withFrance, france] = [await weights(), await lab.transformer.save({ optimizer: true })];

  await lab.transformer.reset();
  await lab.transformer.open(both);
  expect(appliedEdits()).toEqual(list);
  expect(appliedEdits().map(({ settled, reading }) => [settled, reading?.newAnswer])).toEqual([
    [false, 'golf'],
    [false, 'Rome'],
  ]);
  expect(await weights()).toEqual(withBoth);
  await expect(lab.transformer.applyEdit(JORDAN)).rejects.toThrow('already edited to golf');
  await lab.transformer.undoEdit(appliedEdits()[0].id);
  expect(await weights()).toEqual(withFrance);
  await lab.transformer.undoEdit(appliedEdits()[0].id);
  expect(await weights()).toEqual(before);

  await lab.transformer.open(france);
  await lab.transformer.undoEdit(appliedEdits()[0].id);
  expect(await weights()).toEqual(before);
  // A file without edits contains no undo data.
  expect(readCheckpoint(await lab.transformer.save({ optimizer: true })).undo).toBeUndefined();
});

it('edits cannot be undone if other code or training changed the weights', async () => {
  await lab.transformer.applyEdit(JORDAN);
  const checkpoint = readCheckpoint(await lab.transformer.save({ optimizer: true }));
  (checkpoint.weights.get('transformer.h.0.mlp.c_proj.weight') as Float32Array)[5] += 1;
  await lab.transformer.open(writeCheckpoint(checkpoint));
  expect(appliedEdits()).toMatchObject([{ ...JORDAN, settled: true }]);

  await lab.transformer.applyEdit(FRANCE);
  await lab.transformer.step();
  expect(readCheckpoint(await lab.transformer.save({ optimizer: true })).undo).toBeUndefined();
});

describe('invalid undo data', () => {
  type StoredEdit = { at: number; layer: number; u: unknown[]; delta: unknown[]; reading: object };
  const wrong: readonly (readonly [string, (edit: StoredEdit) => unknown, string])[] = [
    ['is no list', (edit) => edit, 'it must be a list'],
    ['leaves out what it did', ({ reading: _, ...rest }) => [rest], "at '0.reading': it is missing"],
    ['adds what is no number', (edit) => [{ ...edit, u: ['x'] }], "at '0.u.0': it must be a finite number"],
    ['is of a longer vector', (edit) => [{ ...edit, u: [...edit.u, 0] }], 'not those of this model'],
    ['is of another layer', (edit) => [{ ...edit, layer: 1 }], 'not those of this model'],
    ['is of an edit that is not listed', (edit) => [{ ...edit, at: 1 }], 'not those of this model'],
    ['is there twice', (edit) => [edit, edit], 'not those of this model'],
  ];

  it.each(wrong)('with %s is rejected with a message', async (_, change, message) => {
    await lab.transformer.applyEdit(JORDAN);
    const checkpoint = readCheckpoint(await lab.transformer.save({ optimizer: true }));
    const { previousMatrices, serializedEdits } = checkpoint.undo as UndoState;
    const [edit] = JSON.parse(serializedEdits);
    const file = writeCheckpoint({
      ...checkpoint,
      undo: { previousMatrices, serializedEdits: JSON.stringify(change(edit)) },
    });
    const before = appliedEdits();
    await expect(lab.transformer.open(file)).rejects.toThrow(message);
    expect(appliedEdits()).toEqual(before);
  });
});

function same(one: Float32Array | undefined, other: Float32Array | undefined): boolean {
  return one?.every((value, i) => Object.is(value, other?.[i])) ?? false;
}
