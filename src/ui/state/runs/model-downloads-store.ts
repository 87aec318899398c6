// Store of model downloads.

import { msg } from '@lit/localize';
import { downloadProgress } from '../../../downloads/download-progress.ts';
import type { DownloadedModel } from '../../../downloads/downloaded-model.ts';
import type { ModelDownloads } from '../../../downloads/model-downloads.ts';
import type { ModelSource } from '../../../downloads/model-source.ts';
import { toDisplayMessage } from '../../format/display-message.ts';
import type { ModelDownloadsState } from '../../types/downloads.ts';
import { Store } from '../store.ts';

type Models = Pick<
  ModelDownloads,
  'list' | 'countDamaged' | 'download' | 'files' | 'delete' | 'deleteDamaged'
>;

const STOPPED = msg('Download stopped. Start it again to resume.');

export class ModelDownloadsStore extends Store<ModelDownloadsState> {
  readonly #load: () => Promise<Models>;
  #abortController?: AbortController;

  /** @param load - imports the code on first use */
  constructor(load: () => Promise<Models>) {
    super({});
    this.#load = load;
  }

  /** Reloads the list of downloads. */
  async refresh(): Promise<void> {
    await this.#attempt(async (models) => this.#set(await lists(models)));
  }

  /** Downloads the missing parts of a model; undefined on failure or abort, with a message in the state. */
  async download(source: ModelSource): Promise<readonly File[] | undefined> {
    if (this.#abortController) return undefined;
    const abortController = new AbortController();
    this.#abortController = abortController;
    const { signal } = abortController;
    const { name, host } = source;
    const onProgress = (model: DownloadedModel) =>
      this.#set({ download: { name, host, ...downloadProgress(model) } });
    this.#set({ download: { name, host, here: 0 }, note: undefined });
    let files: readonly File[] | undefined;
    await this.#attempt(async (models) => {
      const onNotice = (note: string) => this.#set({ note });
      files = await models.files(await models.download(source, { signal, onProgress, onNotice }));
    }, signal);
    this.#abortController = undefined;
    this.#set({ download: undefined, note: undefined });
    await this.#reload();
    return files;
  }

  abort(): void {
    this.#abortController?.abort();
  }

  /** Files of a complete download; undefined on failure, with a message in the state. */
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

  /** Deletes damaged records with their parts. */
  async deleteDamaged(): Promise<void> {
    await this.#attempt((models) => models.deleteDamaged());
    await this.#reload();
  }

  /** Reloads the list and keeps the current message. */
  async #reload(): Promise<void> {
    this.#set(
      await this.#load()
        .then(lists)
        .catch(() => ({})),
    );
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

async function lists(models: Models): Promise<Pick<ModelDownloadsState, 'models' | 'damaged'>> {
  return { models: await models.list(), damaged: await models.countDamaged() };
}
