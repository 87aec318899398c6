// IndexedDB of downloaded files, stored in parts as they arrive. One transaction writes a part and the byte count, so that a
// download that is killed resumes after its last part.

import type { DBSchema, IDBPObjectStore } from 'idb';
import { Database, type Migration } from '../shared/idb/database.ts';
import { idbRead, readRows } from '../shared/idb/idb-read.ts';
import { DownloadError } from './download-error.ts';
import {
  type DownloadedFile,
  type DownloadedModel,
  parseDownloadedModel,
  withFile,
} from './downloaded-model.ts';

interface DownloadDatabase extends DBSchema {
  models: { key: string; value: unknown };
  /** Keyed by the file's URL and the offset of the part. Blobs stay on disk until they are read. */
  parts: { key: [url: string, begin: number]; value: Blob };
}

const STORES = ['models', 'parts'] as const;
type WritableStore<Name extends (typeof STORES)[number]> = IDBPObjectStore<
  DownloadDatabase,
  typeof STORES,
  Name,
  'readwrite'
>;

const MIGRATIONS: readonly Migration<DownloadDatabase>[] = [
  (database) => {
    for (const store of STORES) database.createObjectStore(store);
  },
];

export class DownloadStore {
  readonly #database = new Database('mini-llm-lab-fetched', MIGRATIONS);

  async models(): Promise<DownloadedModel[]> {
    return (await this.#rows()).flatMap(([id, record]) => parseDownloadedModel(id, record) ?? []);
  }

  async model(id: string): Promise<DownloadedModel | undefined> {
    return (await this.models()).find((model) => model.id === id);
  }

  /** Ids of invalid records. */
  async damagedIds(): Promise<string[]> {
    return (await this.#rows()).flatMap(([id, record]) => (parseDownloadedModel(id, record) ? [] : id));
  }

  /** Deletes invalid records, and all parts that belong to no valid one. */
  async deleteDamaged(): Promise<void> {
    // Read in the same transaction: another tab may have fetched a damaged model again.
    await this.#change(async (models, parts) => {
      const rows = await readRows(models);
      const kept = rows.flatMap(([id, record]) => parseDownloadedModel(id, record) ?? []);
      const ids = new Set(kept.map(({ id }) => id));
      const urls = new Set(kept.flatMap(({ files }) => files.map(({ url }) => url)));
      const damaged = rows.map(([id]) => id).filter((id) => !ids.has(id));
      const lost = (await parts.getAllKeys()).filter(([url]) => !urls.has(url));
      await Promise.all([...damaged.map((id) => models.delete(id)), ...lost.map((key) => parts.delete(key))]);
    });
  }

  async put(model: DownloadedModel): Promise<void> {
    await this.#change((models) => models.put(model, model.id));
  }

  /** Stores the next part of a file. */
  async append(model: DownloadedModel, file: DownloadedFile, part: Blob): Promise<DownloadedModel> {
    const after = withFile(model, { ...file, here: file.here + part.size });
    await this.#change((models, parts) =>
      Promise.all([parts.put(part, [file.url, file.here]), models.put(after, model.id)]),
    );
    return after;
  }

  /** Deletes the parts of a file: its download restarts at byte 0. */
  async reset(model: DownloadedModel, { tag, total, ...file }: DownloadedFile): Promise<DownloadedModel> {
    const after = withFile(model, { ...file, here: 0, state: 'partly' });
    await this.#change((models, parts) =>
      Promise.all([parts.delete(partRange(file.url)), models.put(after, model.id)]),
    );
    return after;
  }

  async delete({ id, files }: DownloadedModel): Promise<void> {
    await this.#change((models, parts) =>
      Promise.all([...files.map(({ url }) => parts.delete(partRange(url))), models.delete(id)]),
    );
  }

  /** Concatenates the parts of a file without reading them. @throws DownloadError if a part is missing */
  async file({ name, url, here }: DownloadedFile): Promise<File> {
    const parts = await this.#database.query((database) => idbRead(database, 'parts').getAll(partRange(url)));
    const file = new File(parts, name);
    if (file.size !== here)
      throw new DownloadError(
        `A part of ${name} is no longer on this device: delete it and download it again.`,
      );
    return file;
  }

  #rows(): Promise<[id: string, record: unknown][]> {
    return this.#database.query((database) => readRows(idbRead(database, 'models')));
  }

  /** One atomic transaction. */
  #change(
    change: (models: WritableStore<'models'>, parts: WritableStore<'parts'>) => Promise<unknown>,
  ): Promise<void> {
    return this.#database.query(async (database) => {
      const transaction = database.transaction(STORES, 'readwrite');
      const changed = change(transaction.objectStore('models'), transaction.objectStore('parts'));
      await Promise.all([changed, transaction.done]);
    });
  }
}

const partRange = (url: string) => IDBKeyRange.bound([url], [url, Number.POSITIVE_INFINITY]);
