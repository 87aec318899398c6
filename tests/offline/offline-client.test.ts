// Requests to a service worker that answers, fails or stays silent, and the inventory of damaged data.

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OfflineClient } from '../../src/offline/offline-client.ts';
import type { OfflineManifest, ServiceWorkerMessage } from '../../src/offline/offline-files.ts';

const file = (name: string): OfflineManifest['data'][number] => ({
  url: name,
  key: `https://example.org/${name}`,
  revision: null,
  bytes: name.length,
  sha256: createHash('sha256').update(name).digest('hex'),
});
const data = ['a.bin', 'b.bin'].map(file);

type Responses = Partial<Record<ServiceWorkerMessage['type'], unknown>>;

/** A client whose service worker gives these responses, and none to other messages; all data is cached. */
function connect(responses: Responses): OfflineClient {
  const all: Responses = { 'what-files': { cache: 'data', data, codeBytes: 1 }, ...responses };
  const controller = {
    postMessage: ({ type }: ServiceWorkerMessage, [port]: MessagePort[]) =>
      type in all && port.postMessage(all[type]),
  };
  vi.stubGlobal('navigator', { serviceWorker: { controller, addEventListener: () => {} } });
  vi.stubGlobal('caches', {
    open: async () => ({
      keys: async () => data.map(({ key }) => ({ url: key })),
      put: async (_: string, response: Response) => void (await response.arrayBuffer()),
    }),
  });
  vi.stubGlobal('Request', class {}); // Node's takes no relative address
  vi.stubGlobal('fetch', async () => new Response('a.bin'));
  return new OfflineClient('');
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each(['repair', 'inventory'] as const)('%s ends when the service worker stays silent', async (name) => {
  const client = connect({});
  const silent = { postMessage: () => {} };
  vi.stubGlobal('navigator', { serviceWorker: { controller: silent } });
  const answer = expect(client[name]()).rejects.toThrow(/^the service worker did not answer for \d+ seconds/);
  await vi.runAllTimersAsync();
  await answer;
});

test('a failure of the service worker rejects, an answer leaves no timer', async () => {
  const client = connect({ repair: { error: 'The disk is full.' } });
  await expect(client.repair()).rejects.toThrow('The disk is full.');
  await client.inventory();
  expect(vi.getTimerCount()).toBe(0);
});

test('damaged data counts as missing until it is copied', async () => {
  const report = { damaged: [data[0].key], damagedData: [data[0].key], isComplete: true };
  const client = connect({ repair: report });
  const cached = async () => (await client.inventory()).data.map(({ isCached }) => isCached);
  expect(await cached()).toEqual([true, true]);
  expect(await client.repair()).toEqual(report);
  expect(await cached()).toEqual([false, true]);
  const { signal } = new AbortController();
  await client.copy({ ...data[0], isCached: false }, { signal, onBytes: () => {} });
  expect(await cached()).toEqual([true, true]);
});

test('a service worker of an older version reports no damaged data: it has deleted it', async () => {
  const client = connect({ repair: { damaged: [data[0].key], isComplete: true } });
  await client.repair();
  expect((await client.inventory()).data.every(({ isCached }) => isCached)).toBe(true);
});
