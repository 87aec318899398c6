// Serves the lab offline: code is precached, data is cached on first use. A newer version waits for `SKIP_WAITING`.
// Each file is compared with its digest before it is cached and when it is read from a cache.

import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { errorMessage } from '../shared/error-message.ts';
import { IntegrityCheck, subresourceIntegrity } from './integrity-check.ts';
import {
  COPY_HEADER,
  isDataFile,
  type OfflineFailure,
  type OfflineFile,
  type OfflineManifest,
  type RepairReport,
  type ServiceWorkerMessage,
} from './offline-files.ts';

declare const self: ServiceWorkerGlobalScope;

/** Injected by the build, with sizes and digests, which Workbox's type lacks. */
const manifest = self.__WB_MANIFEST as unknown as (Omit<OfflineFile, 'bytes'> & Partial<OfflineFile>)[];
// The plugin lists the web app manifest a second time, without its size.
const files = manifest.filter((file): file is OfflineFile => file.bytes !== undefined);
const code = files.filter((file) => !isDataFile(file));

/** One cache per scope: a host may serve several copies of the lab. */
const cacheName = `mini-llm-lab-data ${self.registration.scope}`;
const absolute = (url: string) => new URL(url, self.registration.scope).href;
const data = new Map(
  files.filter(isDataFile).map((file) => [
    absolute(file.url),
    {
      ...file,
      key: file.revision ? `${absolute(file.url)}?revision=${file.revision}` : absolute(file.url),
    },
  ]),
);
const check = new IntegrityCheck(new Map(files.map(({ url, sha256 }) => [absolute(url), sha256])));

/** The data file of a URL without its query. */
const dataFileFor = (address: string) => data.get(address.split('?')[0]);

const precache = new PrecacheController({
  plugins: [
    {
      cachedResponseWillBeUsed: check.cachedResponseWillBeUsed,
      // Revalidated: the browser may have stored a wrong answer for a long time.
      requestWillFetch: async ({ request }) => new Request(request, { cache: 'no-cache' }),
    },
  ],
});
cleanupOutdatedCaches();
precache.precache(code.map((file) => ({ ...file, integrity: subresourceIntegrity(file.sha256) })));
// No file depends on a query.
registerRoute(new PrecacheRoute(precache, { ignoreURLParametersMatching: [/./], cleanURLs: false }));

registerRoute(
  ({ request }) => !request.headers.has(COPY_HEADER) && dataFileFor(request.url) !== undefined,
  new CacheFirst({
    cacheName,
    plugins: [{ cacheKeyWillBeUsed: async ({ request }) => dataFileFor(request.url)?.key ?? request }, check],
  }),
);

self.addEventListener('activate', (event) => {
  // Claims the waiting page without a reload.
  event.waitUntil(Promise.all([self.clients.claim(), deleteOutdatedData()]));
});

self.addEventListener('message', (event) => {
  const [port] = event.ports;
  const respond = (response: unknown) => port?.postMessage(response);
  const fail = (error: unknown) => respond({ error: errorMessage(error) } satisfies OfflineFailure);
  event.waitUntil(responseTo(event.data, event).then(respond, fail));
});

async function responseTo(message: ServiceWorkerMessage, event: ExtendableEvent): Promise<unknown> {
  switch (message.type) {
    case 'what-files':
      return offlineManifest();
    case 'repair':
      return repair(event);
    case 'serve':
      return claimClients(message.script);
    case 'SKIP_WAITING':
      void self.skipWaiting(); // not awaited: it resolves with the activation
  }
}

/** A forced reload can load a page of another version, which would get this version's data: it stays unclaimed. */
async function claimClients(script: string): Promise<void> {
  if (code.some(({ url }) => absolute(url) === script)) await self.clients.claim();
}

const dataKeys = new Set([...data.values()].map(({ key }) => key));

/** Deletes cached data of older versions. */
async function deleteOutdatedData(): Promise<void> {
  const cache = await caches.open(cacheName);
  const old = (await cache.keys()).filter(({ url }) => !dataKeys.has(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

/** Fetches damaged and missing code, and finds damaged data. */
async function repair(event: ExtendableEvent): Promise<RepairReport> {
  const codeFiles = [...precache.getURLsToCacheKeys()].map(async ([url, cacheKey]) => {
    const integrity = precache.getIntegrityForCacheKey(cacheKey);
    const request = new Request(url, { integrity });
    await precache.strategy.handle({ event, request, params: { cacheKey, integrity } });
  });
  const isComplete = (await Promise.allSettled(codeFiles)).every(({ status }) => status === 'fulfilled');
  const cache = await caches.open(cacheName);
  const damagedData: string[] = [];
  for (const request of await cache.keys()) {
    if (!dataKeys.has(request.url)) continue;
    const cachedResponse = await cache.match(request);
    const response = await check.cachedResponseWillBeUsed({ request, cachedResponse });
    if (cachedResponse && !response) damagedData.push(request.url);
  }
  return { damaged: check.takeDamaged(), damagedData, isComplete };
}

function offlineManifest(): OfflineManifest {
  const codeBytes = code.reduce((sum, { bytes }) => sum + bytes, 0);
  return { cache: cacheName, data: [...data.values()], codeBytes };
}
