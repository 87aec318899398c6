// Saved runs, with an in-memory database: saving, restoring, failures.

import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { readDigitFile } from '../../../src/model/digits/digit-file.ts';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { runTitle } from '../../../src/model/training/run-title.ts';
import type { RunLibraryEvent } from '../../../src/workers/rpc/api/lab-api.ts';
import { yieldToEventLoop } from '../../../src/workers/scheduling/task-queue.ts';
import type { Lab } from '../../../src/workers/session/lab.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';
import { browserTabs, steps } from '../../support/workers/browser-tabs.ts';
import type { RecordedEvent } from '../../support/workers/lab-fixtures.ts';

const NAME = runTitle(tinyRun());

const { tab, killed } = browserTabs();

const digits = async (lab: Lab) => {
  const { step, weights, moments, history } = readDigitFile(await lab.digits.save({ optimizer: true }));
  return { step, weights, moments, losses: history?.series };
};
const losses = (events: RecordedEvent[]) =>
  events.flatMap((event) => (event.type === 'progress' ? event.progress.points.map(({ loss }) => loss) : []));

describe('a run', () => {
  it('is restored after a reload, and resumes with the losses of an uninterrupted run', async () => {
    const through = await tab();
    await through.lab.transformer.create(tinyRun());
    await steps(through.lab, 9);
    const want = losses(through.events);
    await through.lab.transformer.create(tinyRun());
    await steps(through.lab, 4);
    await killed(through);

    const next = await tab();
    const [summary] = await next.lab.runs.list();
    expect(summary).toMatchObject({
      network: 'model',
      name: `${NAME} 2`,
      preset: 'text',
      step: 4,
      steps: 30,
    });
    expect(summary.curve.map(({ loss }) => loss)).toEqual(want.slice(0, 4));
    await next.lab.runs.open(summary.id);
    const history = next.events.findLast((event) => event.type === 'run')?.history;
    expect(history?.series.points.map(({ loss }) => loss)).toEqual(want.slice(0, 4));
    await steps(next.lab, 5);
    expect(losses(next.events)).toEqual(want.slice(4));
    expect((await next.lab.runs.list()).map(({ name, step }) => [name, step])).toEqual([
      [`${NAME} 2`, 9],
      [NAME, 9],
    ]);
  });

  it('of the digit network is restored too, with its images in the same order', async () => {
    const request = { preset: 'digits', training: { images: 40, B: 4, steps: 30, momentum: 0.9 } };
    const first = await tab();
    await first.lab.digits.create(request);
    for (let i = 0; i < 12; i++) await first.lab.digits.step();
    const want = await digits(first.lab);
    await first.lab.digits.create(request);
    for (let i = 0; i < 7; i++) await first.lab.digits.step();
    await first.lab.runs.flush();
    await killed(first);

    const { lab } = await tab();
    const [summary] = await lab.runs.list();
    expect(summary).toMatchObject({ network: 'digits', step: 7, steps: 30 });
    await lab.runs.open(summary.id);
    for (let i = 0; i < 5; i++) await lab.digits.step();
    expect(await digits(lab)).toEqual(want);
  });

  it('is not saved before its first step, because it can be recreated', async () => {
    const { lab } = await tab();
    await lab.transformer.create(tinyRun());
    await lab.runs.flush();
    expect(await lab.runs.list()).toEqual([]);
  });

  it('is saved before another replaces it', async () => {
    const { lab } = await tab();
    await lab.transformer.create(tinyRun({ steps: 10_000 }));
    const training = lab.transformer.train();
    while ((await lab.transformer.inspect({ text: 'a', names: [] })).step < 5) await yieldToEventLoop();
    const { step } = await lab.transformer.inspect({ text: 'a', names: [] });
    await lab.transformer.create(tinyRun());
    await training;
    const [summary] = await lab.runs.list();
    expect(summary.step).toBeGreaterThanOrEqual(step);
    expect(summary.training).toBe(false);
  });

  it('keeps its id after new facts are added', async () => {
    const { lab } = await tab();
    await lab.transformer.create({
      preset: 'league',
      model: { L: 1, C: 16, H: 2, mlpWidth: 16 },
      training: { B: 2 },
    });
    await steps(lab, 1);
    await lab.transformer.teach([{ subject: 'Zara Quill', relation: 'sport', answer: 'tennis' }], 5);
    await steps(lab, 1);
    const cards = await lab.runs.list();
    expect(cards.map(({ name, step, steps }) => [name, step, steps])).toEqual([
      ['league · H=2, C=16, mlpWidth=16, B=2', 2, 6],
    ]);
    const { tokenizer } = readCheckpoint(await lab.runs.export(cards[0].id));
    expect(tokenizer?.vocabulary).toContain('Quill');
  });

  it('with an edit is restored with its undo data; an export of weights alone has none', async () => {
    const first = await tab();
    await first.lab.transformer.create({
      preset: 'league',
      model: { L: 1, C: 16, H: 2, mlpWidth: 16 },
      training: { B: 2 },
    });
    const { weights } = readCheckpoint(await first.lab.transformer.save());
    const edits = ({ events }: typeof first) => events.findLast(({ type }) => type === 'edits');
    const { subject, answer } = (await first.lab.transformer.lens('facts', {})).facts[0];
    const newAnswer = answer.text === 'tennis' ? 'golf' : 'tennis';
    const { id } = await first.lab.transformer.applyEdit({ subject, relation: 'sport', newAnswer });
    await first.lab.runs.flush();
    await killed(first);

    const next = await tab();
    const [summary] = await next.lab.runs.list();
    expect(readCheckpoint(await next.lab.runs.export(summary.id)).undo).toBeUndefined();
    await next.lab.runs.open(summary.id);
    expect(edits(next)).toEqual(edits(first));
    await next.lab.transformer.undoEdit(id);
    expect(readCheckpoint(await next.lab.transformer.save()).weights).toEqual(weights);
  });
});

