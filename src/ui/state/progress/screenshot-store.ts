// Screenshots of notes in IndexedDB, as they exceed the quota of localStorage.

import type { DBSchema, IDBPDatabase } from 'idb';
import { idbRead } from '../../../shared/idb/idb-read.ts';

/** Other stored values are ignored. */
const IMAGE_DATA_URL = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/;

interface ScreenshotDb extends DBSchema {
  /** `data:` URLs of images, by name. */
  pictures: { key: string; value: string };
}

export class ScreenshotStore {
  #database?: Promise<IDBPDatabase<ScreenshotDb>>;

  /** @throws Error with a message for the user if storage is full or denied */
  async put(name: string, dataUrl: string): Promise<void> {
    try {
      await (await this.#open()).put('pictures', dataUrl, name);
    } catch (error) {
      throw new Error(
        error instanceof DOMException && error.name === 'QuotaExceededError'
          ? 'The storage of this browser is full. Export your notes to keep the screenshot.'
          : 'This browser denies storage. Export your notes to keep the screenshot.',
      );
    }
  }

  /** The stored screenshots among `names`. */
  async get(names: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    if (names.length === 0) return found;
    try {
      const database = await this.#open();
      for (const name of names) {
        const dataUrl = await idbRead(database, 'pictures').get(name);
        if (dataUrl !== undefined && IMAGE_DATA_URL.test(dataUrl)) found.set(name, dataUrl);
      }
    } catch {}
    return found;
  }

  async remove(name: string): Promise<void> {
    try {
      await (await this.#open()).delete('pictures', name);
    } catch {} // Storage is denied: nothing was stored.
  }

  #open(): Promise<IDBPDatabase<ScreenshotDb>> {
    this.#database ??= import('idb').then(({ openDB }) =>
      openDB<ScreenshotDb>('mini-llm-lab', 1, {
        upgrade: (database) => database.createObjectStore('pictures'),
      }),
    );
    return this.#database;
  }
}
