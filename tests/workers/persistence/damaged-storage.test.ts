// Damaged records and files in the database of saved runs: set aside or refused one by one, the others stay usable.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { runTitle } from '../../../src/model/training/run-title.ts';
import { byLastWrite, parseRunSummary } from '../../../src/workers/persistence/run-record.ts';
import type { RunSummary } from '../../../src/workers/rpc/api/lab-api.ts';
import type { Lab } from '../../../src/workers/session/lab.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';
import { browserTabs, steps } from '../../support/workers/browser-tabs.ts';

const NAME = runTitle(tinyRun());

const { tab, killed } = browserTabs();

type StoreName = 'cards' | 'files' | 'past';

/** Changes a row of the database through a connection of its own. */
async function damage(store: StoreName, key: IDBValidKey, change: (row: never) => unknown): Promise<void> {
  const database = await openDB('mini-llm-lab-runs');
  await database.put(store, change((await database.get(store, key)) as never), key);
  database.close();
}

const deleteRow = async (store: StoreName, key: IDBValidKey) => {
  const database = await openDB('mini-llm-lab-runs');
  await database.delete(store, key);
  database.close();
};

/** Flips the lowest bit of a byte, counted from the end of the file. */
const flipped =
  (fromEnd: number) =>
  (file: Uint8Array): Uint8Array => {
    const bytes = file.slice();
    bytes[bytes.length - fromEnd] ^= 1;
    return bytes;
  };

/** Two saved runs of an earlier visit; the second trained to its end, with checkpoints. */
async function twoRuns() {
  const first = await tab();
  await first.lab.transformer.create(tinyRun());
  await steps(first.lab, 2);
  await first.lab.transformer.create(tinyRun({ steps: 60 }));
  await first.lab.transformer.train();
  await first.lab.runs.flush();
  const { checkpoints } = first.lab.runs.model.current;
  const [second, one] = await first.lab.runs.list();
  await killed(first);
  return { one, second, checkpoints, ...(await tab()) };
}

const UNREADABLE = new DOMException('Failed to read large IndexedDB value', 'DataError');
const SENTENCE = 'The browser could not read or write saved runs';

const names = async (lab: Lab) => (await lab.runs.list()).map(({ name }) => name);

