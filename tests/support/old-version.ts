// Data that version 0.1.0 wrote, in tests/fixtures/0.1.0.

import { readFileSync } from 'node:fs';
import { openDB } from 'idb';

const FOLDER = new URL('../fixtures/0.1.0/', import.meta.url);

export const readOldFile = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(new URL(name, FOLDER)));

export const readOldJson = (name: string) =>
  JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'), (_, value) =>
    typeof value?.base64 === 'string' ? Uint8Array.from(Buffer.from(value.base64, 'base64')) : value,
  );

type StoreRows = [key: IDBValidKey, value: unknown][];

/** Creates the databases of `indexed-db.json` with their stores and rows. */
export async function restoreOldDatabases(): Promise<void> {
  const databases: Record<string, { version: number } & Record<string, StoreRows>> =
    readOldJson('indexed-db.json');
  for (const [name, { version, ...stores }] of Object.entries(databases)) {
    const database = await openDB(name, version, {
      upgrade: (opened) => {
        for (const store of Object.keys(stores)) opened.createObjectStore(store);
      },
    });
    for (const [store, rows] of Object.entries(stores)) {
      for (const [key, value] of rows) {
        const { blob } = value as { blob?: string };
        await database.put(store, blob === undefined ? value : new Blob([blob]), key);
      }
    }
    database.close();
  }
}
