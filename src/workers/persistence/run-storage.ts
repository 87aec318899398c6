// Where runs lie on this device: an IndexedDB of cards, of whole files, and of files of earlier steps. Every change is one
// transaction: whoever is killed in the middle of it finds what was there before.

import type { DBSchema, IDBPDatabase } from 'idb';
import { idbRead } from '../../shared/idb-read.ts';
import type { RunSummary } from '../rpc/api/run-library-api.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface RunDatabase extends DBSchema {
  cards: { key: string; value: RunSummary };
  /** By the run's id: the file one would save. */
  files: { key: string; value: Bytes };
  /** By id and step. */
  past: { key: [id: string, step: number]; value: Bytes };
}

const STORES = ['cards', 'files', 'past'] as const;

/** What changes with a card. */
export interface RunChanges {
  readonly file?: Bytes;
  readonly checkpoints?: readonly { readonly step: number; readonly file: Bytes }[];
  /** Steps that are kept no longer. */
  readonly removedSteps?: readonly number[];
}

export class RunStorage {
  /** The browser closed it while the page was open. */
  onClosed: () => void = () => {};
  /** And cleared it away: what was written is not there any more. */
  onCleared: () => void = () => {};
  private opened: Promise<IDBPDatabase<RunDatabase>> | undefined;
  /** Whether there was a shelf here before. */
  private wasOpened = false;

  summaries(): Promise<RunSummary[]> {
    return this.withDatabase((database) => idbRead(database, 'cards').getAll());
  }

  summary(id: string): Promise<RunSummary | undefined> {
    return this.withDatabase((database) => idbRead(database, 'cards').get(id));
  }

  file(id: string): Promise<Bytes | undefined> {
    return this.withDatabase((database) => idbRead(database, 'files').get(id));
  }

  checkpoint(id: string, step: number): Promise<Bytes | undefined> {
    return this.withDatabase((database) => idbRead(database, 'past').get([id, step]));
  }

  /** Resolves once it is on the disk. */
  put(card: RunSummary, { file, checkpoints = [], removedSteps = [] }: RunChanges = {}): Promise<void> {
    const { id } = card;
    return this.transact((store) => {
      for (const step of removedSteps) store('past').delete([id, step]);
      for (const state of checkpoints) store('past').put(state.file, [id, state.step]);
      if (file) store('files').put(file, id);
      store('cards').put(card, id);
    });
  }

  /** Changes what its card says, whatever was written to it meanwhile. */
  update(id: string, change: (card: RunSummary) => RunSummary): Promise<void> {
    return this.transact((store) => {
      const asked: IDBRequest<RunSummary | undefined> = store('cards').get(id);
      asked.onsuccess = () => asked.result && store('cards').put(change(asked.result), id);
    });
  }

  async copy(from: string, card: RunSummary): Promise<void> {
    const file = await this.file(from);
    const checkpoints: { step: number; file: Bytes }[] = [];
    for (const { step } of card.past.steps) {
      const state = await this.checkpoint(from, step);
      if (state) checkpoints.push({ step, file: state });
    }
    await this.put(card, { file, checkpoints });
  }

  remove(id: string): Promise<void> {
    return this.transact((store) => {
      store('cards').delete(id);
      store('files').delete(id);
      store('past').delete(IDBKeyRange.bound([id], [id, Number.POSITIVE_INFINITY]));
    });
  }

  /** All of it or, whatever goes wrong, nothing. The requests are the browser's own: one that fails ends the whole. */
  private transact(work: (store: (name: (typeof STORES)[number]) => IDBObjectStore) => void): Promise<void> {
    return this.withDatabase(async (database) => {
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
  private async withDatabase<Answer>(
    question: (database: IDBPDatabase<RunDatabase>) => Promise<Answer>,
  ): Promise<Answer> {
    const opened = this.open();
    try {
      return await question(await opened);
    } catch (error) {
      if (!(error instanceof Error) || !CLOSED_ERRORS.has(error.name)) throw error;
      if (this.opened === opened) this.opened = undefined;
      return question(await this.open());
    }
  }

  private open(): Promise<IDBPDatabase<RunDatabase>> {
    if (this.opened) return this.opened;
    const forget = () => {
      if (this.opened === opened) this.opened = undefined;
    };
    const opened = this.openDatabase(() => {
      forget();
      this.onClosed();
    });
    this.opened = opened;
    // What failed once may work later.
    opened.catch(forget);
    return opened;
  }

  private async openDatabase(closed: () => void): Promise<IDBPDatabase<RunDatabase>> {
    const { openDB } = await import('idb');
    let made = false;
    const database = await openDB<RunDatabase>('mini-llm-lab-runs', 1, {
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
    if (made && this.wasOpened) this.onCleared();
    this.wasOpened = true;
    return database;
  }
}

/** How questions fail that a closed database is asked. */
const CLOSED_ERRORS: ReadonlySet<string> = new Set(['InvalidStateError', 'AbortError', 'UnknownError']);

/** Why a device does not take what it is given, and what is left to do. */
export function storageFailure(error: unknown): { state: 'quota-exceeded' | 'denied'; message: string } {
  const full = error instanceof Error && error.name === 'QuotaExceededError';
  return full
    ? {
        state: 'quota-exceeded',
        message:
          'There is no room left on this device to keep what you train: it lasts until you leave. Save it as a file, or delete runs you no longer need.',
      }
    : {
        state: 'denied',
        message:
          'This browser keeps nothing for this page: what you train lasts until you leave. Save it as a file to keep it.',
      };
}
