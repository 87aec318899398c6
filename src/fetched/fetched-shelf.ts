// Where fetched files lie on this device: an IndexedDB of parts, kept as they arrive. A part and the count that knows of it are
// one transaction: whoever is killed between two parts finds all before.

import type { DBSchema, IDBPDatabase } from 'idb';
import { readStore } from '../read-store.ts';
import { FetchProblem } from './fetch-problem.ts';
import { type KeptFile, type KeptModel, readKept, withFile } from './kept-model.ts';

interface Shelf extends DBSchema {
  models: { key: string; value: KeptModel };
  /** By the file's address and the byte it begins with. Blobs stay on the disk until they are read. */
  parts: { key: [url: string, begin: number]; value: Blob };
}

const STORES = ['models', 'parts'] as const;

export class FetchedShelf {
  #opened?: Promise<IDBPDatabase<Shelf>>;

  async models(): Promise<KeptModel[]> {
    const values: unknown[] = await readStore(await this.#open(), 'models').getAll();
    return values.flatMap((value) => readKept(value) ?? []);
  }

  async model(id: string): Promise<KeptModel | undefined> {
    return readKept(await readStore(await this.#open(), 'models').get(id));
  }

  async put(model: KeptModel): Promise<void> {
    await (await this.#open()).put('models', model, model.id);
  }

  /** Adds what comes next of a file. */
  async add(model: KeptModel, file: KeptFile, part: Blob): Promise<KeptModel> {
    const after = withFile(model, { ...file, here: file.here + part.size });
    const change = (await this.#open()).transaction(STORES, 'readwrite');
    await Promise.all([
      change.objectStore('parts').put(part, [file.url, file.here]),
      change.objectStore('models').put(after, model.id),
      change.done,
    ]);
    return after;
  }

  /** Forgets what is here of a file, so that it begins anew. */
  async clear(model: KeptModel, { tag, total, ...file }: KeptFile): Promise<KeptModel> {
    const after = withFile(model, { ...file, here: 0, state: 'partly' });
    const change = (await this.#open()).transaction(STORES, 'readwrite');
    await Promise.all([
      change.objectStore('parts').delete(partsOf(file.url)),
      change.objectStore('models').put(after, model.id),
      change.done,
    ]);
    return after;
  }

  async forget({ id, files }: KeptModel): Promise<void> {
    const change = (await this.#open()).transaction(STORES, 'readwrite');
    await Promise.all([
      ...files.map(({ url }) => change.objectStore('parts').delete(partsOf(url))),
      change.objectStore('models').delete(id),
      change.done,
    ]);
  }

  /** A whole file, put together of its parts without reading them. Throws a sentence where one is missing. */
  async file({ name, url, here }: KeptFile): Promise<File> {
    const file = new File(await readStore(await this.#open(), 'parts').getAll(partsOf(url)), name);
    if (file.size !== here)
      throw new FetchProblem(`A part of ${name} is no longer on this device: forget it and fetch it again.`);
    return file;
  }

  #open(): Promise<IDBPDatabase<Shelf>> {
    this.#opened ??= import('idb').then(({ openDB }) =>
      openDB<Shelf>('mini-llm-lab-fetched', 1, {
        upgrade: (database) => {
          for (const store of STORES) database.createObjectStore(store);
        },
        // Another page wants the database for itself; the next question opens it again.
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
      this.#opened = undefined; // what failed once may work later
    });
    return this.#opened;
  }
}

const partsOf = (url: string) => IDBKeyRange.bound([url], [url, Number.POSITIVE_INFINITY]);
