// What a map reads belongs to one model, prompt and state of the weights; what is of earlier ones is neither mixed in nor settled.

import type { ReactiveControllerHost } from 'lit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NetworkReader } from '../../../src/ui/course/network-reader.ts';
import { shotRequest } from '../../../src/ui/course/network-request.ts';
import type { Shot } from '../../../src/ui/scenes/network/camera/shot.ts';
import type { LabState } from '../../../src/ui/types/lab.ts';
import type { Query } from '../../../src/workers/rpc/api/lab-api.ts';
import { CONFIGS } from '../scenes/network/configs.ts';

const NETWORK: Shot = { target: { at: 'network' } };
const HEAD: Shot = { target: { at: 'head', layer: 1, head: 0 } };
const TENSOR = { shape: [1, 1], data: Float32Array.of(1) };

/** Without an example prompt, unless one is given. */
const modelRun = (...prompts: string[]) => ({ model: CONFIGS.small, prompts }) as unknown as LabState['run'];

let lab: Pick<LabState, 'run' | 'step' | 'previewStep' | 'edits'>;
let asked: Query[];
let frames: number;
let reader: NetworkReader;

beforeEach(() => {
  frames = 0;
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    frames++;
    return setTimeout(callback);
  });
  lab = { run: modelRun(), step: 2, edits: [] };
  asked = [];
  const query = async (request: Query) => {
    asked.push(request);
    if (request.prompt === 'too deep') throw new Error('this model has no such layer');
    const unknown = request.prompt === 'zebra' ? ['zebra'] : [];
    const {
      prompt = '',
      activations = [],
      lenses = {},
    } = (unknown.length > 0 && request.otherwise) || request;
    const isKnown = prompt !== 'zebra';
    return {
      ...{ step: lab.step, tokens: [{ id: 5, text: prompt }], variants: {}, errors: {}, unknown, cut: 0 },
      focus: { layer: 0, head: 0, token: 0 },
      next: isKnown ? [{ id: 1, text: 'a', logit: 0, probability: 1 }] : [],
      activations: Object.fromEntries(activations.map((name) => [name, TENSOR])),
      lenses: Object.fromEntries(Object.keys(lenses).map((name) => [name, {}])),
    };
  };
  const host = { addController: () => undefined, requestUpdate: () => undefined };
  reader = new NetworkReader(host as unknown as ReactiveControllerHost, {
    store: {
      client: { transformer: { query } },
      get value() {
        return lab;
      },
    } as never,
  });
});

// Two frames follow each answer: the stub of the last test would be gone by then.
afterEach(() => expect.poll(() => frames).toBe(2 * asked.length));

const request = (prompt: string, shot = NETWORK) => {
  const { run } = lab;
  return shotRequest(lab as LabState, run as NonNullable<typeof run>, prompt, shot, 800);
};

/** Reads, and waits until so many queries were answered; `shown` is the prompt of the answer. */
async function read(prompt: string, shot: Shot, queries: number, shown = prompt): Promise<void> {
  const before = reader.current;
  reader.read(request(prompt, shot));
  await expect.poll(() => asked.length).toBe(queries);
  await expect.poll(() => reader.current !== before && reader.current?.request.prompt).toBe(shown);
}
const hasTrace = () => 'head-trace' in (reader.current?.values?.lenses ?? {});

it('values are settled for their prompt, step, checkpoint and edits alone', async () => {
  await read('king', NETWORK, 1);
  expect(reader.settled('king')).toBe(reader.current?.values);
  expect(reader.settled('queen')).toBeUndefined();
  const read0 = lab;
  const others: (typeof lab)[] = [
    { ...read0, step: 3 },
    { ...read0, previewStep: 2 },
    { ...read0, edits: [{ id: 1 }] as unknown as LabState['edits'] },
    { ...read0, run: modelRun() },
  ];
  for (const other of others) {
    lab = other;
    expect(reader.settled('king')).toBeUndefined();
  }
  lab = read0;
  expect(reader.settled('king')).toBeDefined();
});

it('a failure is that of the model that was asked, not of the one that is open by then', async () => {
  reader.read(request('too deep'));
  await expect.poll(() => reader.error).toBe('this model has no such layer');
  lab = { ...lab, run: modelRun() };
  expect(reader.error).toBeUndefined();
  await read('king', NETWORK, 2);
  expect(reader.error).toBeUndefined();
});

it('the same weights keep what another shot has read; other edits at the same step do not', async () => {
  await read('king', HEAD, 1);
  await read('king', NETWORK, 2);
  expect(asked[1].lenses).toEqual({});
  expect(hasTrace()).toBe(true);
  lab = { ...lab, edits: [{ id: 1 }] as unknown as LabState['edits'] };
  await read('king', NETWORK, 3);
  await expect.poll(() => reader.current?.request.edits).toBe(lab.edits);
  expect(hasTrace()).toBe(false);
});

it('a prompt that the model does not know leaves the last one, at the weights of now, which is not settled', async () => {
  await read('king', NETWORK, 1);
  lab = { ...lab, step: 3 };
  await read('zebra', NETWORK, 2, 'king');
  expect(asked[1]).toMatchObject({ prompt: 'zebra', otherwise: { prompt: 'king' } });
  expect(reader.current?.inspection.unknown).toEqual(['zebra']);
  expect(reader.current?.values).toMatchObject({ step: 3, tokens: [{ text: 'king' }] });
  expect(reader.settled('zebra')).toBeUndefined();
  expect(reader.settled('king')).toBeUndefined();
});

it('another model drops the picture; its example stands until it has read a prompt', async () => {
  await read('king', NETWORK, 1);
  lab = { ...lab, run: modelRun() };
  expect(reader.current).toBeUndefined();
  await read('zebra', NETWORK, 2);
  expect(reader.current?.values).toBeUndefined();
  lab = { ...lab, run: modelRun('queen') };
  await read('zebra', NETWORK, 3, 'queen');
  expect(reader.current?.values?.tokens).toMatchObject([{ text: 'queen' }]);
});
