// Keeps the pictures of notes on the visitor's device: they are too large for where the notes are.

import type { DBSchema, IDBPDatabase } from 'idb';
import { readStore } from '../../read-store.ts';

/** What is kept is believed to be a picture only if it is written as one. */
const PICTURE = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/;

interface Pictures extends DBSchema {
  /** `data:` addresses of images, by the note's name for them. */
  pictures: { key: string; value: string };
}

export class PictureShelf {
  #opened?: Promise<IDBPDatabase<Pictures>>;

  /** Throws a sentence where the device refuses or has no room. */
  async put(name: string, picture: string): Promise<void> {
    try {
      await (await this.#open()).put('pictures', picture, name);
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
    const kept = new Map<string, string>();
    if (names.length === 0) return kept;
    try {
      const database = await this.#open();
      for (const name of names) {
        const picture = await readStore(database, 'pictures').get(name);
        if (picture !== undefined && PICTURE.test(picture)) kept.set(name, picture);
      }
    } catch {}
    return kept;
  }

  async remove(name: string): Promise<void> {
    try {
      await (await this.#open()).delete('pictures', name);
    } catch {} // What could not be kept need not be removed.
  }

  #open(): Promise<IDBPDatabase<Pictures>> {
    this.#opened ??= import('idb').then(({ openDB }) =>
      openDB<Pictures>('mini-llm-lab', 1, { upgrade: (database) => database.createObjectStore('pictures') }),
    );
    return this.#opened;
  }
}