describe('an interrupted save', () => {
  it('keeps the previous save intact', async () => {
    const first = await tab();
    await first.lab.transformer.create(tinyRun());
    await steps(first.lab, 2);
    const [before] = await first.lab.runs.list();
    const file = await first.lab.runs.export(before.id, { optimizer: true });
    // The file is written, and the summary behind it is not.
    const { put: original } = IDBObjectStore.prototype;
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args
    ) {
      if (this.name !== 'cards') return original.apply(this, args);
      throw new Error('killed');
    });
    await steps(first.lab, 1);
    put.mockRestore();
    await killed(first);

    const { lab } = await tab();
    expect(await lab.runs.list()).toEqual([before]);
    expect(await lab.runs.export(before.id, { optimizer: true })).toEqual(file);
  });
});

describe('failed storage', () => {
  it.each([
    ['has no room', 'QuotaExceededError', 'quota-exceeded', 'There is no room left on this device'],
    ['may not store', 'SecurityError', 'denied', 'This browser keeps nothing for this page'],
    ['cannot write to a full disk', 'DataError', 'failed', 'most likely because the disk is full'],
  ] as const)(
    'that %s is reported once; training continues, and the save is retried',
    async (_, name, state, message) => {
      const { lab, libraryEvents, keeping } = await tab();
      await lab.transformer.create(tinyRun());
      const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
        throw new DOMException('no', name);
      });
      await steps(lab, 3);
      expect(keeping()).toMatchObject({ state, message: expect.stringContaining(message) });
      expect(libraryEvents.filter(({ type }) => type === 'autosave')).toHaveLength(2);
      expect(await lab.transformer.train()).toBe('finished');
      put.mockRestore();
      await lab.runs.flush();
      expect(keeping()).toEqual({ state: 'saved' });
      expect((await lab.runs.list()).map(({ step }) => step)).toEqual([30]);
    },
  );

  it('from the start is reported too, and the list is empty', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const { lab, keeping } = await tab();
    expect(await lab.runs.list()).toEqual([]);
    expect(keeping().state).toBe('denied');
    await lab.transformer.create(tinyRun());
    expect(await lab.transformer.train()).toBe('finished');
  });
});

