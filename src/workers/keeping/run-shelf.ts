// Where runs lie on this device: an IndexedDB of cards, of whole files, and of files of earlier steps. Every change is one
// transaction: whoever is killed in the middle of it finds what was there before.

import type { DBSchema, IDBPDatabase } from 'idb';
import { readStore } from '../../read-store.ts';
import type { RunCard } from './runs-api.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface Shelf extends DBSchema {
  cards: { key: string; value: RunCard };
  /** By the run's id: the file one would save. */
  files: { key: string; value: Bytes };
  /** By id and step. */
  past: { key: [id: string, step: number]; value: Bytes };
}

const STORES = ['cards', 'files', 'past'] as const;

/** What changes with a card. */
export interface Change {
  readonly file?: Bytes;
  readonly past?: readonly { readonly step: number; readonly file: Bytes }[];
  /** Steps that are kept no longer. */
  readonly gone?: readonly number[];
}

export class RunShelf {
  /** The browser closed it while the page was open. */
  onClosed: () => void = () => {};
  /** And cleared it away: what was written is not there any more. */
  onCleared: () => void = () => {};
  private opened: Promise<IDBPDatabase<Shelf>> | undefined;
  /** Whether there was a shelf here before. */
  private known = false;

  cards(): Promise<RunCard[]> {
    return this.ask((database) => readStore(database, 'cards').getAll());
  }

  card(id: string): Promise<RunCard | undefined> {
    return this.ask((database) => readStore(database, 'cards').get(id));
  }

  file(id: string): Promise<Bytes | undefined> {
    return this.ask((database) => readStore(database, 'files').get(id));
  }

  past(id: string, step: number): Promise<Bytes | undefined> {
    return this.ask((database) => readStore(database, 'past').get([id, step]));
  }

  /** Resolves once it is on the disk. */
  put(card: RunCard, { file, past = [], gone = [] }: Change = {}): Promise<void> {
    const { id } = card;
    return this.change((store) => {
      for (const step of gone) store('past').delete([id, step]);
      for (const state of past) store('past').put(state.file, [id, state.step]);
      if (file) store('files').put(file, id);
      store('cards').put(card, id);
    });
  }

  /** Changes what its card says, whatever was written to it meanwhile. */
  update(id: string, change: (card: RunCard) => RunCard): Promise<void> {
    return this.change((store) => {
      const asked: IDBRequest<RunCard | undefined> = store('cards').get(id);
      asked.onsuccess = () => asked.result && store('cards').put(change(asked.result), id);
    });
  }

  async copy(from: string, card: RunCard): Promise<void> {
    const file = await this.file(from);
    const past: { step: number; file: Bytes }[] = [];
    for (const { step } of card.past.steps) {
      const state = await this.past(from, step);
      if (state) past.push({ step, file: state });
    }
    await this.put(card, { file, past });
  }

  remove(id: string): Promise<void> {
    return this.change((store) => {
      store('cards').delete(id);
      store('files').delete(id);
      store('past').delete(IDBKeyRange.bound([id], [id, Number.POSITIVE_INFINITY]));
    });
  }

  /** All of it or, whatever goes wrong, nothing. The requests are the browser's own: one that fails ends the whole. */
  private change(work: (store: (name: (typeof STORES)[number]) => IDBObjectStore) => void): Promise<void> {
    return this.ask(async (database) => {
      const { unwrap } = await import('idb');
      const change = database.transaction(STORES, 'readwrite', { durability: 'strict' });
      const ended = change.done.catch((error: unknown) => ({ error: change.error ?? error }));
      let thrown: { error: unknown } | undefined;
      try {
        work((name) => unwrap(change).objectStore(name));
      } catch (error) {
        thrown = { error };
        change.abort();
      }
      const failed = thrown ?? (await ended);
      if (failed) throw failed.error;
    });
  }

  /** A browser may close a database at any moment: what failed for that is asked once more, of one that is opened anew. */
  private async ask<Answer>(question: (database: IDBPDatabase<Shelf>) => Promise<Answer>): Promise<Answer> {
    const opened = this.open();
    try {
      return await question(await opened);
    } catch (error) {
      if (!(error instanceof Error) || !CLOSED.has(error.name)) throw error;
      if (this.opened === opened) this.opened = undefined;
      return question(await this.open());
    }
  }

  private open(): Promise<IDBPDatabase<Shelf>> {
    if (this.opened) return this.opened;
    const forget = () => {
      if (this.opened === opened) this.opened = undefined;
    };
    const opened = this.openAnew(() => {
      forget();
      this.onClosed();
    });
    this.opened = opened;
    // What failed once may work later.
    opened.catch(forget);
    return opened;
  }

  private async openAnew(closed: () => void): Promise<IDBPDatabase<Shelf>> {
    const { openDB } = await import('idb');
    let made = false;
    const database = await openDB<Shelf>('mini-llm-lab-runs', 1, {
      upgrade: (upgraded) => {
        made = true;
        for (const store of STORES) upgraded.createObjectStore(store);
      },
      // A newer page, or the visitor, wants the database for itself.
      blocking: (_now, _then, event) => {
        (event.target as IDBDatabase).close();
        closed();
      },
      terminated: closed,
    });
    if (made && this.known) this.onCleared();
    this.known = true;
    return database;
  }
}

/** How questions fail that a closed database is asked. */
const CLOSED: ReadonlySet<string> = new Set(['InvalidStateError', 'AbortError', 'UnknownError']);

/** Why a device does not take what it is given, and what is left to do. */
export function refusal(error: unknown): { state: 'full' | 'refused'; sentence: string } {
  const full = error instanceof Error && error.name === 'QuotaExceededError';
  return full
    ? {
        state: 'full',
        sentence:
          'There is no room left on this device to keep what you train: it lasts until you leave. Save it as a file, or delete runs you no longer need.',
      }
    : {
        state: 'refused',
        sentence:
          'This browser keeps nothing for this page: what you train lasts until you leave. Save it as a file to keep it.',
      };
}
