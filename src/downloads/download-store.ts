// IndexedDB of downloaded files, stored in parts as they arrive. One transaction writes a part and the byte count, so that a
// download that is killed resumes after its last part.

import type { DBSchema, IDBPDatabase } from 'idb';
import { idbRead } from '../shared/idb/idb-read.ts';
import { DownloadError } from './download-error.ts';
import {
  type DownloadedFile,
  type DownloadedModel,
  parseDownloadedModel,
  withFile,
} from './downloaded-model.ts';

interface DownloadDatabase extends DBSchema {
  models: { key: string; value: DownloadedModel };
  /** Keyed by the file's URL and the offset of the part. Blobs stay on disk until they are read. */
  parts: { key: [url: string, begin: number]; value: Blob };
}

const STORES = ['models', 'parts'] as const;

export class DownloadStore {
  #opened?: Promise<IDBPDatabase<DownloadDatabase>>;

  async models(): Promise<DownloadedModel[]> {
    const values: unknown[] = await idbRead(await this.#open(), 'models').getAll();
    return values.flatMap((value) => parseDownloadedModel(value) ?? []);
  }

  async model(id: string): Promise<DownloadedModel | undefined> {
    return parseDownloadedModel(await idbRead(await this.#open(), 'models').get(id));
  }

  async put(model: DownloadedModel): Promise<void> {
    await (await this.#open()).put('models', model, model.id);
  }

  /** Stores the next part of a file. */
  async append(model: DownloadedModel, file: DownloadedFile, part: Blob): Promise<DownloadedModel> {
    const after = withFile(model, { ...file, here: file.here + part.size });
    const transaction = (await this.#open()).transaction(STORES, 'readwrite');
    await Promise.all([
      transaction.objectStore('parts').put(part, [file.url, file.here]),
      transaction.objectStore('models').put(after, model.id),
      transaction.done,
    ]);
    return after;
  }

  /** Deletes the parts of a file: its download restarts at byte 0. */
  async reset(model: DownloadedModel, { tag, total, ...file }: DownloadedFile): Promise<DownloadedModel> {
    const after = withFile(model, { ...file, here: 0, state: 'partly' });
    const transaction = (await this.#open()).transaction(STORES, 'readwrite');
    await Promise.all([
      transaction.objectStore('parts').delete(partRange(file.url)),
      transaction.objectStore('models').put(after, model.id),
      transaction.done,
    ]);
    return after;
  }

  async delete({ id, files }: DownloadedModel): Promise<void> {
    const transaction = (await this.#open()).transaction(STORES, 'readwrite');
    await Promise.all([
      ...files.map(({ url }) => transaction.objectStore('parts').delete(partRange(url))),
      transaction.objectStore('models').delete(id),
      transaction.done,
    ]);
  }

  /** Concatenates the parts of a file without reading them. @throws DownloadError if a part is missing */
  async file({ name, url, here }: DownloadedFile): Promise<File> {
    const file = new File(await idbRead(await this.#open(), 'parts').getAll(partRange(url)), name);
    if (file.size !== here)
      throw new DownloadError(`A part of ${name} is no longer on this device: forget it and fetch it again.`);
    return file;
  }

  #open(): Promise<IDBPDatabase<DownloadDatabase>> {
    this.#opened ??= import('idb').then(({ openDB }) =>
      openDB<DownloadDatabase>('mini-llm-lab-fetched', 1, {
        upgrade: (database) => {
          for (const store of STORES) database.createObjectStore(store);
        },
        // Another page upgrades the database; the next request opens it again.
        blocking: (_now, _then, event) => {
          (event.target as IDBDatabase).close();
          this.#opened = undefined;
        },
        terminated: () => {
          this.#opened = undefined;
        },
      }),
    );
    this.#opened.catch(() => {
      this.#opened = undefined; // the next call retries
    });
    return this.#opened;
  }
}

const partRange = (url: string) => IDBKeyRange.bound([url], [url, Number.POSITIVE_INFINITY]);
