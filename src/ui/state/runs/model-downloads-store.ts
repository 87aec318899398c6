// Models fetched by their address: what is on this device, what is being fetched, and how the last fetching ended.

import { type DownloadedModel, downloadProgress } from '../../../downloads/downloaded-model.ts';
import type { ModelDownloads } from '../../../downloads/model-downloads.ts';
import type { ModelSource } from '../../../downloads/model-source.ts';
import type { ModelDownloadsState } from '../../types/downloads.ts';
import { Store } from '../store.ts';
import { toDisplayMessage } from './run-store.ts';

type Models = Pick<ModelDownloads, 'list' | 'download' | 'files' | 'delete'>;

const STOPPED = 'Stopped. What has arrived is kept: fetch again to go on from there.';

export class ModelDownloadsStore extends Store<ModelDownloadsState> {
  readonly #load: () => Promise<Models>;
  #abortController?: AbortController;

  /** @param load brings the code for it, which few visits need */
  constructor(load: () => Promise<Models>) {
    super({});
    this.#load = load;
  }

  /** Looks again what is on this device. */
  async refresh(): Promise<void> {
    await this.#attempt(async (models) => this.#set({ models: await models.list() }));
  }

  /** Fetches what is missing of a model; its files once they are whole, else nothing and a sentence. */
  async download(wanted: ModelSource): Promise<readonly File[] | undefined> {
    if (this.#abortController) return undefined;
    const abortController = new AbortController();
    this.#abortController = abortController;
    const { signal } = abortController;
    const { name, host } = wanted;
    const onProgress = (model: DownloadedModel) =>
      this.#set({ download: { name, host, ...downloadProgress(model) } });
    this.#set({ download: { name, host, here: 0 }, note: undefined });
    let files: readonly File[] | undefined;
    await this.#attempt(async (models) => {
      const onNotice = (note: string) => this.#set({ note });
      files = await models.files(await models.download(wanted, { signal, onProgress: onProgress, onNotice }));
    }, signal);
    this.#abortController = undefined;
    this.#set({ download: undefined, note: undefined });
    await this.#reload();
    return files;
  }

  abort(): void {
    this.#abortController?.abort();
  }

  /** Files of a model that is whole; nothing, and a sentence, where they cannot be had. */
  async files(model: DownloadedModel): Promise<readonly File[] | undefined> {
    let files: readonly File[] | undefined;
    await this.#attempt(async (models) => {
      files = await models.files(model);
    });
    return files;
  }

  async delete(model: DownloadedModel): Promise<void> {
    await this.#attempt((models) => models.delete(model));
    await this.#reload();
  }

  /** The list anew; what went wrong before stays on the page. */
  async #reload(): Promise<void> {
    const models = await this.#load()
      .then((fetched) => fetched.list())
      .catch(() => this.value.models);
    this.#set({ models });
  }

  async #attempt(action: (models: Models) => Promise<void>, signal?: AbortSignal): Promise<void> {
    this.#set({ statusMessage: undefined });
    try {
      await action(await this.#load());
    } catch (error) {
      this.#set({ statusMessage: signal?.aborted ? STOPPED : toDisplayMessage(error) });
    }
  }

  #set(changes: Partial<ModelDownloadsState>): void {
    this.replace({ ...this.value, ...changes });
  }
}
