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
