// What is offered to go on with: what was trained before, in this tab or one that is gone, and nothing of this page's own.

import { expect, test, vi } from 'vitest';
import { RunsStore } from '../../../src/ui/controllers/runs-store.ts';
import type { RunCard } from '../../../src/workers/lab-api.ts';
import type { LabClient } from '../../../src/workers/lab-client.ts';

const card = (id: string, network: RunCard['network'], step = 5) => ({ id, network, step }) as RunCard;

function storeOf(...cards: RunCard[]) {
  const runs = { list: async () => cards, room: async () => ({ used: 0 }) };
  return new RunsStore(runs as unknown as LabClient['runs']);
}

const elsewhere = { state: 'elsewhere', sentence: 'Another tab keeps it.' } as const;

test('the newest run of each network is offered, one that was never trained is not', async () => {
  const store = storeOf(
    card('fresh', 'model', 0),
    card('a', 'model'),
    card('b', 'model'),
    card('c', 'digits'),
  );
  await store.begin();
  const { model, digits } = store.value.offers;
  expect([model?.id, digits?.id]).toEqual(['a', 'c']);
});

test('while another tab writes nothing is offered; once it is gone, what it left is, after a reload too', async () => {
  const store = storeOf(card('a', 'model'), card('c', 'digits'));
  store.hear({ type: 'keeping', keeping: elsewhere });
  await store.begin();
  expect(store.value.offers).toEqual({});
  store.hear({ type: 'keeping', keeping: { state: 'kept' } });
  await vi.waitFor(() => expect(store.value.offers.digits?.id).toBe('c'));
  expect(store.value.offers.model?.id).toBe('a');
});

test('what is trained here takes the place of an offer, also of one that would come later', async () => {
  const store = storeOf(card('a', 'model'), card('c', 'digits'));
  store.hear({ type: 'keeping', keeping: elsewhere });
  store.hear({ type: 'taken', network: 'model', step: 3, training: true, file: new Uint8Array() });
  store.hear({ type: 'keeping', keeping: { state: 'kept' } });
  await vi.waitFor(() => expect(store.value.offers.digits?.id).toBe('c'));
  expect(store.value.offers.model).toBeUndefined();
});
