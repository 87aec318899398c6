// Models downloaded by URL and stored on this device: download, list, open offline, delete.

import { DownloadError, toStorageError } from './download-error.ts';
import { awaitsShards } from './download-progress.ts';
import { type DownloadedFile, type DownloadedModel, emptyDownload } from './downloaded-model.ts';
import { type DownloadEnvironment, type DownloadOptions, FileDownloader } from './file-downloader.ts';
import type { ModelSource } from './model-source.ts';
import { shardFiles } from './shard-index.ts';

/** A Web Lock per model: two tabs would write the same file. */
const lockName = (id: string) => `mini-llm-lab-fetching ${id}`;

export class ModelDownloads {
  readonly #environment: DownloadEnvironment;
  readonly #locks: Pick<LockManager, 'request'> | undefined;

  /** @param locks undefined in insecure contexts, which have no Web Locks */
  constructor(environment: DownloadEnvironment, locks?: Pick<LockManager, 'request'>) {
    this.#environment = environment;
    this.#locks = locks;
  }

  /** All stored models, complete or partial. Uses no network. */
  list(): Promise<DownloadedModel[]> {
    return withStorageErrors(() => this.#environment.store.models());
  }

  /** The number of stored records that are damaged. Uses no network. */
  countDamaged(): Promise<number> {
    return withStorageErrors(async () => (await this.#environment.store.damagedIds()).length);
  }

  deleteDamaged(): Promise<void> {
    return withStorageErrors(() => this.#environment.store.deleteDamaged());
  }

  /** Downloads missing bytes; the only method that uses the network. @throws DownloadError; received bytes stay stored */
  async download(source: ModelSource, options: DownloadOptions): Promise<DownloadedModel> {
    if (!this.#locks) return this.#download(source, options);
    return this.#locks.request(lockName(source.id), { ifAvailable: true }, (lock) => {
      if (!lock) throw new DownloadError(`Another tab is fetching ${source.name}.`);
      return this.#download(source, options);
    });
  }

  /** Files of a complete model, as a file picker would return them. Uses no network. */
  async files({ files }: DownloadedModel): Promise<File[]> {
    const present = files.filter(({ state }) => state !== 'absent');
    return withStorageErrors(() => Promise.all(present.map((file) => this.#environment.store.file(file))));
  }

  delete(model: DownloadedModel): Promise<void> {
    return withStorageErrors(() => this.#environment.store.delete(model));
  }

  async #download(source: ModelSource, options: DownloadOptions): Promise<DownloadedModel> {
    let model = await withStorageErrors(() => this.#storedOrNew(source));
    options.onProgress(model);
    for (;;) {
      const file = model.files.find(({ state }) => state === 'partly');
      if (file) model = await new FileDownloader(this.#environment, options, model, file).download();
      else if (awaitsShards(model)) model = await this.#withShards(model);
      else return model;
    }
  }

  /** A model whose index is complete, with the files that it lists. */
  async #withShards(model: DownloadedModel): Promise<DownloadedModel> {
    const { store } = this.#environment;
    const index = model.files.at(-1) as DownloadedFile;
    const text = await withStorageErrors(async () => (await store.file(index)).text());
    try {
      const complete = { ...model, files: [...model.files, ...shardFiles(index, text)] };
      await withStorageErrors(() => store.put(complete));
      return complete;
    } catch (error) {
      // Another index may be there next time.
      await withStorageErrors(() => store.reset(model, index));
      throw error;
    }
  }

  async #storedOrNew(source: ModelSource): Promise<DownloadedModel> {
    const { store } = this.#environment;
    const stored = await store.model(source.id);
    if (stored) return stored;
    const created = emptyDownload(source);
    // Parts of a damaged record would be joined with those of this download.
    await store.delete(created);
    return created;
  }
}

/** Converts errors of IndexedDB to `DownloadError`. */
async function withStorageErrors<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof DownloadError ? error : toStorageError(error);
  }
}
