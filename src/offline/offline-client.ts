// Page side of offline use: registers the service worker, copies data to this device, activates updates.

import { Workbox } from 'workbox-window';
import { serviceWorkerUrl, trustedWorkerUrl } from '../workers/rpc/client/worker-urls.ts';
import { COPY_HEADER, type OfflineManifest, type ServiceWorkerMessage } from './offline-files.ts';

/** A file of weights or MNIST digits, and whether it is cached. */
export type DataFile = OfflineManifest['data'][number] & { readonly isCached: boolean };

export interface Inventory {
  readonly codeBytes: number;
  readonly data: readonly DataFile[];
}

export interface CopyOptions {
  readonly signal: AbortSignal;
  /** Called with the size of each received chunk. */
  readonly onBytes: (count: number) => void;
}

/** Message if this browser cannot cache the page; undefined if it can. */
export function offlineUnavailableReason(): string | undefined {
  if (!window.isSecureContext)
    return 'This address is not a secure one (https), so the browser keeps nothing for offline use.';
  if (!('serviceWorker' in navigator) || !('caches' in window))
    return 'This browser keeps nothing for offline use here; private windows often do not.';
}

export class OfflineClient {
  readonly #workbox = new Workbox(trustedWorkerUrl(serviceWorkerUrl));
  #registration?: ServiceWorkerRegistration;
  #cache = '';

  /**
   * Registers the service worker; resolves when it controls this page and its worker.
   *
   * @param onWaiting called when an update is installed and waiting
   * @throws if the browser rejects the registration
   */
  async start(onWaiting: () => void): Promise<void> {
    this.#workbox.addEventListener('waiting', onWaiting);
    this.#registration = await this.#workbox.register();
    await navigator.serviceWorker.ready;
    // On activation, `clients.claim` skips clients that are still loading: a reloading page, this page's own worker.
    await this.#request({ type: 'serve', script: import.meta.url });
  }

  /** Checks the host for an update. */
  async checkForUpdate(): Promise<void> {
    await this.#registration?.update().catch(() => {}); // offline: retried later
  }

  /** Files of this version, and which of them are cached. */
  async inventory(): Promise<Inventory> {
    const { cache: name, codeBytes, data } = await this.#request<OfflineManifest>({ type: 'what-files' });
    this.#cache = name;
    const cache = await caches.open(name);
    const cachedKeys = new Set((await cache.keys()).map(({ url }) => url));
    return { codeBytes, data: data.map((file) => ({ ...file, isCached: cachedKeys.has(file.key) })) };
  }

  /** Copies a file to the cache; a partial copy is dropped. @throws Error with a message for the visitor */
  async copy({ url, key, bytes }: DataFile, { signal, onBytes }: CopyOptions): Promise<void> {
    const response = await fetch(url, { headers: { [COPY_HEADER]: '1' }, signal }).catch((error) => {
      throw signal.aborted ? error : new Error(`No network: ${url} could not be fetched.`);
    });
    if (!response.ok || !response.body)
      throw new Error(`${url} could not be fetched: the host answered ${response.status}.`);
    let count = 0;
    let failure = `The connection broke off while ${url} was copied.`;
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          count += chunk.length;
          onBytes(chunk.length);
          controller.enqueue(chunk);
        },
        flush() {
          if (count === bytes) return;
          failure = `${url} has ${count} bytes at the host, and ${bytes} belong to this version: load the page anew.`;
          throw new Error(failure);
        },
      }),
      { signal },
    );
    try {
      await (await caches.open(this.#cache)).put(key, new Response(counted, { headers: response.headers }));
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof DOMException && error.name === 'QuotaExceededError')
        failure = 'This device has no more room for the lab. What was copied so far stays.';
      throw new Error(failure);
    }
  }

  /** Activates the waiting version, then reloads the page. */
  update(): void {
    this.#workbox.addEventListener('controlling', () => window.location.reload());
    this.#workbox.messageSkipWaiting();
  }

  /** Sends a message to the controlling service worker, not to a waiting one. */
  #request<Result>(message: ServiceWorkerMessage): Promise<Result> {
    const worker = navigator.serviceWorker.controller ?? this.#registration?.active;
    return new Promise((resolve, reject) => {
      if (!worker) return reject(new Error('Nothing is kept for offline use yet.'));
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        port1.close();
        resolve(data as Result);
      };
      worker.postMessage(message, [port2]);
    });
  }
}
