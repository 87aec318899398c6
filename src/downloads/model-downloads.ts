// Models fetched by their address and kept on this device: fetched on request, opened without the network, forgotten on request.

import { DownloadError, toStorageError } from './download-error.ts';
import { type DownloadedModel, emptyDownload } from './downloaded-model.ts';
import { type DownloadEnvironment, type DownloadOptions, FileDownloader } from './file-downloader.ts';
import type { ModelSource } from './model-source.ts';

/** Two tabs would write one file twice. */
const lockName = (id: string) => `mini-llm-lab-fetching ${id}`;

export class ModelDownloads {
  readonly #environment: DownloadEnvironment;
  readonly #locks: Pick<LockManager, 'request'> | undefined;

  /** @param locks absent where the browser has none: insecure addresses, on which nothing is kept either */
  constructor(environment: DownloadEnvironment, locks?: Pick<LockManager, 'request'>) {
    this.#environment = environment;
    this.#locks = locks;
  }

  /** All that is here, whole or in part. Asks nothing of the network. */
  list(): Promise<DownloadedModel[]> {
    return withStorageErrors(() => this.#environment.store.models());
  }

  /** Fetches what is not here yet; the only way that anything is asked of a host. Throws one sentence, and what arrived stays. */
  async download(source: ModelSource, options: DownloadOptions): Promise<DownloadedModel> {
    if (!this.#locks) return this.#download(source, options);
    return this.#locks.request(lockName(source.id), { ifAvailable: true }, (lock) => {
      if (!lock) throw new DownloadError(`Another tab is fetching ${source.name}.`);
      return this.#download(source, options);
    });
  }

  /** A whole model's files, as if they had been chosen from the disk. Asks nothing of the network. */
  async files({ files }: DownloadedModel): Promise<File[]> {
    const present = files.filter(({ state }) => state !== 'absent');
    return withStorageErrors(() => Promise.all(present.map((file) => this.#environment.store.file(file))));
  }

  delete(model: DownloadedModel): Promise<void> {
    return withStorageErrors(() => this.#environment.store.delete(model));
  }

  async #download(wanted: ModelSource, fetching: DownloadOptions): Promise<DownloadedModel> {
    let model =
      (await withStorageErrors(() => this.#environment.store.model(wanted.id))) ?? emptyDownload(wanted);
    fetching.onProgress(model);
    for (const file of model.files.filter(({ state }) => state === 'partly'))
      model = await new FileDownloader(this.#environment, fetching, model, file).download();
    return model;
  }
}

/** What the device does not do is told in a sentence. */
async function withStorageErrors<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof DownloadError ? error : toStorageError(error);
  }
}
