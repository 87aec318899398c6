// A bundled model with its recorded history: curves at once, checkpoints when they are viewed.

import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { readCheckpoint, writeCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { serializeRecord } from '../../../src/model/files/record.ts';
import {
  readRecordedCheckpoint,
  writeRecordedCheckpoint,
} from '../../../src/model/files/recorded-checkpoint.ts';
import { trainingId } from '../../../src/model/files/training-id.ts';
import type { RecordedModel, RunLibraryEvent } from '../../../src/workers/rpc/api/lab-api.ts';
import { yieldToEventLoop } from '../../../src/workers/scheduling/task-queue.ts';
import type { Lab } from '../../../src/workers/session/lab.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';
import { FakeHost } from '../../support/workers/fake-host.ts';
import { createLab, type RecordedEvent, recordEvents } from '../../support/workers/lab-fixtures.ts';

const FOLDER = 'https://lab.test/models/tiny/';
const PROMPT = { text: 'a cat', names: ['blocks.0.attn.hook_pattern' as const] };
const STEPS = [0, 4, 15];

let lab: Lab;
let host: FakeHost;
let events: RecordedEvent[];
let currents: (RunLibraryEvent & { type: 'current' })[];
let model: RecordedModel;
/** Files of the checkpoints by step. */
let files: Map<number, Uint8Array<ArrayBuffer>>;

beforeAll(async () => {
  files = new Map();
  model = await trainRecorded();
});

beforeEach(async () => {
  [events, currents, host] = [[], [], new FakeHost()];
  for (const [step, bytes] of files) host.files.set(urlOf(step), { bytes });
  lab = await createLab();
  vi.stubGlobal('fetch', host.fetch);
  vi.stubGlobal('indexedDB', new IDBFactory());
  await recordEvents(lab, events);
  await lab.runs.subscribe((event) => {
    if (event.type === 'current' && event.network === 'model') currents.push(event);
  });
});

afterEach(() => lab.dispose());

const urlOf = (step: number) => {
  const digest = createHash('sha256')
    .update(files.get(step) as Uint8Array)
    .digest('hex');
  return `${FOLDER}step-${step}.safetensors?${digest.slice(0, 16)}`;
};

/** A run of 30 steps, recorded as the command line records it. */
async function trainRecorded(): Promise<RecordedModel> {
  const other = await createLab();
  await other.transformer.create(tinyRun());
  for (let step = 0; step < 30; step++) {
    if (STEPS.includes(step)) {
      const { config, weights } = readCheckpoint(await other.transformer.save());
      files.set(step, writeRecordedCheckpoint(transformerParameters(config), { step, weights }));
    }
    await other.transformer.step();
  }
  const file = await other.transformer.save();
  const { history = { series: { stride: 1, points: [] }, evaluations: [] } } = readCheckpoint(file);
  const checkpoints = [...files].map(([step, bytes]) => ({
    step,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  await other.dispose();
  return {
    file: writeCheckpoint({ ...readCheckpoint(file), history: undefined }),
    history: serializeRecord({ checkpoints, history }),
    folder: FOLDER,
  };
}

const look = () => lab.transformer.inspect(PROMPT);
const lastRun = () => events.findLast((event) => event.type === 'run');

test('curves and measures are there at once, checkpoints are listed, and nothing was fetched', async () => {
  await lab.transformer.openRecorded(model);
  const history = lastRun()?.history;
  expect(history?.series.points.map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, i) => i));
  expect(history?.evaluations.map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  expect(currents.at(-1)?.current).toMatchObject({ checkpoints: STEPS, recorded: STEPS });
  expect(host.requests).toEqual([]);
});

test('a viewed checkpoint is fetched once, and computes what its weights compute', async () => {
  await lab.transformer.openRecorded(model);
  const present = await look();
  await lab.runs.viewCheckpoint(4);
  const viewed = await look();
  await lab.runs.viewCheckpoint(undefined);
  expect(await look()).toEqual(present);
  await lab.runs.viewCheckpoint(4);
  expect(host.requests.map(({ url }) => url)).toEqual([urlOf(4)]);

  const checkpoint = readCheckpoint(model.file);
  const { weights } = readRecordedCheckpoint(
    transformerParameters(checkpoint.config),
    files.get(4) as Uint8Array,
  );
  const origin = checkpoint.origin && { ...checkpoint.origin, step: 4 };
  await lab.transformer.open(writeCheckpoint({ ...checkpoint, weights, origin }));
  expect(await look()).toEqual(viewed);
  expect(viewed.step).toBe(4);
  expect(viewed.next).not.toEqual(present.next);
});

test('a history of another training is refused, and the open model stays', async () => {
  const own = trainingId(readCheckpoint(model.file).origin?.settings ?? { preset: '' });
  const withTraining = (training: string) => ({
    ...model,
    history: JSON.stringify({ training, ...JSON.parse(model.history) }),
  });
  await lab.transformer.openRecorded(withTraining(own));
  const before = await look();
  const other = trainingId({ ...tinyRun(), training: { seed: 99 } });
  await expect(lab.transformer.openRecorded(withTraining(other))).rejects.toThrow(
    'of a training with other settings or data than this model',
  );
  expect(await look()).toEqual(before);
  expect(currents.at(-1)?.current).toMatchObject({ recorded: STEPS });
});

test('training continues from a recorded checkpoint, as a new run with the history until its step', async () => {
  await lab.transformer.openRecorded(model);
  const before = await look();
  await lab.runs.viewCheckpoint(15);
  const from = await look();
  await lab.runs.branch();
  expect(await look()).toEqual(from);
  expect(currents.at(-1)?.current).toMatchObject({ checkpoints: STEPS, viewedStep: undefined });
  expect(lastRun()?.history?.series.points).toHaveLength(15);
  expect(await lab.transformer.train()).toBe('finished');
  const points = events.flatMap((event) => (event.type === 'progress' ? event.progress.points : []));
  expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 15 }, (_, i) => 15 + i));
  // A fresh optimizer: close to the original, not equal.
  expect((await look()).next).not.toEqual(before.next);
});

