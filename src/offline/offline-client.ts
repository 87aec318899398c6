// Page side of offline use: registers the service worker, copies data to this device, activates updates.

import { Workbox } from 'workbox-window';
import { IntegrityError, verifyIntegrity } from '../shared/integrity/integrity.ts';
import { serviceWorkerUrl, trustedWorkerUrl } from '../workers/rpc/client/worker-urls.ts';
import {
  COPY_HEADER,
  type OfflineFailure,
  type OfflineManifest,
  type RepairReport,
  type ServiceWorkerMessage,
} from './offline-files.ts';

/** A file of weights or MNIST digits, and whether it is cached and not known to be damaged. */
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

/** Until a service worker counts as hung: the browser starts it first. */
const RESPONSE_SECONDS = 30;
/** The time to read all cached files, and to fetch damaged code. */
const REPAIR_SECONDS = 120;

const isFailure = <Result>(response: Result | OfflineFailure): response is OfflineFailure =>
  typeof response === 'object' && response !== null && 'error' in response;

export class OfflineClient {
  readonly #pageScript: string;
  readonly #workbox = new Workbox(trustedWorkerUrl(serviceWorkerUrl));
  #registration?: ServiceWorkerRegistration;
  #cache = '';
  /** Cache keys of damaged data, until it is copied again. */
  #damaged = new Set<string>();

  /** @param pageScript - URL of the page's own script: its name tells the version */
  constructor(pageScript: string) {
    this.#pageScript = pageScript;
  }

  /**
   * Registers the service worker; resolves when it controls this page and its worker.
   *
   * @param onWaiting called when an update is installed and waiting
   * @param onReplaced called when another tab has activated it: code that this page has not loaded is gone
   * @throws if the browser rejects the registration, or a file of the first version does not arrive intact
   */
  async start(onWaiting: () => void, onReplaced: () => void): Promise<void> {
    this.#workbox.addEventListener('waiting', onWaiting);
    const registration = await this.#workbox.register();
    this.#registration = registration;
    await Promise.race([
      navigator.serviceWorker.ready,
      ...(registration ? [installationFailure(registration)] : []),
    ]);
    // On activation, `clients.claim` skips clients that are still loading: a reloading page, this page's own worker.
    await this.#request({ type: 'serve', script: this.#pageScript });
    const container = navigator.serviceWorker;
    let { controller } = container;
    container.addEventListener('controllerchange', () => {
      if (controller) onReplaced();
      controller = container.controller;
    });
  }

  /** Checks the host for an update. */
  async checkForUpdate(): Promise<void> {
    await this.#registration?.update().catch(() => {}); // offline: retried later
  }

  /**
   * Compares all cached files with their digests, and fetches damaged and missing code. Damaged data then counts as missing:
   * `copy` replaces it.
   */
  async repair(): Promise<RepairReport> {
    const report = await this.#request<RepairReport>({ type: 'repair' }, REPAIR_SECONDS);
    this.#damaged = new Set(report.damagedData);
    return report;
  }

  /** Files of this version, and which of them are cached. */
  async inventory(): Promise<Inventory> {
    const { cache: name, codeBytes, data } = await this.#request<OfflineManifest>({ type: 'what-files' });
    this.#cache = name;
    const cache = await caches.open(name);
    const cachedKeys = new Set((await cache.keys()).map(({ url }) => url));
    const isIntact = (key: string) => cachedKeys.has(key) && !this.#damaged.has(key);
    return { codeBytes, data: data.map((file) => ({ ...file, isCached: isIntact(file.key) })) };
  }

  /** Copies a file to the cache; a partial copy is dropped. @throws Error with a message for the visitor */
  async copy({ url, key, bytes, sha256 }: DataFile, { signal, onBytes }: CopyOptions): Promise<void> {
    // Revalidated: the browser may have stored a wrong answer for a long time.
    const request = new Request(url, { headers: { [COPY_HEADER]: '1' }, cache: 'no-cache', signal });
    const response = await fetch(request).catch((error) => {
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
          failure = `${url} has ${count} bytes at the host, and ${bytes} belong to this version: load the page anew.`;
          if (count !== bytes) throw new Error(failure);
          failure = new IntegrityError(url).message; // what is left to fail
        },
      }),
      { signal },
    );
    const verified = counted.pipeThrough(verifyIntegrity(sha256, url), { signal });
    try {
      await (await caches.open(this.#cache)).put(key, new Response(verified, { headers: response.headers }));
      this.#damaged.delete(key);
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof DOMException && error.name === 'QuotaExceededError')
        failure = 'This device has no more room for the lab. What was copied so far stays.';
      throw new Error(failure);
    }
  }

  /** Activates the waiting version, unless another tab has done so, then reloads the page. */
  update(): void {
    const reload = () => window.location.reload();
    this.#workbox.addEventListener('controlling', reload);
    if (this.#registration?.waiting) this.#workbox.messageSkipWaiting();
    else reload();
  }

  /**
   * Sends a message to the controlling service worker, not to a waiting one.
   *
   * @throws if it fails, or does not respond in time
   */
  #request<Result>(message: ServiceWorkerMessage, seconds = RESPONSE_SECONDS): Promise<Result> {
    const worker = navigator.serviceWorker.controller ?? this.#registration?.active;
    return new Promise((resolve, reject) => {
      if (!worker) return reject(new Error('Nothing is kept for offline use yet.'));
      const { port1, port2 } = new MessageChannel();
      const timer = setTimeout(() => {
        port1.close();
        reject(new Error(`the service worker did not answer for ${seconds} seconds.`));
      }, seconds * 1000);
      port1.onmessage = ({ data }: MessageEvent<Result | OfflineFailure>) => {
        clearTimeout(timer);
        port1.close();
        if (isFailure(data)) reject(new Error(data.error));
        else resolve(data);
      };
      worker.postMessage(message, [port2]);
    });
  }
}

/** Rejects if no version is active and the first one cannot be installed. */
function installationFailure({ installing, waiting, active }: ServiceWorkerRegistration): Promise<never> {
  const failure = new Error('not all files arrived intact or could be stored. The next visit tries again.');
  return new Promise((_, reject) => {
    if (!installing && !waiting && !active) reject(failure);
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'redundant') reject(failure);
    });
  });
}