describe('a summary that cannot be read', () => {
  it.each<[string, (row: Record<string, unknown>) => unknown]>([
    ['null', () => null],
    ['a string', () => 'facts'],
    ['a number', () => 7],
    ['without checkpoints', ({ past: _, ...row }) => row],
    ['without a date', ({ changed: _, ...row }) => row],
    ['with a curve that is no list', (row) => ({ ...row, curve: 'flat' })],
    ['with a date outside of any calendar', (row) => ({ ...row, changed: Number.NEGATIVE_INFINITY })],
    ['with a step of the wrong type', (row) => ({ ...row, step: '3' })],
    ['of another network', (row) => ({ ...row, network: 'diffusion' })],
    ['under the key of another run', (row) => ({ ...row, id: 'other' })],
  ])('%s: it is set aside, and the others are listed, saved and opened', async (_, change) => {
    const { lab, one, second } = await twoRuns();
    await damage('cards', one.id, change);
    expect(await names(lab)).toEqual([`${NAME} 2`]);
    expect((await lab.runs.overview()).quarantined).toEqual([{ id: one.id, hasFile: true }]);
    expect((await lab.runs.overview()).storageEstimate.used).toBe(second.bytes);
    await lab.runs.open(second.id);
    await lab.runs.rename(second.id, 'still here');
    await lab.runs.duplicate(second.id);
    await lab.transformer.create(tinyRun());
    await steps(lab, 1);
    expect((await names(lab)).sort()).toEqual(['still here', 'still here 2', NAME]);
    await expect(lab.runs.open(one.id)).rejects.toThrow('This run is no longer saved.');
    await expect(lab.runs.rename(one.id, 'x')).rejects.toThrow('This run is no longer saved.');
  });

  it('any stored value is a valid summary or none, and every valid one can be ordered', () => {
    const valid = {
      ...{ id: 'a', network: 'model', name: 'facts', preset: 'facts', step: 1, steps: 2, parameterCount: 3 },
      ...{ made: 4, changed: 5, bytes: 6, training: false, curve: [{ step: 1, loss: Number.NaN }] },
      past: { stride: 1, steps: [{ step: 1, bytes: 2 }] },
    };
    expect(parseRunSummary('a', valid)).toEqual(valid);
    const changed = fc
      .tuple(fc.constantFrom(...Object.keys(valid), 'deleted', 'sequence'), fc.anything())
      .map(([key, value]) => ({ ...valid, [key]: value }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), changed), (record) => {
        const summary = parseRunSummary('a', record);
        if (!summary) return;
        expect(byLastWrite(summary, valid as RunSummary)).not.toBeNaN();
        expect(new Date(summary.changed).toISOString()).toContain('T');
        expect(summary.past.steps.every(({ step }) => Number.isSafeInteger(step))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('that the browser itself cannot read is set aside too', async () => {
    const { lab, one } = await twoRuns();
    const { get, getAll } = IDBObjectStore.prototype;
    const unreadable = () => {
      throw UNREADABLE;
    };
    const spies = [
      vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (this: IDBObjectStore) {
        return this.name === 'cards' ? unreadable() : getAll.call(this);
      }),
      vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
        return this.name === 'cards' && key === one.id ? unreadable() : get.call(this, key);
      }),
    ];
    expect(await names(lab)).toEqual([`${NAME} 2`]);
    expect((await lab.runs.overview()).quarantined).toEqual([{ id: one.id, hasFile: true }]);
    for (const spy of spies) spy.mockRestore();
    expect(await names(lab)).toHaveLength(2);
  });

  it('is recovered from its file, with its checkpoints', async () => {
    const { lab, second } = await twoRuns();
    await damage('cards', second.id, () => null);
    await lab.runs.quarantine.recover(second.id);
    expect((await lab.runs.overview()).quarantined).toEqual([]);
    const [recovered] = await lab.runs.list();
    const { name: _, made, changed, sequence, training, ...rest } = second;
    expect(recovered).toMatchObject({ ...rest, past: { steps: second.past.steps } });
    await lab.runs.open(second.id);
    await lab.runs.viewCheckpoint(second.past.steps[1].step);
    expect((await lab.transformer.inspect({ text: 'a cat', names: [] })).step).toBe(
      second.past.steps[1].step,
    );
  });

  it('keeps its name where that can be read', async () => {
    const { lab, second } = await twoRuns();
    await damage('cards', second.id, (row: object) => ({ ...row, name: 'my run', step: null }));
    await lab.runs.quarantine.recover(second.id);
    expect(await names(lab)).toEqual(['my run', NAME]);
  });

  it('is exported: its file where there is one, else the record as JSON', async () => {
    const { lab, one } = await twoRuns();
    const file = await lab.runs.export(one.id, { optimizer: true });
    await damage('cards', one.id, () => ({ oddly: ['shaped'] }));
    expect(await lab.runs.quarantine.export(one.id)).toEqual(file);
    await deleteRow('files', one.id);
    expect((await lab.runs.overview()).quarantined).toEqual([{ id: one.id, hasFile: false }]);
    const text = new TextDecoder().decode(await lab.runs.quarantine.export(one.id));
    expect(JSON.parse(text)).toEqual({ oddly: ['shaped'] });
    await expect(lab.runs.quarantine.recover(one.id)).rejects.toThrow('has no file');
  });

  it('is recovered although the browser cannot read one of its checkpoints', async () => {
    const { lab, second } = await twoRuns();
    await damage('cards', second.id, () => null);
    const { get } = IDBObjectStore.prototype;
    const [{ step: unreadable }, ...others] = second.past.steps;
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
      if (this.name === 'past' && (key as [string, number])[1] === unreadable) throw UNREADABLE;
      return get.call(this, key);
    });
    await lab.runs.quarantine.recover(second.id);
    const [{ past }] = await lab.runs.list();
    expect(past.steps).toEqual([{ step: unreadable, bytes: 0 }, ...others]);
    await lab.runs.open(second.id);
    await expect(lab.runs.viewCheckpoint(unreadable)).rejects.toThrow(SENTENCE);
    await lab.runs.viewCheckpoint(others[0].step);
  });

  it.each(['cards', 'files', 'past'] as const)(
    'on a disk whose %s cannot be read: every action fails with a sentence',
    async (store) => {
      const { lab, one, second } = await twoRuns();
      await damage('cards', one.id, () => null);
      for (const method of ['get', 'getAll', 'getAllKeys'] as const) {
        const { [method as 'get']: original } = IDBObjectStore.prototype;
        vi.spyOn(IDBObjectStore.prototype, method as 'get').mockImplementation(function (
          this: IDBObjectStore,
          ...args
        ) {
          if (this.name === store) throw UNREADABLE;
          return original.apply(this, args);
        });
      }
      const { quarantine } = lab.runs;
      await expect(quarantine.recover(one.id)).rejects.toThrow(SENTENCE);
      await expect(lab.runs.duplicate(second.id)).rejects.toThrow(SENTENCE);
      if (store === 'past') return;
      await expect(quarantine.export(one.id)).rejects.toThrow(SENTENCE);
      if (store === 'cards') await expect(quarantine.remove(one.id)).rejects.toThrow(SENTENCE);
      else
        expect(await lab.runs.verify(second.id)).toMatchObject({ reason: expect.stringContaining(SENTENCE) });
    },
  );

  it('is deleted with its file; a readable run is not deleted this way', async () => {
    const { lab, one, second } = await twoRuns();
    await damage('cards', one.id, () => null);
    await lab.runs.quarantine.remove(one.id);
    await expect(lab.runs.quarantine.remove(second.id)).rejects.toThrow('no damaged record');
    expect((await lab.runs.overview()).quarantined).toEqual([]);
    expect(await names(lab)).toEqual([`${NAME} 2`]);
    const database = await openDB('mini-llm-lab-runs');
    expect(await database.getAllKeys('files')).toEqual([second.id]);
    database.close();
  });
});

