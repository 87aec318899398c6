// Serves the lab from this device: its code from the moment it is installed, its data once they were used. A newer version
// waits until it is told to take over.

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

/** Every file of this version: the build writes the list here, with sizes, of which Workbox's own type does not know. */
const manifest = self.__WB_MANIFEST as unknown as (Omit<OfflineFile, 'bytes'> & Partial<OfflineFile>)[];
// The plugin adds the web app's manifest a second time, without its size.
const files = manifest.filter((file): file is OfflineFile => file.bytes !== undefined);
const code = files.filter((file) => !isDataFile(file));

/** Two copies of the lab on one host have a cache each. */
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

/** The data file behind an address, whatever follows its `?`. */
const dataFileFor = (address: string) => data.get(address.split('?')[0]);

cleanupOutdatedCaches();
// What follows a `?` chooses nothing among our files.
precacheAndRoute(code, { ignoreURLParametersMatching: [/./] });
registerRoute(
  ({ request }) => !request.headers.has(COPY_HEADER) && dataFileFor(request.url) !== undefined,
  new CacheFirst({
    cacheName,
    plugins: [{ cacheKeyWillBeUsed: async ({ request }) => dataFileFor(request.url)?.key ?? request }],
  }),
);

self.addEventListener('activate', (event) => {
  // The page that waited for it is served from now on, without loading it again.
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

/** A page of another version, which a forced reload brings, would get this one's data: it is left to the network. */
async function claimClients(script: string): Promise<void> {
  if (code.some(({ url }) => absolute(url) === script)) await self.clients.claim();
}

/** Data of older versions, which nothing asks for any more. */
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
