// IndexedDB of saved runs: summaries, files and checkpoints. Every change is one transaction, so that a killed browser leaves
// the previous state.

import type { DBSchema, IDBPDatabase } from 'idb';
import { idbRead } from '../../shared/idb-read.ts';
import type { RunSummary } from '../rpc/api/run-library-api.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface RunDatabase extends DBSchema {
  cards: { key: string; value: RunSummary };
  /** Keyed by run id: the run's file. */
  files: { key: string; value: Bytes };
  /** Checkpoints, keyed by run id and step. */
  past: { key: [id: string, step: number]; value: Bytes };
}

const STORES = ['cards', 'files', 'past'] as const;

/** Data that is written with a summary. */
export interface RunChanges {
  readonly file?: Bytes;
  readonly checkpoints?: readonly { readonly step: number; readonly file: Bytes }[];
  /** Steps of removed checkpoints. */
  readonly removedSteps?: readonly number[];
}

export class RunStorage {
  /** Called when the browser closes the database. */
  onClosed: () => void = () => {};
  /** Called when a reopened database is empty, because the browser cleared it. */
  onCleared: () => void = () => {};
  private opened: Promise<IDBPDatabase<RunDatabase>> | undefined;
  /** Whether this page has opened the database before. */
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

  /** Resolves when the data is on disk. */
  put(card: RunSummary, { file, checkpoints = [], removedSteps = [] }: RunChanges = {}): Promise<void> {
    const { id } = card;
    return this.transact((store) => {
      for (const step of removedSteps) store('past').delete([id, step]);
      for (const state of checkpoints) store('past').put(state.file, [id, state.step]);
      if (file) store('files').put(file, id);
      store('cards').put(card, id);
    });
  }

  /** Updates a summary atomically. */
  update(id: string, change: (card: RunSummary) => RunSummary): Promise<void> {
    return this.transact((store) => {
      const request: IDBRequest<RunSummary | undefined> = store('cards').get(id);
      request.onsuccess = () => request.result && store('cards').put(change(request.result), id);
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

  /** Runs one atomic transaction. Uses plain IndexedDB requests, whose failure aborts the transaction. */
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

  /** Retries once on a reopened database, because a browser may close a database at any time. */
  private async withDatabase<Result>(
    query: (database: IDBPDatabase<RunDatabase>) => Promise<Result>,
  ): Promise<Result> {
    const opened = this.open();
    try {
      return await query(await opened);
    } catch (error) {
      if (!(error instanceof Error) || !CLOSED_ERRORS.has(error.name)) throw error;
      if (this.opened === opened) this.opened = undefined;
      return query(await this.open());
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
    // The next call retries.
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
      // A newer page upgrades the database, or the visitor deletes it.
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

/** Errors of requests to a closed database. */
const CLOSED_ERRORS: ReadonlySet<string> = new Set(['InvalidStateError', 'AbortError', 'UnknownError']);

/** State and message for a failed write. */
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
