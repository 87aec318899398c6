// The page's half of being offline: registers the service worker, copies data to this device, lets a newer version take over.

import { Workbox } from 'workbox-window';
import { serviceWorkerUrl, trustedWorkerUrl } from '../workers/rpc/client/worker-urls.ts';
import { COPY_HEADER, type OfflineManifest, type ServiceWorkerMessage } from './offline-files.ts';

/** A model or a part of the digits, and whether it is on this device. */
export type DataFile = OfflineManifest['data'][number] & { readonly isCached: boolean };

export interface Inventory {
  readonly codeBytes: number;
  readonly data: readonly DataFile[];
}

export interface CopyOptions {
  readonly signal: AbortSignal;
  /** Bytes that have just arrived. */
  readonly onBytes: (count: number) => void;
}

/** Why this browser keeps nothing, a sentence; nothing where it can. */
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
   * Installs the service worker; resolves when it serves this page and its worker. Throws where the browser refuses.
   *
   * @param onWaiting a newer version is here, and waits
   */
  async start(onWaiting: () => void): Promise<void> {
    this.#workbox.addEventListener('waiting', onWaiting);
    this.#registration = await this.#workbox.register();
    await navigator.serviceWorker.ready;
    // When it began to serve it passed over what was still loading: a page that was being reloaded, this page's own worker.
    await this.#request({ type: 'serve', script: import.meta.url });
  }

  /** Asks the host whether there is a newer version. */
  async checkForUpdate(): Promise<void> {
    await this.#registration?.update().catch(() => {}); // no network: the next time will tell
  }

  /** What belongs to this version, and what of it is here. */
  async inventory(): Promise<Inventory> {
    const { cache: name, codeBytes, data } = await this.#request<OfflineManifest>({ type: 'what-files' });
    this.#cache = name;
    const cache = await caches.open(name);
    const cachedKeys = new Set((await cache.keys()).map(({ url }) => url));
    return { codeBytes, data: data.map((file) => ({ ...file, isCached: cachedKeys.has(file.key) })) };
  }

  /** Copies a file to this device. Throws a sentence where it cannot; what was half copied is not kept. */
  async copy({ url, key, bytes }: DataFile, { signal, onBytes }: CopyOptions): Promise<void> {
    const answer = await fetch(url, { headers: { [COPY_HEADER]: '1' }, signal }).catch((error) => {
      throw signal.aborted ? error : new Error(`No network: ${url} could not be fetched.`);
    });
    if (!answer.ok || !answer.body)
      throw new Error(`${url} could not be fetched: the host answered ${answer.status}.`);
    let count = 0;
    let failure = `The connection broke off while ${url} was copied.`;
    const counted = answer.body.pipeThrough(
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
      await (await caches.open(this.#cache)).put(key, new Response(counted, { headers: answer.headers }));
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof DOMException && error.name === 'QuotaExceededError')
        failure = 'This device has no more room for the lab. What was copied so far stays.';
      throw new Error(failure);
    }
  }

  /** Lets the version that waits take over, and loads the page anew when it has. */
  update(): void {
    this.#workbox.addEventListener('controlling', () => window.location.reload());
    this.#workbox.messageSkipWaiting();
  }

  /** Asks the service worker this page was loaded with, not one that waits. */
  #request<Answer>(question: ServiceWorkerMessage): Promise<Answer> {
    const worker = navigator.serviceWorker.controller ?? this.#registration?.active;
    return new Promise((resolve, reject) => {
      if (!worker) return reject(new Error('Nothing is kept for offline use yet.'));
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        port1.close();
        resolve(data as Answer);
      };
      worker.postMessage(question, [port2]);
    });
  }
}
