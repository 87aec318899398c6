// Databases with migrations: upgrades, tabs of other versions, closed connections.

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { type DBSchema, type IDBPDatabase, openDB, unwrap } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Database, type Migration } from '../../../src/shared/idb/database.ts';
import { storageProblem } from '../../../src/shared/idb/storage-problem.ts';

interface Schema extends DBSchema {
  fruits: { key: string; value: { name: string; grams?: number } };
  baskets: { key: string; value: string };
}

const MIGRATIONS: readonly Migration<Schema>[] = [
  (database) => {
    database.createObjectStore('fruits');
  },
  async (_, transaction) => {
    const fruits = transaction.objectStore('fruits');
    for (const key of await fruits.getAllKeys()) {
      const fruit = await fruits.get(key);
      if (fruit) await fruits.put({ ...fruit, grams: 100 }, key);
    }
  },
  (database) => {
    database.createObjectStore('baskets');
  },
];

const opened: IDBPDatabase<Schema>[] = [];

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

afterEach(() => {
  for (const database of opened.splice(0)) database.close();
  vi.unstubAllGlobals();
});

/** A tab with the first versions of the page: it has one row. `closes`: it makes room for an upgrade, as it should. */
async function oldTab({ closes }: { closes: boolean }): Promise<IDBPDatabase<Schema>> {
  const database = await openDB<Schema>('test', 1, {
    upgrade: (made, _from, _to, transaction) => MIGRATIONS[0](made, transaction),
    blocking: (_now, _then, event) => closes && (event.target as IDBDatabase).close(),
  });
  opened.push(database);
  await database.put('fruits', { name: 'apple' }, 'a');
  return database;
}

const read = (database: Database<Schema>) => database.query((rows) => rows.get('fruits', 'a'));
const problem = (reading: Promise<unknown>) => reading.then(() => 'none', storageProblem);

test('every migration from the stored version runs once, in order', async () => {
  (await oldTab({ closes: true })).close();
  const database = new Database('test', MIGRATIONS);
  expect(await read(database)).toEqual({ name: 'apple', grams: 100 });
  const names = await database.query(async (rows) => {
    await rows.put('fruits', { name: 'apple', grams: 90 }, 'a');
    return [...rows.objectStoreNames, rows.version];
  });
  expect(names).toEqual(['baskets', 'fruits', 3]);
  expect(await read(new Database('test', MIGRATIONS))).toEqual({ name: 'apple', grams: 90 });
});

test('a failed migration leaves the previous version', async () => {
  (await oldTab({ closes: true })).close();
  const failing: Migration<Schema> = async (database, transaction) => {
    await transaction.objectStore('fruits').delete('a');
    database.createObjectStore('fruits'); // it exists
  };
  expect(await problem(read(new Database('test', [MIGRATIONS[0], failing])))).toBe('failed');
  expect(await read(new Database('test', MIGRATIONS.slice(0, 1)))).toEqual({ name: 'apple' });
});

test('an older tab closes its connection: the upgrade runs, and that tab reports the newer version', async () => {
  const older = new Database('test', MIGRATIONS.slice(0, 2));
  await older.query((rows) => rows.put('fruits', { name: 'apple' }, 'a'));
  const interrupted = new Promise<void>((resolve) => {
    older.onInterrupted = resolve;
  });
  const newer = new Database('test', MIGRATIONS);
  expect(await read(newer)).toEqual({ name: 'apple' });
  await interrupted;
  expect(await problem(read(older))).toBe('newer-version');
  // The newer tab is not affected.
  expect(await read(newer)).toEqual({ name: 'apple' });
});

test('an older tab that keeps its connection: every request fails at once, until that tab is closed', async () => {
  const older = await oldTab({ closes: false });
  const newer = new Database('test', MIGRATIONS);
  let interruptions = 0;
  newer.onInterrupted = () => interruptions++;
  expect(await problem(read(newer))).toBe('older-tab');
  expect(await problem(read(newer))).toBe('older-tab');
  // The older tab works as before.
  expect(await older.get('fruits', 'a')).toEqual({ name: 'apple' });
  expect(interruptions).toBe(0);
  older.close();
  await vi.waitFor(() => expect(interruptions).toBe(1));
  expect(await read(newer)).toEqual({ name: 'apple', grams: 100 });
});

test.each(['UnknownError', 'AbortError', 'InvalidStateError'])(
  '%s: the query is retried on another connection, and no connection stays open',
  async (name) => {
    const database = new Database('test', MIGRATIONS);
    const connections = new Set<unknown>();
    const close = vi.spyOn(IDBDatabase.prototype, 'close');
    const failing = (failures: number) =>
      database.query(async (rows) => {
        connections.add(unwrap(rows));
        if (failures-- > 0) throw new DOMException('Internal error', name);
        return rows.get('fruits', 'a');
      });
    await database.query((rows) => rows.put('fruits', { name: 'apple' }, 'a'));
    const openConnections = () =>
      [...connections].filter((each) => !close.mock.contexts.includes(each as never));
    expect(await failing(1)).toEqual({ name: 'apple' });
    expect(connections.size).toBe(2);
    expect(openConnections()).toHaveLength(1);
    // The connection of a retry that fails too is not used again.
    await expect(failing(2)).rejects.toThrow('Internal error');
    expect(openConnections()).toEqual([]);
    expect(await failing(0)).toEqual({ name: 'apple' });
    close.mockRestore();
  },
);

test.each([
  ['QuotaExceededError', '', 'quota-exceeded'],
  ['DataError', 'Failed to write blobs (IOError)', 'failed'], // Chromium on a full disk
  ['UnknownError', 'Internal error opening backing store for indexedDB.open.', 'failed'],
  ['UnknownError', 'The user denied permission to access the database.', 'denied'], // Chromium with blocked cookies
  ['SecurityError', '', 'denied'],
  ['VersionError', '', 'newer-version'],
] as const)('%s “%s” is the problem %s', (name, message, expected) => {
  expect(storageProblem(new DOMException(message, name))).toBe(expected);
});

test('a browser without IndexedDB denies storage', async () => {
  vi.stubGlobal('indexedDB', undefined);
  expect(await problem(read(new Database('test', MIGRATIONS)))).toBe('denied');
});
