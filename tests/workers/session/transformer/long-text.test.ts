// Long texts: they are read between training steps, with progress, and a request can be stopped.

import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { trainBytePairs } from '../../../../src/model/tokenizers/byte-pair-training.ts';
import type { JobProgress } from '../../../../src/shared/job.ts';
import { random } from '../../../../src/shared/random.ts';
import type { ProgressCallback } from '../../../../src/workers/scheduling/run-job.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { PlanCache } from '../../../../src/workers/session/transformer/plan-cache.ts';
import { tinyRun } from '../../../support/model/tiny-model.ts';
import { browserTabs, steps } from '../../../support/workers/browser-tabs.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

const letter = random(1, 'letters');
const word = () =>
  Array.from({ length: 3 + letter.integer(8) }, () => String.fromCharCode(97 + letter.integer(26))).join('');
/** Different words, in which pairs of bytes repeat and words do not. */
const TEXT = Array.from({ length: 25_000 }, word).join(' ');
/** Labels of progress in it. */
const IN_TEXT = /words read|pairs counted|byte pairs learned|tokens written/;
let size = 63;
/** Settings with a vocabulary size of their own, since the last trained tokenizer stays in memory. */
const longText = () => ({
  ...tinyRun(),
  text: TEXT,
  tokenizer: 'byte-pair' as const,
  vocabularySize: ++size,
});

const { tab } = browserTabs();
let lab: Lab;

beforeEach(async () => {
  lab = await createLab();
  await lab.transformer.create(tinyRun({ steps: 100_000 }));
});

afterEach(() => lab.dispose());

/** Accepts every report, and counts them. */
function recordProgress() {
  const reports: JobProgress[] = [];
  return { reports, onProgress: (report: JobProgress) => reports.push(report) > 0 };
}

it('creates a run from a long text with progress, between the steps of a training', async () => {
  const stepAt = async () => (await lab.transformer.inspect({ text: 'a', names: [] })).step;
  void lab.transformer.train();
  const before = await stepAt();
  const request = longText();
  const { reports, onProgress } = recordProgress();
  const steps: number[] = [];
  await lab.transformer.problems(request, async (report) => {
    steps.push(await stepAt());
    return onProgress(report);
  });
  expect(reports.map(({ label }) => label).join()).toMatch(IN_TEXT);
  for (const { done, total } of reports) expect(done / total).toBeLessThanOrEqual(1);
  expect(steps.at(-1)).toBeGreaterThan(before);
  const { model } = await lab.transformer.create(request);
  expect(model.V).toBe(request.vocabularySize);
});

it.each(['create', 'problems', 'costs'] as const)('%s stops, and leaves the run', async (method) => {
  const before = await lab.transformer.save();
  await expect(lab.transformer[method](longText(), () => false)).rejects.toThrow(
    'The job was stopped before it finished.',
  );
  expect(await lab.transformer.save()).toEqual(before);
});

it('stops after the last slice too, before the run is replaced', async () => {
  const before = await lab.transformer.save();
  const untilTheEnd = ({ done, total }: JobProgress) => done < total;
  await expect(lab.transformer.create(longText(), untilTheEnd)).rejects.toThrow('was stopped');
  expect(await lab.transformer.save()).toEqual(before);
});

it.each(['open', 'open at a checkpoint', 'resume'] as const)(
  'runs: %s reads the text with progress, and stops',
  async (method) => {
    const { lab, libraryEvents } = await tab();
    await lab.transformer.create(longText());
    await lab.transformer.step();
    await lab.transformer.evaluate();
    await lab.runs.flush();
    const [{ id, past }] = await lab.runs.list();
    const file = libraryEvents.flatMap((event) => (event.type === 'snapshot' ? [event.file] : []))[0];
    // Other data take the place of the text in every cache.
    await lab.transformer.create({ ...tinyRun(), tokenizer: 'byte-pair', vocabularySize: 40 });
    await lab.transformer.create(tinyRun());
    await steps(lab, 1);
    const request = (onProgress: (report: JobProgress) => boolean) =>
      method === 'resume'
        ? lab.runs.resume('model', file, id, onProgress)
        : lab.runs.open(id, method === 'open' ? undefined : past.steps[0].step, onProgress);
    const state = async () => [await lab.transformer.save({ optimizer: true }), lab.runs.model.current];
    const before = await state();
    await expect(request(() => false)).rejects.toThrow('was stopped');
    expect(await state()).toEqual(before);
    const { reports, onProgress } = recordProgress();
    await request(onProgress);
    expect(reports.length).toBeGreaterThan(0);
    const { model } = await lab.transformer.reset();
    expect(model.V).toBe(size);
  },
);

