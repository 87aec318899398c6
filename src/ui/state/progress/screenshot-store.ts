// Screenshots of notes in IndexedDB, as they exceed the quota of localStorage.

import type { DBSchema } from 'idb';
import { Database } from '../../../shared/idb/database.ts';
import { idbRead } from '../../../shared/idb/idb-read.ts';
import { storageProblem } from '../../../shared/idb/storage-problem.ts';
import { storageProblemText } from '../../format/storage-problem-text.ts';

/** Other stored values are ignored. */
const IMAGE_DATA_URL = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/;

interface ScreenshotDb extends DBSchema {
  /** `data:` URLs of images, by name. */
  pictures: { key: string; value: string };
}

export class ScreenshotStore {
  readonly #database = new Database<ScreenshotDb>('mini-llm-lab', [
    (database) => {
      database.createObjectStore('pictures');
    },
  ]);

  /** @throws Error with a message for the user if the browser does not store it */
  async put(name: string, dataUrl: string): Promise<void> {
    try {
      await this.#database.query((database) => database.put('pictures', dataUrl, name));
    } catch (error) {
      throw new Error(
        `${storageProblemText(storageProblem(error))} Export your notes to keep the screenshot.`,
      );
    }
  }

  /** The stored screenshots among `names`. */
  async get(names: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const name of names) {
      // A screenshot that cannot be read is missing; the note stays.
      const dataUrl: unknown = await this.#database
        .query((database) => idbRead(database, 'pictures').get(name))
        .catch(() => undefined);
      if (typeof dataUrl === 'string' && IMAGE_DATA_URL.test(dataUrl)) found.set(name, dataUrl);
    }
    return found;
  }

  async remove(name: string): Promise<void> {
    try {
      await this.#database.query((database) => database.delete('pictures', name));
    } catch {} // Storage is denied: nothing was stored.
  }
}