describe('a database of another version', () => {
  const newer = () =>
    openDB('mini-llm-lab-runs', 99, { upgrade: (made) => void made.createObjectStore('unknown') });

  it('newer: a message says so, the database stays unchanged, and training continues', async () => {
    (await newer()).close();
    const { lab, keeping } = await tab();
    expect(await lab.runs.list()).toEqual([]);
    expect(keeping()).toMatchObject({
      state: 'newer-version',
      message: expect.stringContaining('A newer version of the lab has written the saved runs'),
    });
    await lab.transformer.create(tinyRun());
    expect(await lab.transformer.train()).toBe('finished');
    await expect(lab.runs.import(await lab.transformer.save(), 'a run')).rejects.toThrow('A newer version');
    await expect(lab.runs.open('any')).rejects.toThrow('A newer version');
    expect([...(await newer()).objectStoreNames]).toEqual(['unknown']);
  });

  it('upgraded by a newer tab: this tab closes its connection, with a message', async () => {
    const { lab, keeping } = await tab();
    await lab.transformer.create(tinyRun());
    await steps(lab, 2);
    (await newer()).close();
    await vi.waitFor(() => expect(keeping().state).toBe('newer-version'));
    await steps(lab, 1);
    expect(await lab.transformer.train()).toBe('finished');
  });

  it('older, and kept open by another tab: no request waits, and the run is saved when that tab is closed', async () => {
    const old = await openDB('mini-llm-lab-runs', 1, {
      upgrade: (made) => {
        for (const store of ['cards', 'files', 'past']) made.createObjectStore(store);
      },
    });
    const { lab, keeping } = await tab();
    expect(await lab.runs.list()).toEqual([]);
    expect(keeping()).toMatchObject({
      state: 'older-tab',
      message: expect.stringContaining('A tab with an older version of the lab'),
    });
    await lab.transformer.create(tinyRun());
    expect(await lab.transformer.train()).toBe('finished');
    await lab.runs.flush();
    old.close();
    await vi.waitFor(() => expect(keeping()).toEqual({ state: 'saved' }));
    await vi.waitFor(async () => expect((await lab.runs.list()).map(({ step }) => step)).toEqual([30]));
  });
});

describe('a database that the browser closes or clears', () => {
  const file = async (lab: Lab) => lab.runs.export((await lab.runs.list())[0].id, { optimizer: true });
  const notices = (libraryEvents: RunLibraryEvent[]) =>
    libraryEvents.filter(({ type }) => type === 'autosave');

  /** The database that this tab has open. */
  async function database(lab: Lab): Promise<IDBDatabase> {
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await lab.runs.list();
    const database = spy.mock.contexts.at(-1) as IDBDatabase;
    spy.mockRestore();
    return database;
  }

  it('cleared: the run is rewritten, without a message', async () => {
    const { lab, libraryEvents } = await tab();
    await lab.transformer.create(tinyRun({ steps: 60 }));
    await lab.transformer.train();
    await lab.runs.flush();
    expect(lab.runs.model.current.checkpoints.length).toBeGreaterThan(2);
    const before = await file(lab);
    await new Promise((resolve) => {
      indexedDB.deleteDatabase('mini-llm-lab-runs').onsuccess = resolve;
    });
    await vi.waitFor(async () => expect(await lab.runs.list()).toHaveLength(1));
    expect(await file(lab)).toEqual(before);
    // States of earlier steps are gone, and not offered.
    expect(lab.runs.model.current.checkpoints).toEqual([]);
    expect(notices(libraryEvents)).toHaveLength(1);
  });

  it('closed during a read: the read is retried, and errors are reported', async () => {
    const { lab } = await tab();
    await lab.transformer.create(tinyRun());
    await steps(lab, 2);
    await lab.runs.flush();
    const { getAll } = IDBObjectStore.prototype;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementationOnce(function (
      this: IDBObjectStore,
    ) {
      const request = getAll.call(this);
      this.transaction.abort();
      return request;
    });
    expect(await lab.runs.list()).toHaveLength(1);
    // As Chromium says it of a site whose data are cleared.
    spy.mockImplementationOnce(() => {
      throw new DOMException('Connection is closing because of: Force close delete origin', 'UnknownError');
    });
    expect(await lab.runs.list()).toHaveLength(1);
    spy.mockRestore();
  });

  it('closed: it is reopened by the next save, without a message', async () => {
    const { lab, libraryEvents } = await tab();
    await lab.transformer.create(tinyRun());
    await steps(lab, 2);
    const closed = await database(lab);
    forceCloseDatabase(closed as never);
    await steps(lab, 1);
    expect((await lab.runs.list()).map(({ step }) => step)).toEqual([3]);
    // Also where that is noticed by nothing but the next question.
    (await database(lab)).close();
    await steps(lab, 1);
    expect((await lab.runs.list()).map(({ step }) => step)).toEqual([4]);
    expect(notices(libraryEvents)).toHaveLength(1);
  });

  it('cannot be reopened: this is reported immediately, also without training', async () => {
    const { lab, keeping } = await tab();
    await lab.transformer.create(tinyRun());
    await steps(lab, 2);
    const closed = await database(lab);
    const open = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    forceCloseDatabase(closed as never);
    await vi.waitFor(() => expect(keeping().state).toBe('denied'));
    open.mockRestore();
    await steps(lab, 1);
    expect(keeping()).toEqual({ state: 'saved' });
    expect((await lab.runs.list()).map(({ step }) => step)).toEqual([3]);
  });
});

