// Notes and pictures in IndexedDB: damaged ones are missing, writes are whole or not at all.

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, expect, test, vi } from 'vitest';
import { NotesDatabase } from '../../../../src/ui/state/notes/notes-database.ts';
import type { Note } from '../../../../src/ui/types/notes.ts';

const IMAGE = 'data:image/webp;base64,AAAA';
const NOTE = { id: 'a', chapter: 6, at: 5, text: 'text' };

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

const write = (database: NotesDatabase, notes: readonly Note[], pictures: Record<string, string> = {}) =>
  database.write({
    notes: new Map(notes.map((note) => [note.id, note])),
    pictures: new Map(Object.entries(pictures)),
  });

test('damaged rows are left where they are, the others are read', async () => {
  const database = new NotesDatabase();
  await write(database, [NOTE], { a: IMAGE, b: IMAGE, c: IMAGE });
  const opened = await openDB('mini-llm-lab');
  await opened.put('pictures', null, 'a');
  await opened.put('pictures', { image: IMAGE }, 'b');
  await opened.put('notes', { ...NOTE, id: 'b', at: -1 }, 'b');
  await opened.put('notes', 'nonsense', 'c');
  expect(await database.notes()).toEqual([NOTE]);
  expect(await Promise.all(['a', 'b', 'c', 'd'].map((name) => database.picture(name)))).toEqual([
    ...[undefined, undefined, IMAGE, undefined],
  ]);
  expect(await opened.count('notes')).toBe(3);
  opened.close();
});

test('pictures of a database of version 0.2 are kept', async () => {
  const old = await openDB('mini-llm-lab', 1, { upgrade: (db) => void db.createObjectStore('pictures') });
  await old.put('pictures', IMAGE, 'old');
  old.close();
  const database = new NotesDatabase();
  expect(await database.picture('old')).toBe(IMAGE);
  expect(await database.notes()).toEqual([]);
});

test('a write that fails changes nothing', async () => {
  const database = new NotesDatabase();
  await write(database, [NOTE]);
  const uncloneable = { ...NOTE, id: 'b', text: (() => {}) as unknown as string };
  await expect(write(database, [{ ...NOTE, text: 'other' }, uncloneable], { a: IMAGE })).rejects.toThrow();
  expect(await database.notes()).toEqual([NOTE]);
  expect(await database.pictureNames()).toEqual([]);
});

test('notes are stored again after the browser has closed or deleted the database', async () => {
  const database = new NotesDatabase();
  await write(database, [NOTE]);
  await new Promise((resolve) => {
    indexedDB.deleteDatabase('mini-llm-lab').onsuccess = resolve;
  });
  await write(database, [{ ...NOTE, id: 'b' }]);
  expect(await new NotesDatabase().notes()).toEqual([{ ...NOTE, id: 'b' }]);
});
