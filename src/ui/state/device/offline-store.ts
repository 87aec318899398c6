// Store of the offline cache: cached files, downloads and updates.

import type { DataFile, OfflineClient } from '../../../offline/offline-client.ts';
import type { OfflineState } from '../../types/device.ts';
import { toDisplayMessage } from '../runs/run-store.ts';
import { Store } from '../store.ts';

type Client = Pick<OfflineClient, 'start' | 'repair' | 'checkForUpdate' | 'inventory' | 'copy' | 'update'>;

export class OfflineStore extends Store<OfflineState> {
  readonly #connect: () => Client;
  #client?: Client;
  #abortController?: AbortController;

  /** @param unavailableReason - if set, `connect` is never called */
  constructor(connect: () => Client, unavailableReason?: string) {
    super({ unavailableReason, hasUpdate: false });
    this.#connect = connect;
  }

  /**
   * Installs the service worker, repairs its cache, and caches the files that were fetched before its installation.
   *
   * @param getUsedUrls - URLs fetched so far
   * @param onProblem - called with a message about files that arrived or were stored damaged
   */
  async start(
    getUsedUrls: () => Promise<readonly string[]>,
    onProblem: (message: string) => void,
  ): Promise<void> {
    if (this.value.unavailableReason || this.#client) return;
    try {
      this.#client = this.#connect();
      await this.#client.start(() => this.#set({ hasUpdate: true }));
      const { damaged, isComplete } = await this.#client.repair();
      if (damaged.length > 0) onProblem(damageMessage(damaged.length, isComplete));
      const usedUrls = new Set((await getUsedUrls()).map((url) => url.split(/[?#]/)[0]));
      const data = await this.#refreshInventory();
      const uncached = data.filter(
        ({ url, isCached }) => !isCached && usedUrls.has(new URL(url, document.baseURI).href),
      );
      for (const file of uncached) await this.#copyUsed(file);
      if (uncached.length > 0) await this.#refreshInventory();
    } catch (error) {
      const unavailableReason = `Offline use is unavailable: ${toDisplayMessage(error)}`;
      this.#set({ unavailableReason });
      onProblem(unavailableReason);
    }
  }

  /** Caches a file that the page has used; a failure leaves the others. */
  async #copyUsed(file: DataFile): Promise<void> {
    const { signal } = new AbortController();
    await this.#client?.copy(file, { signal, onBytes: () => {} }).catch((error) => {
      this.#set({ statusMessage: toDisplayMessage(error) });
    });
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
      const abortMessage = 'Download stopped. Downloaded files are kept.';
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

/** @param isComplete - whether the code among the files is intact again */
function damageMessage(count: number, isComplete: boolean): string {
  const files = count === 1 ? 'A stored file of the lab was' : `${count} stored files of the lab were`;
  return isComplete
    ? `${files} damaged and ${count === 1 ? 'is' : 'are'} fetched again.`
    : `${files} damaged, and not all files could be fetched again: check the connection, then reload the page.`;
}