describe('two tabs', () => {
  it('one writes, the other shows a message and takes over when the first is closed', async () => {
    const first = await tab();
    await first.lab.transformer.create(tinyRun());
    await steps(first.lab, 2);
    const second = await tab();
    expect(second.keeping().state).toBe('other-tab');
    expect(second.keeping().message).toContain('Another tab');
    await second.lab.transformer.create(tinyRun({ seed: 1 }));
    await steps(second.lab, 3);
    const [summary] = await second.lab.runs.list();
    expect(summary.step).toBe(2);
    await expect(second.lab.runs.remove(summary.id)).rejects.toThrow('Another tab');

    await killed(first);
    await vi.waitFor(() => expect(second.keeping()).toEqual({ state: 'saved' }));
    await vi.waitFor(async () => expect(await second.lab.runs.list()).toHaveLength(2));
    expect((await second.lab.runs.list()).map(({ step }) => step)).toEqual([3, 2]);
  });

  it('an embedded page writes nothing, and leaves the lock to the others', async () => {
    const embedded = await tab(false);
    await embedded.lab.transformer.create(tinyRun());
    await steps(embedded.lab, 2);
    expect(embedded.keeping().state).toBe('disabled');
    expect(await embedded.lab.runs.list()).toEqual([]);
    const other = await tab();
    expect(other.keeping()).toEqual({ state: 'saved' });
    await other.lab.transformer.create(tinyRun());
    await steps(other.lab, 1);
    const [{ id, step }] = await other.lab.runs.list();
    expect(step).toBe(1);
    await expect(embedded.lab.runs.remove(id)).rejects.toThrow('An embedded page saves no runs');
  });

  it('a run opened in the second continues there as a new run', async () => {
    const first = await tab();
    await first.lab.transformer.create(tinyRun());
    await steps(first.lab, 2);
    const second = await tab();
    await second.lab.runs.open((await second.lab.runs.list())[0].id);
    await steps(second.lab, 1);
    await steps(first.lab, 4);
    await killed(first);
    await vi.waitFor(async () =>
      expect(
        Object.fromEntries((await second.lab.runs.list()).map(({ name, step }) => [name, step])),
      ).toEqual({ [NAME]: 6, [`${NAME} 2`]: 3 }),
    );
  });

  it('a run that resumes after a crash, while the second writes, continues as a new run', async () => {
    const crashed = await tab();
    await crashed.lab.transformer.create(tinyRun());
    await steps(crashed.lab, 2);
    const snapshot = crashed.libraryEvents.findLast((event) => event.type === 'snapshot');
    if (!snapshot?.id) throw new Error('no snapshot');
    const writer = await tab();
    await killed(crashed);
    await vi.waitFor(() => expect(writer.keeping()).toEqual({ state: 'saved' }));
    await writer.lab.runs.open(snapshot.id);
    await steps(writer.lab, 5);

    const { lab, keeping } = await tab();
    await lab.runs.resume('model', snapshot.file, snapshot.id);
    expect(keeping().message).toContain('what is opened here continues as a new run');
    await steps(lab, 1);
    await killed(writer);
    await vi.waitFor(async () =>
      expect(Object.fromEntries((await lab.runs.list()).map(({ name, step }) => [name, step]))).toEqual({
        [NAME]: 7,
        [`${NAME} 2`]: 3,
      }),
    );
  });
});

