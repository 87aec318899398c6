// The bundled digit network: its curves, and the path of its weights, from the recorded checkpoints.

import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { readDigitFile } from '../../../../src/model/digits/digit-file.ts';
import { digitParameters } from '../../../../src/model/digits/digit-network.ts';
import { serializeRecord } from '../../../../src/model/files/record.ts';
import { writeRecordedCheckpoint } from '../../../../src/model/files/recorded-checkpoint.ts';
import type { RecordedFile } from '../../../../src/shared/model-record.ts';
import type { DigitEvent } from '../../../../src/workers/rpc/api/lab-api.ts';
import { openPackedMnist } from '../../../support/model/packed-mnist.ts';
import { FakeHost } from '../../../support/workers/fake-host.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

const FOLDER = 'https://lab.test/models/digits/';
const STEPS = [0, 2, 5];
const SLICE = { directions: 'path', seed: 1, images: 20 } as const;

test('the path through weight space is fetched when a slice through it is asked for', async () => {
  const host = new FakeHost();
  vi.stubGlobal('fetch', host.fetch);
  const lab = await createLab(undefined, openPackedMnist);
  await lab.digits.create({ preset: 'digits', hidden: [4], training: { images: 40, B: 4, steps: 8 } });
  const checkpoints: RecordedFile[] = [];
  for (let step = 0; step < 8; step++) {
    if (STEPS.includes(step)) {
      const { plan, weights } = readDigitFile(await lab.digits.save());
      const bytes = writeRecordedCheckpoint(digitParameters(plan.config), { step, weights });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      host.files.set(`${FOLDER}step-${step}.safetensors?${sha256.slice(0, 16)}`, { bytes });
      checkpoints.push({ step, bytes: bytes.length, sha256 });
    }
    await lab.digits.step();
  }
  const trained = await lab.digits.lens('cost-slice', SLICE);
  const file = await lab.digits.save();
  const { history = { series: { stride: 1, points: [] }, evaluations: [] } } = readDigitFile(file);

  const events: DigitEvent[] = [];
  await lab.digits.subscribe((event) => events.push(event));
  await lab.digits.openRecorded({ file, history: serializeRecord({ checkpoints, history }), folder: FOLDER });
  const opened = events.findLast((event) => event.type === 'run');
  expect(opened?.history?.series.points).toHaveLength(8);
  expect(opened?.history?.evaluations.at(-1)?.step).toBe(8);
  expect(host.requests).toEqual([]);

  const { path } = await lab.digits.lens('cost-slice', SLICE);
  expect(path.map(({ step }) => step)).toEqual([...STEPS, 8]);
  expect(host.requests).toHaveLength(3);
  // The end is the same, the start as far as 8 bits hold it.
  expect(path.at(-1)?.cost).toBeCloseTo(trained.path.at(-1)?.cost ?? 0, 6);
  expect(path[0].cost).toBeCloseTo(trained.path[0].cost, 2);
  await lab.digits.lens('cost-slice', SLICE);
  expect(host.requests).toHaveLength(3);
  await lab.dispose();
});
