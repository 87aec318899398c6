// Model files and saved runs of version 0.1.0 open, and training continues with the losses that version computed.

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DownloadStore } from '../../../src/downloads/download-store.ts';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { readDigitFile } from '../../../src/model/digits/digit-file.ts';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import type { DigitEvent, RunSummary } from '../../../src/workers/rpc/api/lab-api.ts';
import type { Lab } from '../../../src/workers/session/lab.ts';
import { openPackedMnist } from '../../support/model/packed-mnist.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';
import { readOldFile, readOldJson, restoreOldDatabases } from '../../support/old-version.ts';
import { createLab, type RecordedEvent, recordEvents } from '../../support/workers/lab-fixtures.ts';

let lab: Lab;
let events: RecordedEvent[];

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  await restoreOldDatabases();
  const locks = { request: (_: string, held: () => Promise<void>) => held() };
  // The engine that computed the numbers of that version.
  lab = await createLab(new ReferenceExecutor(), openPackedMnist, { locks });
  events = [];
  await recordEvents(lab, events);
});

afterEach(async () => {
  await lab.dispose();
  vi.unstubAllGlobals();
});

const losses = (all: readonly (RecordedEvent | DigitEvent)[]) =>
  all.flatMap((event) => (event.type === 'progress' ? event.progress.points.map(({ loss }) => loss) : []));

const edits = () => events.findLast((event) => event.type === 'edits')?.edits;

it('a model with optimizer state and an edit', async () => {
  const expected = readOldJson('model.json');
  const file = readOldFile('model.safetensors');
  const info = await lab.transformer.open(file);
  expect(info).toMatchObject({ preset: 'league', step: expected.step });
  expect(info.isReadOnly).toBeUndefined();
  const history = events.findLast((event) => event.type === 'run')?.history;
  expect(history?.series).toEqual(expected.series);
  expect(history?.evaluations.map(({ step }) => step)).toEqual(expected.evaluations);
  expect(edits()).toMatchObject(expected.edits);
  for (let i = 0; i < expected.losses.length; i++) await lab.transformer.step();
  expect(losses(events)).toEqual(expected.losses);
});

it('an edit is undone bit for bit, and is serialized unchanged', async () => {
  const file = readOldFile('model.safetensors');
  await lab.transformer.open(file);
  const before = readCheckpoint(file);
  const again = readCheckpoint(await lab.transformer.save({ optimizer: true }));
  expect(again.weights).toEqual(before.weights);
  expect(again.moments).toEqual(before.moments);
  expect(again.origin).toEqual(before.origin);
  expect(again.history).toEqual(before.history);
  expect(again.undo?.previousMatrices).toEqual(before.undo?.previousMatrices);
  const [written, read] = [again, before].map(({ undo }) => JSON.parse(undo?.serializedEdits ?? ''));
  expect(written).toEqual(read);
  await lab.transformer.undoEdit(edits()?.[0].id as number);
  const { weights } = readCheckpoint(await lab.transformer.save());
  for (const [name, matrix] of before.undo?.previousMatrices ?? []) expect(weights.get(name)).toEqual(matrix);
  expect(before.undo?.previousMatrices.size).toBe(1);
});

/** The same data, whose numbers agree in six decimals: losses are computed more precisely today. */
const nearly = (value: unknown): unknown => {
  if (typeof value === 'number') return expect.closeTo(value, 6);
  if (Array.isArray(value)) return value.map(nearly);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, nearly(each)]));
};

it('the same edit has the evaluation of version 0.1.0', async () => {
  await lab.transformer.open(readOldFile('model.safetensors'));
  const [{ id, subject, relation, newAnswer, reading }] = edits() ?? [];
  await lab.transformer.undoEdit(id);
  expect((await lab.transformer.applyEdit({ subject, relation, newAnswer })).reading).toEqual(
    nearly(reading),
  );
});

it('a digit network', async () => {
  const expected = readOldJson('digits.json');
  const file = readOldFile('digits.safetensors');
  expect(await lab.digits.open(file)).toMatchObject({ sizes: [784, 8, 10], step: expected.step });
  const again = readDigitFile(await lab.digits.save({ optimizer: true }));
  expect(again).toEqual(readDigitFile(file));
  const digitEvents: DigitEvent[] = [];
  await lab.digits.subscribe((event) => digitEvents.push(event));
  for (let i = 0; i < expected.losses.length; i++) await lab.digits.step();
  expect(losses(digitEvents)).toEqual(expected.losses);
});

it('saved runs and their checkpoints', async () => {
  const expected = readOldJson('saved-runs.json');
  const rows: [key: string, summary: RunSummary][] =
    readOldJson('indexed-db.json')['mini-llm-lab-runs'].cards;
  const summaries = rows.map(([, summary]) => summary);
  const list = await lab.runs.list();
  expect(list).toHaveLength(2);
  expect(list).toEqual(expect.arrayContaining(summaries));
  for (const { id } of list) expect(await lab.runs.verify(id)).toBeUndefined();
  const [digits, model] = list;
  await lab.runs.open(model.id);
  const { checkpoints } = await currentRun();
  expect(checkpoints).toEqual(model.past.steps.map(({ step }) => step));
  await lab.runs.viewCheckpoint(checkpoints[0]);
  expect((await lab.transformer.inspect({ text: 'a cat', names: [] })).step).toBe(checkpoints[0]);
  await lab.runs.viewCheckpoint(undefined);
  events.length = 0;
  for (let i = 0; i < expected.losses.length; i++) await lab.transformer.step();
  expect(losses(events)).toEqual(expected.losses);
  await lab.runs.open(digits.id);
  expect(readDigitFile(await lab.digits.save()).step).toBe(digits.step);
});

it('the database of saved runs is upgraded once, and runs written since are the newest', async () => {
  const old = await lab.runs.list();
  await lab.transformer.create(tinyRun());
  await lab.transformer.step();
  // The clock was later when version 0.1.0 wrote.
  const clock = vi.spyOn(Date, 'now').mockReturnValue(old[0].made - 1e9);
  await lab.runs.flush();
  clock.mockRestore();
  const [newest, ...others] = await lab.runs.list();
  expect(newest).toMatchObject({ step: 1, sequence: expect.any(Number) });
  expect(others).toEqual(old);
  const database = await openDB('mini-llm-lab-runs');
  expect(database.version).toBe(2);
  expect(await database.getAllKeys('files')).toHaveLength(3);
  database.close();
});

it('a download that was interrupted', async () => {
  const store = new DownloadStore();
  const [model] = await store.models();
  expect(model).toMatchObject({
    id: 'gpt2',
    files: [
      { name: 'config.json', here: 5, total: 12, tag: 'abc', state: 'partly' },
      { name: 'merges.txt', here: 0, state: 'absent' },
    ],
  });
  expect(await (await store.file(model.files[0])).text()).toBe('{"a":');
});

async function currentRun(): Promise<{ checkpoints: number[] }> {
  let checkpoints: number[] = [];
  await lab.runs.subscribe((event) => {
    if (event.type === 'current' && event.network === 'model') checkpoints = event.current.checkpoints;
  });
  await vi.waitFor(() => expect(checkpoints.length).toBeGreaterThan(0));
  return { checkpoints };
}
