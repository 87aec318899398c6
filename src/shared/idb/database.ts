// An IndexedDB database with migrations. It is reopened after the browser has closed it, and never waits for another tab.

import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { lazyImport } from '../lazy-import.ts';
import { BlockedError } from './storage-problem.ts';

/** Changes a database from one version to the next. It may await requests of the transaction, and nothing else. */
export type Migration<Schema extends DBSchema> = (
  database: IDBPDatabase<Schema>,
  transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>,
) => void | Promise<void>;

export class Database<Schema extends DBSchema> {
  /** Called when the data has to be read again: the browser closed the database, or another tab stopped blocking it. */
  onInterrupted: () => void = () => {};
  /** Called when a reopened database is empty, because the browser cleared it. */
  onCleared: () => void = () => {};
  private readonly name: string;
  private readonly migrations: readonly Migration<Schema>[];
  private opened: Promise<IDBPDatabase<Schema>> | undefined;
  /** Whether this page has opened the database before. */
  private wasOpened = false;

  /** @param migrations - from each version to the next; the first creates the stores. Their number is the version. */
  constructor(name: string, migrations: readonly Migration<Schema>[]) {
    this.name = name;
    this.migrations = migrations;
  }

  /** Retries once on a reopened database, because a browser may close a database at any time. */
  async query<Result>(query: (database: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result> {
    try {
      return await this.attempt(query);
    } catch (error) {
      if (!isClosedError(error)) throw error;
      return this.attempt(query);
    }
  }

  private async attempt<Result>(query: (database: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result> {
    const opened = this.open();
    try {
      return await query(await opened);
    } catch (error) {
      if (isClosedError(error)) this.discard(opened);
      throw error;
    }
  }

  /** The next query opens another connection. This one may still be open, and would then block upgrades and deletions. */
  private discard(opened: Promise<IDBPDatabase<Schema>>): void {
    this.clear(opened);
    opened.then(
      (database) => database.close(),
      () => {},
    );
  }

  private open(): Promise<IDBPDatabase<Schema>> {
    if (this.opened) return this.opened;
    const opened = this.connect(() => {
      this.clear(opened);
      this.onInterrupted();
    });
    this.opened = opened;
    // The next call retries; a blocked request is still pending and would block every other.
    opened.catch((error) => error instanceof BlockedError || this.clear(opened));
    return opened;
  }

  private clear(opened: Promise<IDBPDatabase<Schema>>): void {
    if (this.opened === opened) this.opened = undefined;
  }

  private async connect(onClosed: () => void): Promise<IDBPDatabase<Schema>> {
    const { openDB } = await lazyImport(() => import('idb'));
    return new Promise((resolve, reject) => {
      let isNew = false;
      let isBlocked = false;
      openDB<Schema>(this.name, this.migrations.length, {
        upgrade: async (database, from, _to, transaction) => {
          isNew = from === 0;
          transaction.done.catch(() => {}); // opening rejects too
          try {
            for (const migrate of this.migrations.slice(from)) await migrate(database, transaction);
          } catch {
            transaction.abort();
          }
        },
        // A tab with an older version has not closed its connection.
        blocked: () => {
          isBlocked = true;
          reject(new BlockedError());
        },
        // A newer page upgrades the database, or the visitor deletes it.
        blocking: (_now, _then, event) => {
          (event.target as IDBDatabase).close();
          onClosed();
        },
        terminated: onClosed,
      }).then(
        (database) => {
          if (isBlocked) {
            database.close();
            onClosed();
            return;
          }
          if (isNew && this.wasOpened) this.onCleared();
          this.wasOpened = true;
          resolve(database);
        },
        (error) => {
          reject(error);
          if (isBlocked) onClosed();
        },
      );
    });
  }
}

/** Errors of requests to a closed database. */
const CLOSED_ERRORS: ReadonlySet<string> = new Set(['InvalidStateError', 'AbortError', 'UnknownError']);

const isClosedError = (error: unknown): boolean => error instanceof Error && CLOSED_ERRORS.has(error.name);
