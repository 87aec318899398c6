// The offline cache: messages about files that arrived or were stored damaged.
import { expect, test, vi } from 'vitest';
import type { DataFile, OfflineClient } from '../../../../src/offline/offline-client.ts';
import type { RepairReport } from '../../../../src/offline/offline-files.ts';
import { OfflineStore } from '../../../../src/ui/state/device/offline-store.ts';

const file = (url: string): DataFile => ({
  url,
  key: `http://localhost/${url}`,
  revision: null,
  bytes: 1,
  sha256: '',
  isCached: false,
});

/** Starts a store whose client answers as given; the page has used `a.bin` and `b.bin`. */
async function start(client: Partial<OfflineClient>, report: Partial<RepairReport> = {}) {
  const onProblem = vi.fn();
  const copy = vi.fn(async (_: DataFile) => {});
  const store = new OfflineStore(() => ({
    start: async () => {},
    repair: async () => ({ damaged: [], isComplete: true, ...report }),
    inventory: async () => ({ codeBytes: 1, data: ['a.bin', 'b.bin', 'c.bin'].map(file) }),
    checkForUpdate: async () => {},
    copy,
    update: () => {},
    ...client,
  }));
  vi.stubGlobal('document', { baseURI: 'http://localhost/' });
  await store.start(async () => ['http://localhost/a.bin?x', 'http://localhost/b.bin'], onProblem);
  return { store, messages: onProblem.mock.calls.flat(), copied: copy.mock.calls.map(([{ url }]) => url) };
}

test('copies the used files, without a message', async () => {
  const { store, messages, copied } = await start({});
  expect([messages, copied, store.value.unavailableReason]).toEqual([[], ['a.bin', 'b.bin'], undefined]);
});

test('a failed installation is a message, and offline use is unavailable', async () => {
  const { store, messages } = await start({
    start: () => Promise.reject(new Error('Not all files arrived.')),
  });
  expect(messages).toEqual(['Offline use is unavailable: Not all files arrived.']);
  expect(store.value.unavailableReason).toBe(messages[0]);
});

test.each([
  [['a'], true, 'A stored file of the lab was damaged and is fetched again.'],
  [['a', 'b'], true, '2 stored files of the lab were damaged and are fetched again.'],
  [
    ['a'],
    false,
    'A stored file of the lab was damaged, and not all files could be fetched again: check the connection, then reload the page.',
  ],
])('damaged files %j, all repaired: %s', async (damaged, isComplete, message) => {
  expect((await start({}, { damaged, isComplete })).messages).toEqual([message]);
});

test('a file that cannot be copied leaves the others and offline use', async () => {
  const copied: string[] = [];
  const { store } = await start({
    copy: async ({ url }) => {
      if (url === 'a.bin') throw new Error('a.bin arrived damaged.');
      copied.push(url);
    },
  });
  expect(copied).toEqual(['b.bin']);
  expect(store.value).toMatchObject({
    statusMessage: 'a.bin arrived damaged.',
    unavailableReason: undefined,
  });
});