describe('the list', () => {
  it('is one read, with damaged records and sizes', async () => {
    const { lab } = await tab();
    await lab.transformer.create(tinyRun());
    await steps(lab, 1);
    const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    const { runs, quarantined, storageEstimate } = await lab.runs.overview();
    expect(getAll).toHaveBeenCalledTimes(1);
    expect(runs).toEqual(await lab.runs.list());
    expect(quarantined).toEqual([]);
    expect(storageEstimate.used).toBe(runs[0].bytes);
  });

  it('renames, duplicates, deletes with undo, exports and imports', async () => {
    const { lab, libraryEvents } = await tab();
    await lab.transformer.create(tinyRun());
    await steps(lab, 3);
    const [{ id }] = await lab.runs.list();
    await lab.runs.rename(id, '  the first  ');
    await expect(lab.runs.rename(id, ' ')).rejects.toThrow('A run needs a name.');
    await steps(lab, 1);
    const names = async () => (await lab.runs.list()).map(({ name, step }) => [name, step]);
    expect(await names()).toEqual([['the first', 4]]);
    expect(
      libraryEvents.findLast((event) => event.type === 'current' && event.network === 'model'),
    ).toMatchObject({
      current: { id, name: 'the first' },
    });

    await lab.runs.duplicate(id);
    expect(Object.fromEntries(await names())).toEqual({ 'the first': 4, 'the first 2': 4 });
    const copy = (await lab.runs.list()).find(({ name }) => name === 'the first 2');
    expect(await lab.runs.export(copy?.id ?? '', { optimizer: true })).toEqual(
      await lab.runs.export(id, { optimizer: true }),
    );

    await lab.runs.remove(id);
    expect(await names()).toEqual([['the first 2', 4]]);
    await lab.runs.restore(id);
    expect(await names()).toHaveLength(2);
    await lab.runs.remove(id);
    await lab.runs.remove(copy?.id ?? '');
    await lab.runs.restore(id);
    expect(await names()).toEqual([]);
    await lab.runs.restore(copy?.id ?? '');

    const file = await lab.runs.export(copy?.id ?? '');
    expect(readCheckpoint(file).moments).toBeUndefined();
    await lab.runs.import(file, 'from afar');
    expect((await names()).sort()).toEqual([
      ['from afar', 4],
      ['the first 2', 4],
    ]);
    await expect(lab.runs.import(new Uint8Array(9), 'a cat')).rejects.toThrow('safetensors');
    expect(await names()).toHaveLength(2);
    expect((await lab.runs.overview()).storageEstimate.used).toBe(
      (await lab.runs.list()).reduce((sum, { bytes }) => sum + bytes, 0),
    );
  });

  it('a run deleted during training is not saved again', async () => {
    const { lab } = await tab();
    await lab.transformer.create(tinyRun());
    await steps(lab, 1);
    const [{ id }] = await lab.runs.list();
    await lab.runs.remove(id);
    await steps(lab, 1);
    const cards = await lab.runs.list();
    expect(cards.map(({ step }) => step)).toEqual([2]);
    expect(cards[0].id).not.toBe(id);
  });
});

