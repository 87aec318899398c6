// A stage reads its picture and its panel in one round trip, counted as messages to a worker: for each prompt, moment and step one.

import * as Comlink from 'comlink';
import type { ReactiveControllerHost } from 'lit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PANELS, READS } from '../../../../src/ui/course/07-facts/panels.ts';
import { type Panel, panelQuery, type StageRequest } from '../../../../src/ui/course/chapter-stage/panel.ts';
import type { MomentShot } from '../../../../src/ui/course/chapter-stage/shots.ts';
import { NetworkReader } from '../../../../src/ui/course/network-reader.ts';
import type { RunInfo } from '../../../../src/workers/rpc/api/lab-api.ts';
import type { WorkerApi } from '../../../../src/workers/rpc/worker-events.ts';
import { exposeLab } from '../../../../src/workers/rpc-host.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { tinyRun } from '../../../support/model/tiny-model.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

const OPTIONS = { clamp: undefined, operands: undefined, contrast: undefined };
const NETWORK: MomentShot = { at: 'network' };
const ROLES: readonly MomentShot[] = [
  { at: 'network', roles: { word: 'c' } },
  { at: 'mlp', roles: { answer: true } },
  { at: 'head', roles: { role: ['a', 'c'] } },
  { at: 'head', roles: { role: 'induction', word: 't' } },
];

type Request = StageRequest<typeof OPTIONS>;

let lab: Lab;
let run: RunInfo;
let step: number;
/** Names of the methods that messages call. */
let messages: string[];
let reader: NetworkReader<Request>;
let ports: MessagePort[];

beforeEach(async () => {
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback));
  lab = await createLab();
  run = await lab.transformer.create(tinyRun({ steps: 1000 }));
  [step, messages] = [0, []];
  const { port1, port2 } = new MessageChannel();
  ports = [port1, port2];
  exposeLab(lab, port2 as unknown as Comlink.Endpoint);
  const post = port1.postMessage.bind(port1);
  port1.postMessage = (message: { type?: string; path?: string[] }, ...rest: never[]) => {
    if (message.type === 'APPLY') messages.push(message.path?.at(-1) ?? '');
    post(message, ...rest);
  };
  const client = Comlink.wrap<WorkerApi>(port1 as unknown as Comlink.Endpoint).lab;
  const store = { client, value: { run } };
  const host = { addController: () => undefined, requestUpdate: () => undefined };
  const { similarity } = PANELS.Tools as unknown as Record<'similarity', Panel<typeof OPTIONS, never>>;
  reader = new NetworkReader<Request>(
    host as unknown as ReactiveControllerHost,
    { store: store as never },
    {
      deepEqualKeys: ['settings', 'options'],
      panel: (request) => panelQuery(request, READS, similarity),
    },
  );
});

afterEach(async () => {
  for (const port of ports) port.close();
  await lab.dispose();
});

/** The answer, once it is there. */
async function read(shot: MomentShot, prompt = 'a cat') {
  const before = reader.current;
  reader.read({
    ...{ run, step, previewStep: undefined, edits: [], prompt, example: 'a mat' },
    shown: { shot, focus: {}, neurons: 4 },
    ...{ panel: 'similarity', settings: {}, options: OPTIONS },
  });
  await expect.poll(() => reader.error ?? reader.current).not.toBe(before);
  expect(reader.error).toBeUndefined();
  return reader.current;
}

it('one query for each change of prompt, moment and step', async () => {
  await read(NETWORK);
  await read(NETWORK, 'a hat');
  for (const shot of ROLES) await read(shot, 'a hat');
  step = await lab.transformer.step();
  await read(ROLES[1], 'a hat');
  expect(messages).toEqual(Array(7).fill('query'));
});

it('one query where the prompt has unknown words: it answers the last that the model could read', async () => {
  await read(NETWORK);
  const reading = await read(ROLES[1], 'a zoo!');
  expect(messages).toEqual(['query', 'query']);
  expect(reading?.request).toMatchObject({ prompt: 'a cat', layer: 0, token: 4 });
  expect(reading?.inspection.unknown).toContain('z');
  expect(reading?.values?.tokens).toHaveLength(5);
});

it('one query while the prediction changes from step to step: the answer’s direction is always there', async () => {
  const training = lab.transformer.train();
  for (let n = 0; n < 4; n++) {
    step++;
    const { inspection, lenses, values } = (await read(ROLES[1])) ?? {};
    const ids = lenses?.['direction-similarity']?.directions.map(({ id }) => id);
    expect(ids).toContain(inspection?.next[0].id);
    expect([values?.step, lenses?.['direction-similarity']?.step]).toEqual([
      inspection?.step,
      inspection?.step,
    ]);
  }
  await lab.transformer.pause();
  await training;
  expect(messages).toEqual(Array(4).fill('query'));
});
