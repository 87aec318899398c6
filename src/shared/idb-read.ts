// A question to a store of IndexedDB that fails in one place only.

import type { DBSchema, IDBPDatabase, IDBPObjectStore, StoreNames } from 'idb';

/**
 * The store, to read from once: `await readStore(database, 'cards').getAll()`. What `idb` offers instead, `database.getAll('cards')`,
 * leaves a promise of the transaction's end that nobody hears: a browser that takes the database away meanwhile, as when a visitor
 * clears the site's data, makes an uncaught error of it. The answer's own promise tells the same.
 */
export function idbRead<Schema extends DBSchema, Name extends StoreNames<Schema>>(
  database: IDBPDatabase<Schema>,
  name: Name,
): IDBPObjectStore<Schema, [Name], Name, 'readonly'> {
  const transaction = database.transaction(name);
  transaction.done.catch(() => {});
  return transaction.store;
}