describe('checkpoints', () => {
  it('are inspected while training continues, until the current step is selected again', async () => {
    const { lab } = await tab();
    const look = () => lab.transformer.inspect({ text: 'a cat', names: ['blocks.0.attn.hook_pattern'] });
    await lab.transformer.create(tinyRun({ steps: 60 }));
    const start = await look();
    const first = await lab.transformer.inspect({ text: 'a', names: [] });
    await lab.transformer.train();
    const end = await look();
    await lab.runs.flush();
    const { checkpoints } = lab.runs.model.current;
    expect(checkpoints[0]).toBe(0);
    expect(checkpoints.at(-1)).toBe(60);
    expect(checkpoints.length).toBeGreaterThan(2);

    await lab.runs.viewCheckpoint(0);
    expect(await look()).toEqual(start);
    expect(await lab.runs.evaluateCheckpoint()).toMatchObject({ step: 0 });
    await lab.runs.viewCheckpoint(checkpoints[1]);
    expect((await look()).step).toBe(checkpoints[1]);
    await expect(lab.runs.viewCheckpoint(7)).rejects.toThrow('The checkpoint of step 7 is no longer saved.');
    await lab.runs.viewCheckpoint(undefined);
    expect(await look()).toEqual(end);
    expect(first.step).toBe(0);
  });

  it('are read by a lens one after the other, while the current step stays shown', async () => {
    const { lab } = await tab();
    await lab.transformer.create(tinyRun({ steps: 60 }));
    await lab.transformer.train();
    await lab.runs.flush();
    const { checkpoints } = lab.runs.model.current;
    const request = { rows: 2 };
    const along = await lab.runs.lensAlong('head-table', request);
    expect(along.map(({ step }) => step)).toEqual(checkpoints);
    expect(along.at(-1)?.result).toEqual(await lab.transformer.lens('head-table', request));
    expect((await lab.transformer.inspect({ text: 'a', names: [] })).step).toBe(60);
    await lab.runs.viewCheckpoint(checkpoints[1]);
    // Chance is read at the end only.
    expect(await lab.transformer.lens('head-table', { ...request, chance: false })).toEqual(along[1].result);
    expect(along[1].result.patterns[0]).not.toHaveProperty('bestByChance');
    expect(along.at(-1)?.result.patterns[0]).toHaveProperty('bestByChance');
    expect(along[1].result.step).toBe(checkpoints[1]);
    // The weights of the run, not those that are shown.
    expect((await lab.runs.lensAlong('head-table', request)).at(-1)).toEqual(along.at(-1));

    let reports = 0;
    const stopped = lab.runs.lensAlong('head-table', request, () => ++reports < 3);
    await expect(stopped).rejects.toThrow('stopped');
    expect(reports).toBeLessThan(6);
    await expect(lab.runs.lensAlong('head-table', { rows: 0 })).rejects.toThrow('rows');
  });

  it('are read with what was fitted to the run at its end', async () => {
    const { lab } = await tab();
    await lab.transformer.create(tinyRun({ steps: 60 }));
    await lab.transformer.train();
    await lab.runs.flush();
    const request = { feature: { layer: 0, feature: 1 } };
    await expect(lab.runs.lensAlong('transcoder-drift', request)).rejects.toThrow('train them first');
    const { loss } = await lab.transformer.lens('transcoders', { features: 8, k: 2, steps: 20 });
    const along = await lab.runs.lensAlong('transcoder-drift', request);
    expect(along.map(({ step }) => step)).toEqual(lab.runs.model.current.checkpoints);
    expect(along.map(({ result }) => result.trainedAt)).toEqual(along.map(() => 60));
    expect(along.at(-1)?.result.loss).toEqual(loss);
    expect(along[0].result.loss.clean).toBeGreaterThan(loss.clean);
  });

  it('become a new run with the losses of the original', async () => {
    const { lab, events } = await tab();
    await lab.transformer.create(tinyRun({ steps: 60 }));
    await lab.transformer.train();
    await lab.runs.flush();
    const want = losses(events);
    const [, step] = lab.runs.model.current.checkpoints;
    await lab.runs.viewCheckpoint(step);
    await lab.runs.branch();
    events.length = 0;
    expect(await lab.transformer.train()).toBe('finished');
    expect(losses(events)).toEqual(want.slice(step));
    await lab.runs.flush();
    expect((await lab.runs.list()).map(({ name }) => name)).toEqual([`${NAME}, from step ${step}`, NAME]);
  });
});
