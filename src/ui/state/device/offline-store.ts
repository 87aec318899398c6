// Store of the offline cache: cached files, downloads and updates.

import { msg, str } from '@lit/localize';
import type { DataFile, OfflineClient } from '../../../offline/offline-client.ts';
import { endSentence } from '../../../shared/end-sentence.ts';
import { toDisplayMessage } from '../../format/display-message.ts';
import type { OfflineState } from '../../types/device.ts';
import { Store } from '../store.ts';

type Client = Pick<OfflineClient, 'start' | 'repair' | 'checkForUpdate' | 'inventory' | 'copy' | 'update'>;

export interface StartOptions {
  /** URLs that the page has fetched so far. */
  readonly pageUrls: () => readonly string[];
  /** Those of its worker; rejects if there is none. */
  readonly workerUrls: () => Promise<readonly string[]>;
  /** Called with a message about files that arrived or were stored damaged. */
  readonly onProblem: (message: string) => void;
}

const UNKNOWN_WORKER_FILES = msg(
  'The lab’s worker does not answer, so images that it has used may be missing offline: make everything available offline to copy them.',
);

export class OfflineStore extends Store<OfflineState> {
  readonly #connect: () => Client | Promise<Client>;
  #client?: Client;
  #abortController?: AbortController;

  /** @param unavailableReason - if set, `connect` is never called */
  constructor(connect: () => Client | Promise<Client>, unavailableReason?: string) {
    super({ unavailableReason, hasUpdate: false, isReplaced: false });
    this.#connect = connect;
  }

  /** Installs the service worker, repairs its cache, and caches the files that were fetched before its installation. */
  async start({ onProblem, ...sources }: StartOptions): Promise<void> {
    if (this.value.unavailableReason || this.#client) return;
    try {
      this.#client = await this.#connect();
      await this.#client.start(
        () => this.#set({ hasUpdate: true }),
        () => this.#set({ isReplaced: true }),
      );
      await this.#refreshInventory();
    } catch (error) {
      const unavailableReason = msg(str`Offline use is unavailable: ${toDisplayMessage(error)}`);
      this.#set({ unavailableReason });
      onProblem(unavailableReason);
      return;
    }
    const problem = await this.#repair().catch(repairFailure);
    if (problem) onProblem(problem);
    await this.#copyUsed(sources).catch((error) => this.#set({ statusMessage: toDisplayMessage(error) }));
  }

  /** Returns a message if files were stored damaged. */
  async #repair(): Promise<string | undefined> {
    const report = await this.#client?.repair();
    if (!report?.damaged.length) return;
    const isCopied = await this.#copyMissing(report.damaged);
    return damageMessage(report.damaged.length, report.isComplete && isCopied);
  }

  /** Caches the files that were fetched before the service worker was active. */
  async #copyUsed({ pageUrls, workerUrls }: Omit<StartOptions, 'onProblem'>): Promise<void> {
    const ofWorker = await workerUrls().catch(() => undefined);
    await this.#copyMissing([...pageUrls(), ...(ofWorker ?? [])]);
    if (!ofWorker && this.value.cache?.missingBytes) this.#set({ statusMessage: UNKNOWN_WORKER_FILES });
  }

  /** Copies the data of these URLs that is not cached. A failure leaves the others; false if there was one. */
  async #copyMissing(urls: readonly string[]): Promise<boolean> {
    const wanted = new Set(urls.map((url) => url.split(/[?#]/)[0]));
    const missing = (await this.#refreshInventory()).filter(
      ({ url, isCached }) => !isCached && wanted.has(new URL(url, document.baseURI).href),
    );
    const { signal } = new AbortController();
    let isComplete = true;
    for (const file of missing)
      await this.#client?.copy(file, { signal, onBytes: () => {} }).catch((error) => {
        isComplete = false;
        this.#set({ statusMessage: toDisplayMessage(error) });
      });
    if (missing.length > 0) await this.#refreshInventory();
    return isComplete;
  }

  /** Reloads the inventory and checks for an update. */
  async refresh(): Promise<void> {
    if (this.value.unavailableReason || !this.#client || this.value.download) return;
    await Promise.all([this.#refreshInventory(), this.#client.checkForUpdate()]).catch((error) =>
      this.#set({ statusMessage: toDisplayMessage(error) }),
    );
  }

  /** Downloads all missing files; resolves on completion, abort or failure. */
  async cacheAll(): Promise<void> {
    if (!this.#client || this.value.download) return;
    const abortController = new AbortController();
    this.#abortController = abortController;
    this.#set({ statusMessage: undefined });
    try {
      const missing = (await this.#refreshInventory()).filter(({ isCached }) => !isCached);
      let receivedBytes = 0;
      const totalBytes = missing.reduce((sum, { bytes }) => sum + bytes, 0);
      const onBytes = (count: number) => {
        receivedBytes += count;
        this.#set({ download: { receivedBytes, totalBytes } });
      };
      onBytes(0);
      // Small files first: each model is usable by itself.
      for (const file of missing.toSorted((a, b) => a.bytes - b.bytes))
        await this.#client.copy(file, { signal: abortController.signal, onBytes });
    } catch (error) {
      const abortMessage = msg('Download stopped. Downloaded files are kept.');
      this.#set({ statusMessage: abortController.signal.aborted ? abortMessage : toDisplayMessage(error) });
    }
    this.#set({ download: undefined });
    await this.refresh();
  }

  abort(): void {
    this.#abortController?.abort();
  }

  /** Activates the waiting version and reloads the page. */
  update(): void {
    this.#client?.update();
  }

  async #refreshInventory(): Promise<readonly DataFile[]> {
    const { codeBytes, data } = (await this.#client?.inventory()) ?? { codeBytes: 0, data: [] };
    const sum = (files: readonly DataFile[]) => files.reduce((all, { bytes }) => all + bytes, 0);
    this.#set({
      cache: {
        cachedBytes: codeBytes + sum(data.filter(({ isCached }) => isCached)),
        missingBytes: sum(data.filter(({ isCached }) => !isCached)),
      },
    });
    return data;
  }

  #set(changes: Partial<OfflineState>): void {
    this.replace({ ...this.value, ...changes });
  }
}

/** @param isComplete - whether all files are intact again */
function damageMessage(count: number, isComplete: boolean): string {
  if (isComplete)
    return count === 1
      ? msg('A stored file of the lab was damaged and has been fetched again.')
      : msg(str`${count} stored files of the lab were damaged and have been fetched again.`);
  return count === 1
    ? msg(
        'A stored file of the lab was damaged, and not all files could be fetched again: check the connection, then reload the page.',
      )
    : msg(
        str`${count} stored files of the lab were damaged, and not all files could be fetched again: check the connection, then reload the page.`,
      );
}

const repairFailure = (error: unknown) =>
  msg(
    str`The stored files of the lab could not be checked: ${endSentence(toDisplayMessage(error))} Reload the page to try again.`,
  );
