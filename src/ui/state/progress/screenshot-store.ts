// Keeps the pictures of notes on the visitor's device: they are too large for where the notes are.

import type { DBSchema, IDBPDatabase } from 'idb';
import { idbRead } from '../../../shared/idb-read.ts';

/** What is kept is believed to be a picture only if it is written as one. */
const IMAGE_DATA_URL = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/;

interface ScreenshotDb extends DBSchema {
  /** `data:` addresses of images, by the note's name for them. */
  pictures: { key: string; value: string };
}

export class ScreenshotStore {
  #database?: Promise<IDBPDatabase<ScreenshotDb>>;

  /** Throws a sentence where the device refuses or has no room. */
  async put(name: string, dataUrl: string): Promise<void> {
    try {
      await (await this.#open()).put('pictures', dataUrl, name);
    } catch (error) {
      throw new Error(
        error instanceof DOMException && error.name === 'QuotaExceededError'
          ? 'There is no room for the picture on this device: it lasts until you leave, export your notes to keep it.'
          : 'This browser keeps no pictures for this page: it lasts until you leave, export your notes to keep it.',
      );
    }
  }

  /** Those of the names that are kept. */
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
    } catch {} // What could not be kept need not be removed.
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
