// What of the lab is on this device for use without a network, what is being copied to it, and whether a newer version waits.

import type { DataFile, OfflineClient } from '../../offline/offline-client.ts';
import { sentenceOf } from './run-store.ts';
import { Store } from './store.ts';

export interface OfflineState {
  /** Why nothing is kept on this device, if so. */
  readonly refusal?: string;
  /** Bytes of this version that are here, and that are not; absent until the service worker has told. */
  readonly kept?: { readonly here: number; readonly missing: number };
  /** Bytes, while everything is being copied. */
  readonly copying?: { readonly done: number; readonly total: number };
  /** How the last copying ended, where not everything is here. */
  readonly ended?: string;
  /** A newer version is on this device and waits. */
  readonly newer: boolean;
}

type Client = Pick<OfflineClient, 'start' | 'look' | 'inventory' | 'copy' | 'update'>;

export class OfflineStore extends Store<OfflineState> {
  readonly #connect: () => Client;
  #client?: Client;
  #stopping?: AbortController;

  /** @param refusal why this browser keeps nothing, if so: then `connect` is never called */
  constructor(connect: () => Client, refusal?: string) {
    super({ refusal, newer: false });
    this.#connect = connect;
  }

  /**
   * Installs the service worker, and has it keep what this visit used before it was there.
   *
   * @param used addresses of what was fetched so far
   */
  async start(used: () => Promise<readonly string[]>): Promise<void> {
    if (this.value.refusal || this.#client) return;
    try {
      this.#client = this.#connect();
      await this.#client.start(() => this.#set({ newer: true }));
      const seen = new Set((await used()).map((address) => address.split(/[?#]/)[0]));
      const data = await this.#lookAround();
      const missed = data.filter(({ url, kept }) => !kept && seen.has(new URL(url, document.baseURI).href));
      const { signal } = new AbortController();
      for (const file of missed) await this.#client.copy(file, { signal, onBytes: () => {} });
      if (missed.length > 0) await this.#lookAround();
    } catch (error) {
      this.#set({ refusal: `Nothing is kept for offline use: ${sentenceOf(error)}` });
    }
  }

  /** Looks again what is here, and whether the host has a newer version. */
  async refresh(): Promise<void> {
    if (this.value.refusal || !this.#client || this.value.copying) return;
    await Promise.all([this.#lookAround(), this.#client.look()]).catch((error) =>
      this.#set({ ended: sentenceOf(error) }),
    );
  }

  /** Copies everything that is not here yet; resolves when all is, when it was stopped or when it failed. */
  async keepEverything(): Promise<void> {
    if (!this.#client || this.value.copying) return;
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#set({ ended: undefined });
    try {
      const missing = (await this.#lookAround()).filter(({ kept }) => !kept);
      let done = 0;
      const total = missing.reduce((sum, { bytes }) => sum + bytes, 0);
      const onBytes = (count: number) => {
        done += count;
        this.#set({ copying: { done, total } });
      };
      onBytes(0);
      // The small ones first: a model is of use by itself.
      for (const file of missing.toSorted((a, b) => a.bytes - b.bytes))
        await this.#client.copy(file, { signal: stopping.signal, onBytes });
    } catch (error) {
      const stopped = 'Stopped. What was copied so far stays, the rest can follow later.';
      this.#set({ ended: stopping.signal.aborted ? stopped : sentenceOf(error) });
    }
    this.#set({ copying: undefined });
    await this.refresh();
  }

  stop(): void {
    this.#stopping?.abort();
  }

  /** Loads the page anew in the version that waits. */
  update(): void {
    this.#client?.update();
  }

  async #lookAround(): Promise<readonly DataFile[]> {
    const { codeBytes, data } = (await this.#client?.inventory()) ?? { codeBytes: 0, data: [] };
    const sum = (files: readonly DataFile[]) => files.reduce((all, { bytes }) => all + bytes, 0);
    this.#set({
      kept: {
        here: codeBytes + sum(data.filter(({ kept }) => kept)),
        missing: sum(data.filter(({ kept }) => !kept)),
      },
    });
    return data;
  }

  #set(changes: Partial<OfflineState>): void {
    this.replace({ ...this.value, ...changes });
  }
}
