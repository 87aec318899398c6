// Reads from an IndexedDB store without unhandled rejections.

import type { DBSchema, IDBPDatabase, IDBPObjectStore, StoreNames } from 'idb';

/**
 * A store for a single read: `await idbRead(database, 'cards').getAll()`. `database.getAll('cards')` of `idb` leaves
 * `transaction.done` unawaited: if the browser deletes the database in between, for example when a visitor clears the site's data, its
 * rejection is unhandled. The promise of the read rejects for the same reason.
 */
export function idbRead<Schema extends DBSchema, Name extends StoreNames<Schema>>(
  database: IDBPDatabase<Schema>,
  name: Name,
): IDBPObjectStore<Schema, [Name], Name, 'readonly'> {
  const transaction = database.transaction(name);
  transaction.done.catch(() => {});
  return transaction.store;
}

/** The used part of a store of `idb`, in a transaction of any mode. */
interface ReadableStore<Key> {
  readonly transaction: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  getAllKeys(): Promise<Key[]>;
  getAll(): Promise<unknown[]>;
  get(key: Key): Promise<unknown>;
}

/**
 * All rows of a store with string keys, of any type; rows with other keys are left out. A value that the browser cannot read
 * is null: the others are read one by one. Throws if every read fails, because then no row is the cause.
 */
export async function readRows<Key>(store: ReadableStore<Key>): Promise<[key: string, value: unknown][]> {
  const { transaction } = store;
  transaction.addEventListener('error', keepTransaction);
  try {
    return withStringKeys(await readAll(store));
  } finally {
    transaction.removeEventListener('error', keepTransaction);
  }
}

async function readAll<Key>(store: ReadableStore<Key>): Promise<[key: Key, value: unknown][]> {
  const keys = store.getAllKeys();
  try {
    const [all, values] = await Promise.all([keys, store.getAll()]);
    return all.map((key, i) => [key, values[i]]);
  } catch (error) {
    const all = await keys;
    const reads = await Promise.allSettled(all.map(async (key) => store.get(key)));
    if (reads.every(({ status }) => status === 'rejected')) throw error;
    return reads.map((read, i) => [all[i], read.status === 'fulfilled' ? read.value : null]);
  }
}

/** A failed request aborts its transaction unless its event is cancelled. */
const keepTransaction = (event: Event) => event.preventDefault();

const withStringKeys = (rows: readonly [key: unknown, value: unknown][]) =>
  rows.filter((row): row is [string, unknown] => typeof row[0] === 'string');
