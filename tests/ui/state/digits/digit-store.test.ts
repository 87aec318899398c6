// Store of the digit network.

import { expect, test, vi } from 'vitest';
import type { BundledModel } from '../../../../src/shared/model-manifest.ts';
import { DigitStore, type Digits, reduceDigits } from '../../../../src/ui/state/digits/digit-store.ts';
import { INITIAL_DIGITS } from '../../../../src/ui/types/digits.ts';
import type { DigitRunInfo } from '../../../../src/workers/rpc/api/lab-api.ts';

const RUN = { preset: 'digits', step: 7, parameterCount: 13_002 } as DigitRunInfo;
const MODEL = { preset: 'digits', file: 'digits.safetensors' } as BundledModel;

function createStore(lab: Partial<Digits>, read: () => Promise<Uint8Array<ArrayBuffer>>) {
  const client = {
    presets: async () => [],
    limits: async () => ({}),
    problems: async () => [],
    evaluate: async () => {},
    open: vi.fn(async () => RUN),
    create: vi.fn(async () => ({ ...RUN, step: 0 })),
    ...lab,
  };
  const store = new DigitStore(client as unknown as Digits, {
    list: async () => [MODEL],
    read,
    readHistory: async () => undefined,
  });
  return { store, client };
}

test('the bundled network is opened once', async () => {
  const { store, client } = createStore({}, async () => Uint8Array.of(1, 2));
  await Promise.all([store.initialize(), store.initialize()]);
  expect(client.open).toHaveBeenCalledTimes(1);
  expect(store.value).toMatchObject({ isBundled: true, isPending: false, error: undefined });
  store.handleEvent({ type: 'weights', step: 7 });
  expect(store.value).toMatchObject({ isBundled: false, weightsVersion: 1 });
});

test('without the bundled network a new one is created, with an error', async () => {
  const { store, client } = createStore({}, () => Promise.reject(new Error('No network.')));
  expect(await store.initialize()).toBe(false);
  expect(client.create).toHaveBeenCalledWith({ preset: 'digits' });
  expect(store.value.error).toBe('No network. A network with random weights was created instead.');
  expect(store.value.isBundled).toBe(false);
});

test('invalid settings set `problems` and create nothing', async () => {
  const { store, client } = createStore(
    { problems: async () => [{ field: 'B', message: 'B is 0.' }] },
    async () => Uint8Array.of(1),
  );
  expect(await store.create({ preset: 'digits', training: { B: 0 } })).toBe(false);
  expect(store.value.problems).toEqual([{ field: 'B', message: 'B is 0.' }]);
  expect(client.create).not.toHaveBeenCalled();
});

test('steps, another run and manual changes increment the version of the weights', () => {
  const progress = { step: 3, steps: 9, points: [], unitsPerSecond: 4 };
  const trained = reduceDigits(INITIAL_DIGITS, { type: 'progress', progress });
  const opened = reduceDigits(trained, { type: 'run', run: RUN });
  const edited = reduceDigits(opened, { type: 'weights', step: 7 });
  const loaded = reduceDigits(edited, { type: 'data', data: { train: 5000, test: 1000 } });
  expect([trained, opened, edited, loaded].map(({ weightsVersion }) => weightsVersion)).toEqual([1, 2, 3, 3]);
  expect(loaded.data.train).toBe(5000);
});
