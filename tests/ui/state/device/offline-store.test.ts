// The offline cache: messages about files that arrived or were stored damaged, and what still works without answers.
// Lit keeps the document of its first import, and other test files share its module: not the document of `start`.
import 'lit';
import { expect, test, vi } from 'vitest';
import type { DataFile, OfflineClient } from '../../../../src/offline/offline-client.ts';
import type { RepairReport } from '../../../../src/offline/offline-files.ts';
import { OfflineStore, type StartOptions } from '../../../../src/ui/state/device/offline-store.ts';

const file = (url: string): DataFile => ({
  url,
  key: `http://localhost/${url}`,
  revision: null,
  bytes: 1,
  sha256: '',
  isCached: false,
});

const address = (url: string) => `http://localhost/${url}`;

interface Setup {
  readonly client?: Partial<OfflineClient>;
  readonly report?: Partial<RepairReport>;
  readonly workerUrls?: StartOptions['workerUrls'];
}

/** Starts a store whose client answers as given; the page has used `a.bin` and its worker `b.bin`. */
async function start({ client, report, workerUrls }: Setup) {
  /** What happens, in order. */
  const log: string[] = [];
  const store = new OfflineStore(() => ({
    start: async () => {},
    repair: async () => ({ damaged: [], isComplete: true, ...report }),
    inventory: async () => ({ codeBytes: 1, data: ['a.bin', 'b.bin', 'c.bin', 'd.bin'].map(file) }),
    checkForUpdate: async () => {},
    copy: async ({ url }) => void log.push(url),
    update: () => {},
    ...client,
  }));
  vi.stubGlobal('document', { baseURI: address('') });
  await store.start({
    pageUrls: () => [address('a.bin?x')],
    workerUrls: workerUrls ?? (async () => [address('b.bin')]),
    onProblem: (message) => log.push(message),
  });
  return { store, log };
}

test('copies the used files, without a message', async () => {
  const { store, log } = await start({});
  expect(log).toEqual(['a.bin', 'b.bin']);
  expect(store.value).toMatchObject({ unavailableReason: undefined, cache: { missingBytes: 4 } });
});

test('a failed installation is a message, and offline use is unavailable', async () => {
  const { store, log } = await start({
    client: { start: () => Promise.reject(new Error('Not all files arrived.')) },
  });
  expect(log).toEqual(['Offline use is unavailable: Not all files arrived.']);
  expect(store.value.unavailableReason).toBe(log[0]);
});

const REFETCHED = 'A stored file of the lab was damaged and has been fetched again.';
const INCOMPLETE =
  'A stored file of the lab was damaged, and not all files could be fetched again: check the connection, then reload the page.';

test.each([
  ['code', ['main.js'], true, [REFETCHED]],
  [
    'code, twice',
    ['main.js', 'x.js'],
    true,
    ['2 stored files of the lab were damaged and have been fetched again.'],
  ],
  ['code that cannot be fetched', ['main.js'], false, [INCOMPLETE]],
  ['data that the page does not use', ['c.bin'], true, ['c.bin', REFETCHED]],
])('damaged %s: the message follows the copy', async (_, urls, isComplete, want) => {
  const { log } = await start({ report: { damaged: urls.map(address), isComplete } });
  expect(log).toEqual([...want, 'a.bin', 'b.bin']);
});

test('damaged data that cannot be copied again is a message, and the cause is kept', async () => {
  const copy = () => Promise.reject(new Error('No network: c.bin could not be fetched.'));
  const { store, log } = await start({ client: { copy }, report: { damaged: [address('c.bin')] } });
  expect(log).toEqual([INCOMPLETE]);
  expect(store.value.statusMessage).toContain('could not be fetched');
});

test('a repair that fails is a message, and leaves offline use', async () => {
  const failure = new Error('the service worker did not answer for 120 seconds.');
  const { store, log } = await start({ client: { repair: () => Promise.reject(failure) } });
  const message =
    'The stored files of the lab could not be checked: the service worker did not answer for 120 seconds. Reload the page to try again.';
  expect(log).toEqual([message, 'a.bin', 'b.bin']);
  expect(store.value).toMatchObject({ unavailableReason: undefined, cache: { missingBytes: 4 } });
});

test('the inventory does not wait for the repair', async () => {
  const store = new OfflineStore(() => ({
    start: async () => {},
    repair: () => new Promise<never>(() => {}),
    inventory: async () => ({ codeBytes: 1, data: [file('a.bin')] }),
    checkForUpdate: async () => {},
    copy: async () => {},
    update: () => {},
  }));
  void store.start({ pageUrls: () => [], workerUrls: async () => [], onProblem: () => {} });
  await vi.waitFor(() => expect(store.value.cache).toEqual({ cachedBytes: 1, missingBytes: 1 }));
});

test('without an answer of the worker the files of the page are copied, and the others are named', async () => {
  const workerUrls = () => Promise.reject(new Error('The lab’s worker stopped.'));
  const { store, log } = await start({ workerUrls });
  expect(log).toEqual(['a.bin']);
  expect(store.value.unavailableReason).toBeUndefined();
  expect(store.value.statusMessage).toMatch(/^The lab’s worker does not answer, so images .* may be missing/);
});

test('a file that cannot be copied leaves the others and offline use', async () => {
  const copied: string[] = [];
  const copy = async ({ url }: DataFile) => {
    if (url === 'a.bin') throw new Error('a.bin arrived damaged.');
    copied.push(url);
  };
  const { store } = await start({ client: { copy } });
  expect(copied).toEqual(['b.bin']);
  expect(store.value).toMatchObject({
    statusMessage: 'a.bin arrived damaged.',
    unavailableReason: undefined,
  });
});
