// Screenshots of notes in IndexedDB: damaged ones are missing, failures are sentences.

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, expect, test, vi } from 'vitest';
import { ScreenshotStore } from '../../../../src/ui/state/progress/screenshot-store.ts';

const IMAGE = 'data:image/webp;base64,AAAA';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

test('a damaged screenshot is missing, the others are read', async () => {
  const store = new ScreenshotStore();
  for (const name of ['a', 'b', 'c']) await store.put(name, IMAGE);
  const database = await openDB('mini-llm-lab');
  await database.put('pictures', null, 'a');
  await database.put('pictures', { image: IMAGE }, 'b');
  database.close();
  expect(await store.get(['a', 'b', 'c', 'd'])).toEqual(new Map([['c', IMAGE]]));
});

test('screenshots are stored again after the browser has closed or deleted the database', async () => {
  const store = new ScreenshotStore();
  await store.put('a', IMAGE);
  await new Promise((resolve) => {
    indexedDB.deleteDatabase('mini-llm-lab').onsuccess = resolve;
  });
  await store.put('b', IMAGE);
  expect(await new ScreenshotStore().get(['a', 'b'])).toEqual(new Map([['b', IMAGE]]));
});

test.each([
  ['SecurityError', 'This browser stores no data for this page.'],
  ['QuotaExceededError', 'The storage of this browser is full.'],
  ['DataError', 'The browser could not write to its storage; the disk may be full.'],
  ['VersionError', 'A newer version of the lab uses this storage; reload the page.'],
])('with a %s the note says why', async (name, sentence) => {
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw new DOMException('no', name);
  });
  await expect(new ScreenshotStore().put('a', IMAGE)).rejects.toThrow(
    `${sentence} Export your notes to keep the screenshot.`,
  );
});
