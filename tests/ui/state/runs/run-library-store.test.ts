// Offers to resume saved runs.

import { expect, test, vi } from 'vitest';
import { RunLibraryStore } from '../../../../src/ui/state/runs/run-library-store.ts';
import type { RunSummary } from '../../../../src/workers/rpc/api/lab-api.ts';
import type { LabClient } from '../../../../src/workers/rpc/client/lab-client.ts';

const createRun = (id: string, network: RunSummary['network'], step = 5, changed = 1) =>
  ({ id, network, step, changed }) as RunSummary;

function createStore(...cards: RunSummary[]) {
  const runs = {
    overview: async () => ({
      runs: cards,
      storageEstimate: { used: 0 },
      quarantined: [{ id: 'odd', hasFile: true }],
    }),
    verify: async (id: string) =>
      id === 'a' ? { reason: 'The saved file of “a” is damaged.', intactStep: 4 } : undefined,
  };
  return new RunLibraryStore(runs as unknown as LabClient['runs'], (request) =>
    request({ onProgress: () => true }),
  );
}

const elsewhere = { state: 'other-tab', message: 'Another tab keeps it.' } as const;

test('offers the newest trained run of each network', async () => {
  const store = createStore(
    createRun('fresh', 'model', 0),
    createRun('a', 'model'),
    createRun('b', 'model'),
    createRun('c', 'digits'),
  );
  await store.loadOffers();
  const { model, digits } = store.value.offers;
  expect([model?.id, digits?.id]).toEqual(['a', 'c']);
});

test('offers no run while another tab holds the storage, and offers after its release', async () => {
  const store = createStore(createRun('a', 'model'), createRun('c', 'digits'));
  store.handleEvent({ type: 'autosave', status: elsewhere });
  await store.loadOffers();
  expect(store.value.offers).toEqual({});
  store.handleEvent({ type: 'autosave', status: { state: 'saved' } });
  await vi.waitFor(() => expect(store.value.offers.digits?.id).toBe('c'));
  expect(store.value.offers.model?.id).toBe('a');
});

test('a declined run is offered again only once it has changed', async () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
  const offered = async (changed: number) => {
    const store = createStore(createRun('a', 'model', 5, changed), createRun('c', 'digits'));
    await store.loadOffers();
    return store;
  };
  const first = await offered(1);
  first.declineOffer(createRun('a', 'model', 5, 1));
  expect(first.value.offers).toEqual({ digits: createRun('c', 'digits') });
  expect((await offered(1)).value.offers).toEqual({ digits: createRun('c', 'digits') });
  expect((await offered(2)).value.offers.model?.id).toBe('a');
  stored.set('mini-llm-lab.declined', '{');
  expect((await offered(1)).value.offers.model?.id).toBe('a');
});

test('training in this tab dismisses current and later offers', async () => {
  const store = createStore(createRun('a', 'model'), createRun('c', 'digits'));
  store.handleEvent({ type: 'autosave', status: elsewhere });
  store.handleEvent({ type: 'snapshot', network: 'model', step: 3, training: true, file: new Uint8Array() });
  store.handleEvent({ type: 'autosave', status: { state: 'saved' } });
  await vi.waitFor(() => expect(store.value.offers.digits?.id).toBe('c'));
  expect(store.value.offers.model).toBeUndefined();
});

test('damaged records are part of the state; a damaged file is reported until it is dismissed or an intact one is opened', async () => {
  const [damaged, intact] = [createRun('a', 'model'), createRun('b', 'model')];
  const store = createStore(damaged, intact);
  await store.refresh();
  expect(store.value.quarantined).toEqual([{ id: 'odd', hasFile: true }]);
  expect(await store.verify(damaged)).toBe(false);
  expect(store.value.damaged).toEqual({
    reason: 'The saved file of “a” is damaged.',
    intactStep: 4,
    run: damaged,
  });
  expect(await store.verify(intact)).toBe(true);
  expect(store.value.damaged).toBeUndefined();
});