/** A saved run of a long text, whose data no cache holds any more. */
async function savedRun() {
  const { lab } = await tab();
  await lab.transformer.create(longText());
  await steps(lab, 1);
  await lab.transformer.evaluate();
  await lab.runs.flush();
  const [{ id }] = await lab.runs.list();
  await lab.transformer.create({ ...tinyRun(), tokenizer: 'byte-pair', vocabularySize: 40 });
  await lab.transformer.create(tinyRun());
  return { lab, id };
}

async function changeRow(store: string, id: string, change: (row: never) => unknown): Promise<void> {
  const database = await openDB('mini-llm-lab-runs');
  await database.put(store, change((await database.get(store, id)) as never), id);
  database.close();
}

const flipLastByte = (file: Uint8Array) => file.with(-1, file[file.length - 1] ^ 1);

it.each(['verify', 'verify a damaged file', 'import', 'recover'] as const)(
  'runs: %s reads the text with progress, answers requests in between, and stops',
  async (method) => {
    const { lab, id } = await savedRun();
    const file = await lab.runs.export(id, { optimizer: true });
    if (method === 'verify a damaged file') await changeRow('files', id, flipLastByte);
    if (method === 'recover') await changeRow('cards', id, () => null);
    const request = (onProgress: ProgressCallback) => {
      if (method === 'import') return lab.runs.import(file, 'imported', onProgress);
      return method === 'recover'
        ? lab.runs.quarantine.recover(id, onProgress)
        : lab.runs.verify(id, onProgress);
    };
    const runs = async () => (await lab.runs.list()).map((run) => run.id);
    const before = await runs();
    await expect(request(() => false)).rejects.toThrow('was stopped');
    expect(await runs()).toEqual(before);

    const order: string[] = [];
    const { reports, onProgress } = recordProgress();
    await request((report) => {
      void lab.transformer.inspect({ text: 'a', names: [] }).then(() => order.push('answered'));
      return onProgress(report);
    });
    order.push('read');
    expect(reports.map(({ label }) => label).join()).toMatch(IN_TEXT);
    expect(order[0]).toBe('answered');
  },
);

it('a run of a short text opens while a long text is read', async () => {
  const file = await lab.transformer.save({ optimizer: true });
  let opened: Promise<unknown> | undefined;
  const order: string[] = [];
  const onProgress = () => {
    opened ??= lab.transformer.open(file.slice()).then(() => order.push('opened'));
    return true;
  };
  await lab.transformer.problems(longText(), onProgress).then(() => order.push('read'));
  await opened;
  expect(order).toEqual(['opened', 'read']);
});

it('a reset and a new run from a checkpoint reuse the data of the current run', async () => {
  const { lab } = await tab();
  await lab.transformer.create(longText());
  await steps(lab, 1);
  const resolve = vi.spyOn(PlanCache.prototype, 'resolveInSlices');
  await lab.transformer.reset();
  expect(resolve).not.toHaveBeenCalled();
  await lab.transformer.train();
  await lab.runs.flush();
  await lab.runs.viewCheckpoint(lab.runs.model.current.checkpoints[0]);
  const { reports, onProgress } = recordProgress();
  await lab.runs.branch('model', onProgress);
  expect(resolve).toHaveBeenCalled();
  for (const { label } of reports) expect(label).not.toMatch(IN_TEXT);
});

it('reads the text once for the check of settings, the costs and the run', async () => {
  const request = longText();
  const records = [recordProgress(), recordProgress(), recordProgress()];
  await Promise.all([
    lab.transformer.problems(request, records[0].onProgress),
    lab.transformer.costs(request, records[1].onProgress),
  ]);
  await lab.transformer.create(request, records[2].onProgress);
  expect(records.map(({ reports }) => reports.length > 0)).toEqual([true, false, false]);
});

it('opens a saved run of a long text with progress', async () => {
  const request = longText();
  await lab.transformer.create(request);
  const file = await lab.transformer.save({ optimizer: true });
  const other = await createLab();
  const { reports, onProgress } = recordProgress();
  await other.transformer.create({ ...request, text: `${TEXT} and another` });
  const info = await other.transformer.open(file, onProgress);
  expect(info.settings.text).toBe(TEXT);
  expect(reports.length).toBeGreaterThan(0);
  await other.dispose();
});

it('the byte-pairs lens reports progress and stops', async () => {
  await lab.transformer.create({ ...longText(), tokenizer: 'characters', vocabularySize: undefined });
  const request = { text: 'a', size: 64, merges: 3 };
  await expect(lab.transformer.lens('byte-pairs', request, () => false)).rejects.toThrow('was stopped');
  const { reports, onProgress } = recordProgress();
  const { merges } = await lab.transformer.lens('byte-pairs', request, onProgress);
  expect(reports.length).toBeGreaterThan(0);
  expect(merges).toBe(trainBytePairs(TEXT, 64).merges.length);
});
