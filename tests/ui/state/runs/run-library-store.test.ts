// Offers to resume saved runs.

import { describe, expect, test, vi } from 'vitest';
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

describe('a checkpoint', () => {
  /** A store whose worker answers a request to view when the test says so. */
  function createViewer() {
    const requests: { step: number | undefined; answer: (error?: Error) => void }[] = [];
    const runs = {
      viewCheckpoint: (step: number | undefined) =>
        new Promise<void>((resolve, reject) =>
          requests.push({
            step,
            answer(error) {
              if (error) return reject(error);
              report({ viewedStep: step });
              resolve();
            },
          }),
        ),
      // Of a large model it takes long.
      evaluateCheckpoint: () => new Promise(() => {}),
    };
    const store = new RunLibraryStore(runs as unknown as LabClient['runs'], (request) =>
      request({ onProgress: () => true }),
    );
    const report = (current: { viewedStep?: number }, isNew = false) =>
      store.handleEvent({
        type: 'current',
        network: 'model',
        current: { checkpoints: [0, 2, 4], ...current },
        isNew,
      });
    return { store, requests, report };
  }

  const isSettled = async (promise: Promise<unknown>) => {
    const pending = {};
    await new Promise((resolve) => setTimeout(resolve));
    return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
  };

  test('is requested until the newest one is shown: earlier requests wait for it too', async () => {
    const { store, requests } = createViewer();
    const [first, second] = [store.viewCheckpoint(2), store.viewCheckpoint(4)];
    requests[0].answer();
    expect(await isSettled(Promise.race([first, second]))).toBe(false);
    requests[1].answer();
    await Promise.all([first, second]);
    expect(requests.map(({ step }) => step)).toEqual([2, 4]);
    expect(store.value.requestedSteps.model).toBe(4);
  });

  test('that cannot be read leaves what was shown before, with an error', async () => {
    const { store, requests } = createViewer();
    const shown = store.viewCheckpoint(2);
    requests[0].answer();
    await shown;
    const failed = store.viewCheckpoint(4);
    requests[1].answer(new Error('The checkpoint of step 4 is damaged; the other steps are unaffected.'));
    await failed;
    expect(store.value.requestedSteps.model).toBe(2);
    expect(store.value.error).toBe('The checkpoint of step 4 is damaged; the other steps are unaffected.');
  });

  test('whose request was replaced fails for nobody', async () => {
    const { store, requests } = createViewer();
    const both = [store.viewCheckpoint(2), store.viewCheckpoint(undefined)];
    requests[0].answer(new Error('The checkpoint of step 2 is no longer saved.'));
    await Promise.all(both);
    expect(store.value.error).toBeUndefined();
    expect(requests).toHaveLength(1);
  });

  test('of a run that is replaced meanwhile is not asked of the next', async () => {
    const { store, requests, report } = createViewer();
    const viewed = store.viewCheckpoint(2);
    report({}, true);
    requests[0].answer(new Error('The checkpoint of step 2 is no longer saved.'));
    await viewed;
    expect(store.value).toMatchObject({ requestedSteps: { model: undefined }, error: undefined });
    expect(requests).toHaveLength(1);
  });
});