test.each([
  [
    'is missing',
    () => host.files.delete(urlOf(4)),
    'could not be fetched (404). The other steps are unaffected.',
  ],
  [
    'cannot be reached',
    () => (host.isOnline = false),
    'could not be fetched (no network). The other steps are',
  ],
  [
    'is another file',
    () => host.files.set(urlOf(4), { bytes: files.get(15) as Uint8Array<ArrayBuffer> }),
    'arrived damaged or incomplete, not the file of this version',
  ],
  [
    'breaks off',
    () => (host.disconnectAfter = 300),
    'arrived damaged or incomplete, not the file of this version',
  ],
])('a checkpoint that %s gives a sentence, and the model stays', async (_, spoil, message) => {
  await lab.transformer.openRecorded(model);
  const present = await look();
  const intact = host.files.get(urlOf(4));
  spoil();
  await expect(lab.runs.viewCheckpoint(4)).rejects.toThrow(`The checkpoint of step 4 ${message}`);
  expect(await look()).toEqual(present);
  expect(currents.at(-1)?.current.viewedStep).toBeUndefined();
  // The next request tries again.
  Object.assign(host, { isOnline: true, disconnectAfter: Number.POSITIVE_INFINITY });
  if (intact) host.files.set(urlOf(4), intact);
  await lab.runs.viewCheckpoint(4);
  expect((await look()).step).toBe(4);
});

test('another model has none of them', async () => {
  await lab.transformer.openRecorded(model);
  await lab.transformer.create(tinyRun());
  expect(currents.at(-1)?.current.checkpoints).toEqual([]);
  await expect(lab.runs.viewCheckpoint(4)).rejects.toThrow('The checkpoint of step 4 is no longer saved.');
});

test('weights that are evaluated on request are no checkpoint: each that is listed can be viewed', async () => {
  await lab.transformer.openRecorded(model);
  await lab.transformer.evaluate();
  await lab.runs.viewCheckpoint(undefined);
  const listed = currents.at(-1)?.current.checkpoints ?? [];
  expect(listed).toEqual(STEPS);
  for (const step of listed) {
    await lab.runs.viewCheckpoint(step);
    expect((await look()).step).toBe(step);
  }
});

test('a checkpoint that arrives after its model was replaced is not shown', async () => {
  await lab.transformer.openRecorded(model);
  let arrive = (_: Response) => {};
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (arrive = resolve)));
  const viewed = lab.runs.viewCheckpoint(4);
  await lab.transformer.create(tinyRun());
  arrive(new Response(files.get(4)));
  await viewed;
  expect((await look()).step).toBe(0);
  expect(currents.at(-1)?.current.viewedStep).toBeUndefined();
});

test.each([0, 1, 2, 4, 8])(
  'of two requests to replace the model, %i turns apart, neither takes the identity of the other',
  async (turns) => {
    await lab.transformer.create(tinyRun());
    await lab.transformer.step(2);
    await lab.runs.flush();
    const [{ id }] = await lab.runs.list();
    await lab.transformer.create(tinyRun());
    await lab.transformer.step(3);
    const recorded = lab.transformer.openRecorded(model);
    for (let i = 0; i < turns; i++) await yieldToEventLoop();
    await Promise.all([recorded, lab.runs.open(id)]);
    const { current } = currents.at(-1) as (typeof currents)[number];
    const isSaved = (await look()).step === 2;
    expect([current.id, current.recorded]).toEqual(isSaved ? [id, undefined] : [undefined, STEPS]);
  },
);

test('an invalid history is refused in a sentence, and the current model stays', async () => {
  await lab.transformer.create(tinyRun());
  for (const history of ['', '{}', '{"series":1}', `${model.history}x`])
    await expect(lab.transformer.openRecorded({ ...model, history })).rejects.toThrow(
      /^recorded history: .{1,250}$/,
    );
  expect((await look()).step).toBe(0);
});
