// Notes and their pictures in IndexedDB: what is written survives the end of the browser's process, which `localStorage` does not.

import type { DBSchema } from 'idb';
import * as v from 'valibot';
import { Database } from '../../../shared/idb/database.ts';
import { idbRead, readRows } from '../../../shared/idb/idb-read.ts';
import type { Note } from '../../types/notes.ts';
import { CHAPTERS } from '../../types/page.ts';

/** Other stored values are ignored. Raster images only: an SVG could contain scripts. */
const IMAGE_DATA_URL = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/;

/** At most 9999 minutes, the longest time that the format of notes can express. */
const NOTE = v.object({
  id: v.string(),
  chapter: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(CHAPTERS)),
  at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(599_999)),
  text: v.string(),
  draft: v.optional(v.string()),
  deleted: v.optional(v.number()),
});

interface NotesDb extends DBSchema {
  /** `data:` URLs of images, by name. */
  pictures: { key: string; value: string };
  /** By id. */
  notes: { key: string; value: Note };
}

/** What one transaction writes. */
export interface NotesChange {
  /** By id; undefined removes the note. */
  readonly notes: ReadonlyMap<string, Note | undefined>;
  readonly pictures?: ReadonlyMap<string, string | undefined>;
}

export class NotesDatabase {
  readonly #database = new Database<NotesDb>('mini-llm-lab', [
    (database) => {
      database.createObjectStore('pictures');
    },
    (database) => {
      database.createObjectStore('notes');
    },
  ]);

  /** Invalid rows are left where they are. */
  async notes(): Promise<Note[]> {
    const rows = await this.#database.query((database) => readRows(idbRead(database, 'notes')));
    return rows.flatMap(([id, row]) => (v.is(NOTE, row) && row.id === id ? [row] : []));
  }

  async pictureNames(): Promise<string[]> {
    return this.#database.query((database) => idbRead(database, 'pictures').getAllKeys());
  }

  /** Undefined if it is missing or is no picture. */
  async picture(name: string): Promise<string | undefined> {
    const dataUrl: unknown = await this.#database.query((database) =>
      idbRead(database, 'pictures').get(name),
    );
    return typeof dataUrl === 'string' && IMAGE_DATA_URL.test(dataUrl) ? dataUrl : undefined;
  }

  /**
   * Writes all or nothing.
   *
   * @param isTyping - between two keystrokes there is no time to wait for the disk: the system has the data, and it outlives the browser
   */
  async write({ notes, pictures = new Map() }: NotesChange, isTyping = false): Promise<void> {
    await this.#database.query(async (database) => {
      const transaction = database.transaction(['notes', 'pictures'], 'readwrite', {
        durability: isTyping ? 'relaxed' : 'strict',
      });
      const [noteStore, pictureStore] = [
        transaction.objectStore('notes'),
        transaction.objectStore('pictures'),
      ];
      transaction.done.catch(() => {}); // awaited below, after the requests
      try {
        for (const [id, note] of notes) unheard(note ? noteStore.put(note, id) : noteStore.delete(id));
        for (const [name, dataUrl] of pictures)
          unheard(dataUrl ? pictureStore.put(dataUrl, name) : pictureStore.delete(name));
        // The end of the page would abort it otherwise.
        transaction.commit();
      } catch (error) {
        // A request that could not be made leaves those before it.
        transaction.abort();
        throw error;
      }
      await transaction.done;
    });
  }
}

/** The transaction reports what a request of it throws. */
const unheard = (request: Promise<unknown>): void => void request.catch(() => {});