describe('a file with a flipped bit', () => {
  it.each([
    ['weights', 4],
    ['optimizer state', 40],
  ])('among the %s is not opened; the newest intact checkpoint is offered and opens', async (_, fromEnd) => {
    const { lab, second, checkpoints } = await twoRuns();
    await damage('files', second.id, flipped(fromEnd));
    const last = checkpoints[checkpoints.length - 1];
    await damage('past', [second.id, last], flipped(fromEnd));
    const before = checkpoints[checkpoints.length - 2];
    const expected = await intactWeights(second.id, before);

    await lab.transformer.create(tinyRun({ seed: 5 }));
    await expect(lab.runs.open(second.id)).rejects.toThrow(`The saved file of “${NAME} 2” is damaged.`);
    // The current model is unchanged.
    expect((await lab.transformer.inspect({ text: 'a cat', names: [] })).step).toBe(0);
    expect(await lab.runs.verify(second.id)).toEqual({
      reason: `The saved file of “${NAME} 2” is damaged.`,
      intactStep: before,
    });
    await lab.runs.open(second.id, before);
    expect(readCheckpoint(await lab.transformer.save()).weights).toEqual(expected);
    await steps(lab, 1);
    expect(await names(lab)).toEqual([`${NAME} 2, from step ${before}`, `${NAME} 2`, NAME]);
  });

  it('without an intact checkpoint: no snapshot is offered', async () => {
    const { lab, one } = await twoRuns();
    await damage('files', one.id, flipped(4));
    for (const { step } of one.past.steps) await damage('past', [one.id, step], flipped(4));
    expect(await lab.runs.verify(one.id)).toEqual({ reason: `The saved file of “${NAME}” is damaged.` });
    await deleteRow('files', one.id);
    expect(await lab.runs.verify(one.id)).toEqual({ reason: `The file of “${NAME}” is no longer saved.` });
  });

  it('intact files pass', async () => {
    const { lab, one, second } = await twoRuns();
    for (const { id } of [one, second]) expect(await lab.runs.verify(id)).toBeUndefined();
  });

  it('a damaged checkpoint is not shown, the others are', async () => {
    const { lab, second, checkpoints } = await twoRuns();
    await damage('past', [second.id, checkpoints[1]], flipped(4));
    await lab.runs.open(second.id);
    await expect(lab.runs.viewCheckpoint(checkpoints[1])).rejects.toThrow(
      `The checkpoint of step ${checkpoints[1]} is damaged`,
    );
    await lab.runs.viewCheckpoint(checkpoints[0]);
    await lab.runs.branch();
  });

  it('a checkpoint of a run with a damaged file still becomes a new run', async () => {
    const { lab, second, checkpoints } = await twoRuns();
    await lab.runs.open(second.id);
    await damage('files', second.id, flipped(4));
    await lab.runs.viewCheckpoint(checkpoints[1]);
    await lab.runs.branch();
    await steps(lab, 1);
    expect((await lab.runs.list())[0].step).toBe(checkpoints[1] + 1);
  });
});

async function intactWeights(id: string, step: number) {
  const database = await openDB('mini-llm-lab-runs');
  const file = await database.get('past', [id, step]);
  database.close();
  return readCheckpoint(file).weights;
}

describe('the order of runs', () => {
  it('is that of their last writes, also after the clock was set back', async () => {
    const now = Date.now();
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now);
    const first = await tab();
    await first.lab.transformer.create(tinyRun());
    await steps(first.lab, 3);
    clock.mockReturnValue(now - 86_400_000);
    await first.lab.transformer.create(tinyRun());
    await steps(first.lab, 5);
    expect((await first.lab.runs.list()).map(({ step }) => step)).toEqual([5, 3]);
    await killed(first);
    const { lab } = await tab();
    const [newest, older] = await lab.runs.list();
    expect([newest.step, older.step]).toEqual([5, 3]);
    // Renaming does not change the order, further training does.
    await lab.runs.rename(older.id, 'older');
    expect((await lab.runs.list())[0].id).toBe(newest.id);
    await lab.runs.open(older.id);
    await steps(lab, 1);
    expect((await lab.runs.list())[0].id).toBe(older.id);
    clock.mockRestore();
  });

  it('does not depend on a damaged sequence number', async () => {
    const { lab, one, second } = await twoRuns();
    await damage('cards', one.id, (row: object) => ({ ...row, sequence: 1e300 }));
    expect((await lab.runs.overview()).quarantined).toHaveLength(1);
    await lab.transformer.create(tinyRun());
    await steps(lab, 1);
    const [newest, older] = await lab.runs.list();
    expect([newest.step, older.id]).toEqual([1, second.id]);
  });
});
