// The bundled digit network: its curves, its checkpoints, and the path of its weights.

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readDigitFile } from '../../../../src/model/digits/digit-file.ts';
import { digitParameters } from '../../../../src/model/digits/digit-network.ts';
import { serializeRecord } from '../../../../src/model/files/record.ts';
import { writeRecordedCheckpoint } from '../../../../src/model/files/recorded-checkpoint.ts';
import { settingsHash } from '../../../../src/model/files/training-id.ts';
import type { RecordedFile } from '../../../../src/shared/model-record.ts';
import type { DigitEvent, RecordedModel } from '../../../../src/workers/rpc/api/lab-api.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { openPackedMnist } from '../../../support/model/packed-mnist.ts';
import { FakeHost } from '../../../support/workers/fake-host.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

const FOLDER = 'https://lab.test/models/digits/';
const STEPS = [0, 2, 5];
const LAST_STEP = 8;
const SLICE = { directions: 'path', seed: 1, images: 20 } as const;
const IMAGE = { split: 'train' as const, indices: [0] };

let host: FakeHost;
let lab: Lab;
let model: RecordedModel;
/** Of the training that the files were recorded of. */
let trained: { readonly path: readonly { readonly cost: number }[]; readonly outputs: Float32Array[] };

const outputs = async () => (await lab.digits.lens('activations', IMAGE)).a[1].data;

beforeEach(async () => {
  host = new FakeHost();
  lab = await createLab(undefined, openPackedMnist);
  vi.stubGlobal('fetch', host.fetch);
  await lab.digits.create({
    preset: 'digits',
    hidden: [4],
    training: { images: 40, B: 4, steps: LAST_STEP },
  });
  const checkpoints: RecordedFile[] = [];
  const shown: Float32Array[] = [];
  for (let step = 0; step < LAST_STEP; step++) {
    if (STEPS.includes(step)) {
      const { plan, weights } = readDigitFile(await lab.digits.save());
      const bytes = writeRecordedCheckpoint(digitParameters(plan.config), { step, weights });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      host.files.set(`${FOLDER}step-${step}.safetensors?${sha256.slice(0, 16)}`, { bytes });
      checkpoints.push({ step, bytes: bytes.length, sha256 });
      shown.push(await outputs());
    }
    await lab.digits.step();
  }
  trained = { path: (await lab.digits.lens('cost-slice', SLICE)).path, outputs: shown };
  const file = await lab.digits.save();
  const { history = { series: { stride: 1, points: [] }, evaluations: [] } } = readDigitFile(file);
  model = { file, history: serializeRecord({ checkpoints, history }), folder: FOLDER };
});
afterEach(() => lab.dispose());

test('the path through weight space is fetched when a slice through it is asked for', async () => {
  const events: DigitEvent[] = [];
  await lab.digits.subscribe((event) => events.push(event));
  await lab.digits.openRecorded(model);
  const opened = events.findLast((event) => event.type === 'run');
  expect(opened?.history?.series.points).toHaveLength(LAST_STEP);
  expect(opened?.history?.evaluations.at(-1)?.step).toBe(LAST_STEP);
  expect(host.requests).toEqual([]);

  const { path } = await lab.digits.lens('cost-slice', SLICE);
  expect(path.map(({ step }) => step)).toEqual([...STEPS, LAST_STEP]);
  expect(host.requests).toHaveLength(3);
  // The end is the same, the start as far as 8 bits hold it.
  expect(path.at(-1)?.cost).toBeCloseTo(trained.path.at(-1)?.cost ?? 0, 6);
  expect(path[0].cost).toBeCloseTo(trained.path[0].cost, 2);
  await lab.digits.lens('cost-slice', SLICE);
  expect(host.requests).toHaveLength(3);
});

test('a history of another training is refused', async () => {
  const withTraining = (training: string) => ({
    ...model,
    history: JSON.stringify({ training, ...JSON.parse(model.history) }),
  });
  const { settings } = readDigitFile(model.file).plan;
  await lab.digits.openRecorded(withTraining(settingsHash(settings)));
  await expect(
    lab.digits.openRecorded(withTraining(settingsHash({ ...settings, hidden: [5] }))),
  ).rejects.toThrow('of a training with other settings or data than this model');
});

test('requests read a viewed checkpoint, which cannot be edited, until the current step is back', async () => {
  await lab.digits.openRecorded(model);
  const present = await outputs();
  for (const [at, step] of STEPS.entries()) {
    await lab.runs.viewCheckpoint(step, 'digits');
    expect(lab.runs.digits.current.viewedStep).toBe(step);
    const viewed = await outputs();
    // As far as 8 bits hold the weights.
    for (const [i, output] of viewed.entries()) expect(output).toBeCloseTo(trained.outputs[at][i], 2);
    expect((await lab.digits.query({ lenses: { cost: IMAGE } })).step).toBe(step);
  }
  const { path, step } = await lab.digits.lens('cost-slice', SLICE);
  expect([step, ...path.map((point) => point.step)]).toEqual([5, ...STEPS]);
  await expect(lab.digits.setWeights([{ layer: 1, neuron: 0, value: 1 }])).rejects.toThrow(
    'A checkpoint cannot be edited; return to the current step first.',
  );
  await lab.runs.viewCheckpoint(undefined, 'digits');
  expect(await outputs()).toEqual(present);
});

test('training continues from a viewed checkpoint, as a new run with the history until its step', async () => {
  await lab.digits.openRecorded(model);
  await lab.runs.viewCheckpoint(2, 'digits');
  const viewed = await outputs();
  await lab.runs.branch('digits');
  expect(lab.runs.digits.current.viewedStep).toBeUndefined();
  expect(await outputs()).toEqual(viewed);
  const events: DigitEvent[] = [];
  await lab.digits.subscribe((event) => events.push(event));
  await lab.digits.train();
  const steps = events.flatMap((event) => (event.type === 'progress' ? event.progress.points : []));
  expect(steps.map(({ step }) => step)).toEqual([2, 3, 4, 5, 6, 7]);
});
