// What is offered to go on with: what was trained before, in this tab or one that is gone, and nothing of this page's own.

import { expect, test, vi } from 'vitest';
import { RunLibraryStore } from '../../../../src/ui/state/runs/run-library-store.ts';
import type { RunSummary } from '../../../../src/workers/rpc/api/lab-api.ts';
import type { LabClient } from '../../../../src/workers/rpc/client/lab-client.ts';

const createRun = (id: string, network: RunSummary['network'], step = 5) =>
  ({ id, network, step }) as RunSummary;

function createStore(...cards: RunSummary[]) {
  const runs = { list: async () => cards, storageEstimate: async () => ({ used: 0 }) };
  return new RunLibraryStore(runs as unknown as LabClient['runs']);
}

const elsewhere = { state: 'other-tab', message: 'Another tab keeps it.' } as const;

test('the newest run of each network is offered, one that was never trained is not', async () => {
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

test('while another tab writes nothing is offered; once it is gone, what it left is, after a reload too', async () => {
  const store = createStore(createRun('a', 'model'), createRun('c', 'digits'));
  store.handleEvent({ type: 'autosave', status: elsewhere });
  await store.loadOffers();
  expect(store.value.offers).toEqual({});
  store.handleEvent({ type: 'autosave', status: { state: 'saved' } });
  await vi.waitFor(() => expect(store.value.offers.digits?.id).toBe('c'));
  expect(store.value.offers.model?.id).toBe('a');
});

test('what is trained here takes the place of an offer, also of one that would come later', async () => {
  const store = createStore(createRun('a', 'model'), createRun('c', 'digits'));
  store.handleEvent({ type: 'autosave', status: elsewhere });
  store.handleEvent({ type: 'snapshot', network: 'model', step: 3, training: true, file: new Uint8Array() });
  store.handleEvent({ type: 'autosave', status: { state: 'saved' } });
  await vi.waitFor(() => expect(store.value.offers.digits?.id).toBe('c'));
  expect(store.value.offers.model).toBeUndefined();
});
