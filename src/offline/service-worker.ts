// Serves the lab offline: code is precached, data is cached on first use. A newer version waits for `SKIP_WAITING`.

import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import {
  COPY_HEADER,
  isDataFile,
  type OfflineFile,
  type OfflineManifest,
  type ServiceWorkerMessage,
} from './offline-files.ts';

declare const self: ServiceWorkerGlobalScope;

/** Injected by the build, with sizes, which Workbox's type lacks. */
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

/** The data file of a URL without its query. */
const dataFileFor = (address: string) => data.get(address.split('?')[0]);

cleanupOutdatedCaches();
// No file depends on a query.
precacheAndRoute(code, { ignoreURLParametersMatching: [/./] });
registerRoute(
  ({ request }) => !request.headers.has(COPY_HEADER) && dataFileFor(request.url) !== undefined,
  new CacheFirst({
    cacheName,
    plugins: [{ cacheKeyWillBeUsed: async ({ request }) => dataFileFor(request.url)?.key ?? request }],
  }),
);

self.addEventListener('activate', (event) => {
  // Claims the waiting page without a reload.
  event.waitUntil(Promise.all([self.clients.claim(), deleteOutdatedData()]));
});

self.addEventListener('message', (event) => {
  const message = event.data as ServiceWorkerMessage;
  const [port] = event.ports;
  if (message.type === 'SKIP_WAITING') void self.skipWaiting();
  if (message.type === 'what-files') port?.postMessage(offlineManifest());
  if (message.type === 'serve')
    event.waitUntil(claimClients(message.script).then(() => port?.postMessage(null)));
});

/** A forced reload can load a page of another version, which would get this version's data: it stays unclaimed. */
async function claimClients(script: string): Promise<void> {
  if (code.some(({ url }) => absolute(url) === script)) await self.clients.claim();
}

/** Deletes cached data of older versions. */
async function deleteOutdatedData(): Promise<void> {
  const cache = await caches.open(cacheName);
  const keys = new Set([...data.values()].map(({ key }) => key));
  const old = (await cache.keys()).filter(({ url }) => !keys.has(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

function offlineManifest(): OfflineManifest {
  const codeBytes = code.reduce((sum, { bytes }) => sum + bytes, 0);
  return { cache: cacheName, data: [...data.values()], codeBytes };
}
