// Notes: written at every keystroke, undone, restored, taken over from earlier versions, merged with files.
import { afterEach, expect, test, vi } from 'vitest';
import type { NotesChange } from '../../../../src/ui/state/notes/notes-database.ts';
import { NotesStore } from '../../../../src/ui/state/notes/notes-store.ts';
import { CourseStore } from '../../../../src/ui/state/progress/course-store.ts';
import type { Note } from '../../../../src/ui/types/notes.ts';

const IMAGE = 'data:image/webp;base64,UklGRgAAAABXRUJQ';
const OTHER_IMAGE = 'data:image/png;base64,iVBORw0KGgo=';

/** A NotesDatabase in memory. */
function fakeDatabase() {
  const [notes, pictures] = [new Map<string, Note>(), new Map<string, string>()];
  const fake = {
    ...{ rows: notes, images: pictures },
    /** What each write throws. */
    failure: undefined as Error | undefined,
    notes: async () => [...notes.values()],
    pictureNames: async () => [...pictures.keys()],
    picture: async (name: string) => pictures.get(name),
    write: async (change: NotesChange) => {
      if (fake.failure) throw fake.failure;
      const put = <T>(map: Map<string, T>, changes: ReadonlyMap<string, T | undefined> = new Map()) => {
        for (const [key, value] of changes) value === undefined ? map.delete(key) : map.set(key, value);
      };
      put(notes, change.notes);
      put(pictures, change.pictures);
    },
  };
  return fake;
}

function storageWith(state: object) {
  const entries = new Map([['mini-llm-lab.course', JSON.stringify(state)]]);
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  };
}

function courseWith(state: object = {}): CourseStore {
  const storage = storageWith(state);
  return new CourseStore(() => storage);
}

async function open(database = fakeDatabase(), course = courseWith()) {
  const store = new NotesStore(database, course);
  await store.load();
  return { store, database, course };
}

/** Writes a note as a visitor does. */
function add(store: NotesStore, at: number, text: string, chapter = 6): Note {
  const { id } = store.begin(chapter, at);
  store.write(id, text);
  store.finish(id);
  return store.value.notes.find((note) => note.id === id) as Note;
}

/** Changes a text as a visitor does. */
function change(store: NotesStore, id: string, text: string): void {
  store.edit(id);
  store.write(id, text);
  store.finish(id);
}

const textsOf = (store: NotesStore, chapter = 6) => store.ofChapter(chapter).map(({ text }) => text);

afterEach(() => vi.restoreAllMocks());

test('every keystroke is stored, and what was interrupted is being written again', async () => {
  const { store, database } = await open();
  const { id } = store.begin(6, 20);
  for (const text of ['h', 'he', 'hel']) store.write(id, text);
  await store.stored();
  expect([...database.rows.values()]).toEqual([{ id, chapter: 6, at: 20, text: '', draft: 'hel' }]);

  const { store: again } = await open(database);
  expect(again.isWriting(id)).toBe(true);
  again.write(id, 'hello \r\nthere  \n');
  again.finish(id);
  await again.stored();
  expect([...database.rows.values()]).toEqual([{ id, chapter: 6, at: 20, text: 'hello\nthere' }]);
});

test('an interrupted edit keeps the text from before for undo', async () => {
  const { store, database } = await open();
  const { id } = add(store, 1, 'before');
  store.edit(id);
  store.write(id, 'aft');
  await store.stored();
  const { store: again } = await open(database);
  again.finish(id);
  expect(textsOf(again)).toEqual(['aft']);
  again.undo();
  expect(textsOf(again)).toEqual(['before']);
});

test('notes are sorted by chapter and time', async () => {
  const { store } = await open();
  add(store, 20, 'second');
  add(store, 10, 'first');
  add(store, 1, 'elsewhere', 5);
  expect(store.value.notes.map(({ text }) => text)).toEqual(['elsewhere', 'first', 'second']);
  expect(textsOf(store)).toEqual(['first', 'second']);
});

test('a new note without text leaves nothing behind', async () => {
  const { store, database } = await open();
  const { id } = store.begin(6, 1);
  store.write(id, 'x');
  store.write(id, ' \n');
  store.finish(id);
  await store.stored();
  expect(database.rows.size).toBe(0);
  expect(store.value.undo).toBeUndefined();
});

test('adding, changing and deleting are undone and done again', async () => {
  const { store, database } = await open();
  const { id } = add(store, 1, 'one');
  store.edit(id);
  store.write(id, 'two');
  store.finish(id);
  store.delete(id);
  expect(textsOf(store)).toEqual([]);
  const seen: string[][] = [];
  for (let count = 0; count < 3; count++) {
    store.undo();
    seen.push(textsOf(store));
  }
  expect(seen).toEqual([['two'], ['one'], []]);
  expect(store.value.undo).toBeUndefined();
  for (let count = 0; count < 2; count++) store.redo();
  expect(textsOf(store)).toEqual(['two']);
  expect(store.value).toMatchObject({ undo: 'change', redo: 'deletion' });
  await store.stored();
  expect([...database.rows.values()]).toMatchObject([{ text: 'two' }]);
});

test('redo during an edit ends the edit, and loses nothing of it', async () => {
  const { store } = await open();
  const { id } = add(store, 1, 'one');
  store.edit(id);
  store.write(id, 'two');
  store.finish(id);
  store.undo();
  store.edit(id);
  store.redo();
  expect(textsOf(store)).toEqual(['two']);
  store.undo();
  store.edit(id);
  store.write(id, 'one and an hour of typing');
  store.redo();
  expect(textsOf(store)).toEqual(['one and an hour of typing']);
  expect(store.value.redo).toBeUndefined();
  store.undo();
  expect(textsOf(store)).toEqual(['one']);
});

test('a deleted note can be restored after a reload, until the visitor removes it for good', async () => {
  const { store, database } = await open();
  const { id } = add(store, 1, 'one');
  store.delete(id);
  await store.stored();
  const { store: again } = await open(database);
  expect(textsOf(again)).toEqual([]);
  again.restore(id);
  expect(textsOf(again)).toEqual(['one']);
  again.delete(id);
  again.emptyBin();
  await again.stored();
  expect(database.rows.size).toBe(0);
  again.undo();
  expect(textsOf(again)).toEqual([]);
});

test('a note whose text is deleted keeps that text among the deleted ones', async () => {
  const { store } = await open();
  const { id } = add(store, 1, 'one');
  store.edit(id);
  store.write(id, '');
  store.finish(id);
  expect(textsOf(store)).toEqual([]);
  store.restore(id);
  expect(textsOf(store)).toEqual(['one']);
});

function throwing(error: Error): never {
  throw error;
}

test.each([
  ['SecurityError', 'denied'],
  ['QuotaExceededError', 'quota-exceeded'],
] as const)(
  'with a %s, notes last until the page closes; then they are stored with the next',
  async (name, problem) => {
    const { store, database } = await open();
    database.failure = new DOMException('no', name);
    add(store, 1, 'one');
    await store.stored();
    expect(store.value.storageProblem).toBe(problem);
    expect(textsOf(store)).toEqual(['one']);
    database.failure = undefined;
    add(store, 2, 'two');
    await store.stored();
    expect(store.value.storageProblem).toBeUndefined();
    expect(database.rows.size).toBe(2);
  },
);

test('a picture is stored before a note shows it; one that cannot be stored changes nothing', async () => {
  const { store, database } = await open();
  const name = await store.addPicture(IMAGE);
  expect(name).toMatch(/^[a-z0-9-]+\.webp$/);
  expect(database.images.get(name)).toBe(IMAGE);
  database.failure = new DOMException('no', 'QuotaExceededError');
  const { value } = store;
  await expect(store.addPicture(IMAGE)).rejects.toThrow(
    'The picture could not be stored. The storage of this browser is full.',
  );
  expect(store.value).toBe(value);
});

test('what finds pictures is another function once one is read, and only then: cards are drawn again with it', async () => {
  const { store, database } = await open();
  const name = await store.addPicture(IMAGE);
  add(store, 1, `![x](pictures/${name})`);
  await store.stored();
  const { store: again } = await open(database);
  const { picture } = again;
  expect(picture(name)).toBeUndefined();
  await vi.waitFor(() => expect(again.picture).not.toBe(picture));
  const { picture: found } = again;
  expect(found(name)).toBe(IMAGE);
  add(again, 2, 'text');
  expect(again.picture).toBe(found);
});

test('pictures have a limited size', async () => {
  const { store } = await open();
  await expect(store.addPicture(`data:image/webp;base64,${'A'.repeat(1_400_000)}`)).rejects.toThrow(
    'The picture has 1.1\u202fMB; a picture has at most 1.0\u202fMB.',
  );
});

test('pictures that no note shows are removed after a day, those of deleted notes are not', async () => {
  const { store, database } = await open();
  const [shown, unused] = [await store.addPicture(IMAGE), await store.addPicture(IMAGE)];
  store.delete(add(store, 1, `![x](pictures/${shown})`).id);
  await store.stored();
  await open(database);
  expect(database.images.size).toBe(2);
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 86_400_001);
  await open(database);
  expect(database.images.has(unused)).toBe(false);
  expect(database.images.has(shown)).toBe(true);
});

test.each([
  ['brackets in its label', (name: string) => `![a [b]](pictures/${name})`],
  ['a title', (name: string) => `![x](pictures/${name} "title")`],
  ['an address in angle brackets', (name: string) => `![x](<pictures/${name}>)`],
  ['a reference', (name: string) => `![x][y]\n\n[y]: pictures/${name}`],
  ['a line break in its label', (name: string) => `![x\ny](pictures/${name})`],
])('a picture with %s is shown', async (_, markdown) => {
  const { store, database } = await open();
  const name = await store.addPicture(IMAGE);
  add(store, 1, markdown(name));
  await store.stored();
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 86_400_001);
  const { store: again } = await open(database);
  expect([...(await again.allPictures()).keys()]).toEqual([name]);
});

test('notes of version 0.2 are taken over once, with their pictures; what is damaged stays', async () => {
  const damaged = { at: -1, text: 'x' };
  const course = courseWith({
    notes: { 6: [{ at: 10, text: 'first', picture: 'abc-1' }, damaged, { at: 20, text: 'second' }], 99: [] },
    seen: { 6: [1] },
  });
  const database = fakeDatabase();
  database.images.set('abc-1', IMAGE);
  const { store } = await open(database, course);
  expect(textsOf(store)).toEqual(['first\n\n![The stage at 0:10](pictures/old-abc-1.webp)', 'second']);
  expect([...database.images]).toEqual([['old-abc-1.webp', IMAGE]]);
  expect(course.value).toEqual({ notes: { 6: [damaged] }, seen: { 6: [1] } });
  const { store: again } = await open(database, course);
  expect(textsOf(again)).toHaveLength(2);
});

const OLD = {
  notes: {
    6: [
      { at: 10, text: 'first', picture: 'abc-1' },
      { at: 10, text: 'second' },
    ],
  },
};

test('notes of version 0.2 that another tab has taken over and changed are not written again', async () => {
  const storage = storageWith(OLD);
  const [here, there] = [new CourseStore(() => storage), new CourseStore(() => storage)];
  const database = fakeDatabase();
  database.images.set('abc-1', IMAGE);
  const { store } = await open(database, here);
  const [first, second] = store.ofChapter(6);
  change(store, first.id, `${first.text} changed`);
  store.delete(second.id);
  store.emptyBin();
  await store.stored();
  const { store: other } = await open(database, there);
  expect(textsOf(other)).toEqual([`${first.text} changed`]);
});

test('where notes of version 0.2 cannot be removed, they are taken over once', async () => {
  const database = fakeDatabase();
  database.images.set('abc-1', IMAGE);
  const full = { ...storageWith(OLD), setItem: () => throwing(new DOMException('no', 'QuotaExceededError')) };
  const { store } = await open(database, new CourseStore(() => full));
  const [first] = store.ofChapter(6);
  change(store, first.id, `${first.text} changed`);
  await store.stored();
  const { store: again } = await open(database, new CourseStore(() => full));
  expect(again.ofChapter(6)).toEqual(store.ofChapter(6));
  expect(database.images.size).toBe(1);
});

test('a note of version 0.2 whose picture cannot be read is shown, and taken over later', async () => {
  const course = courseWith(OLD);
  const database = fakeDatabase();
  database.images.set('abc-1', IMAGE);
  const { picture } = database;
  database.picture = async () => throwing(new DOMException('no', 'UnknownError'));
  const { store } = await open(database, course);
  expect(textsOf(store).sort()).toEqual(['first', 'second']);
  expect(course.value.notes).toEqual({ 6: [OLD.notes[6][0]] });
  database.picture = picture;
  const { store: again } = await open(database, course);
  expect(textsOf(again).sort()).toEqual([expect.stringContaining('pictures/old-abc-1.webp'), 'second']);
  expect(course.value.notes).toBeUndefined();
});

test('where the database is denied, notes of version 0.2 are shown and stay where they are', async () => {
  const database = fakeDatabase();
  database.notes = async () => {
    throw new DOMException('no', 'SecurityError');
  };
  database.failure = new DOMException('no', 'SecurityError');
  const course = courseWith({ notes: { 6: [{ at: 10, text: 'first' }] } });
  const { store } = await open(database, course);
  expect(textsOf(store)).toEqual(['first']);
  expect(store.value).toMatchObject({ isLoaded: true, storageProblem: 'denied' });
  expect(course.value.notes).toEqual({ 6: [{ at: 10, text: 'first' }] });
});

const file = (text: string, pictures: Record<string, string> = {}) => ({
  notes: [{ chapter: 6, at: 1, text }],
  pictures: new Map(Object.entries(pictures)),
});

test('an import adds what is not there yet, and is undone with its progress', async () => {
  const { store, database, course } = await open();
  add(store, 1, 'mine');
  expect(await store.import(file('mine'))).toBe(0);
  const withProgress = () => ({ seen: { 6: [4] } });
  expect(
    await store.import({ ...file('theirs ![x](pictures/a.webp)', { 'a.webp': IMAGE }), withProgress }),
  ).toBe(1);
  expect(database.images.get('a.webp')).toBe(IMAGE);
  expect(course.value.seen).toEqual({ 6: [4] });
  store.undo();
  expect(textsOf(store)).toEqual(['mine']);
  expect(course.value.seen).toEqual({});
});

test('to notes that are there, others are imported up to a limit; to none, twice as many', async () => {
  const many = (count: number, from = 0) => ({
    notes: Array.from({ length: count }, (_, i) => ({ chapter: 6, at: i, text: `note ${from + i}` })),
    pictures: new Map<string, string>(),
  });
  const { store } = await open();
  expect(await store.import(many(10_001))).toBe(10_001);
  const { value } = store;
  expect(await store.import(many(10_001))).toBe(0);
  await expect(store.import(many(1, 10_001))).rejects.toThrow(
    /^With this file there would be 10,002 notes of .* the limit is 10,000 notes and 10,000,000 characters\./,
  );
  expect(store.value.notes).toBe(value.notes);
  const { store: other } = await open();
  await expect(other.import(many(20_001))).rejects.toThrow('the limit is 20,000 notes');
});

test('a picture whose name another picture has gets a new name', async () => {
  const { store, database } = await open();
  await store.import(file('one ![x](pictures/a.png)', { 'a.png': IMAGE }));
  await store.import(file('two ![x](pictures/a.png)', { 'a.png': OTHER_IMAGE }));
  const [, two] = textsOf(store).map((text) => /pictures\/([^)]+)/.exec(text)?.[1] ?? '');
  expect(two).not.toBe('a.png');
  expect(database.images.get('a.png')).toBe(IMAGE);
  expect(database.images.get(two)).toBe(OTHER_IMAGE);
});

test('an import that does not fit changes nothing', async () => {
  const { store, database, course } = await open();
  database.failure = new DOMException('no', 'QuotaExceededError');
  const { value } = store;
  await expect(
    store.import({ ...file('theirs'), withProgress: () => ({ seen: { 6: [4] } }) }),
  ).rejects.toThrow('Nothing of the file could be stored. The storage of this browser is full.');
  expect(store.value).toBe(value);
  expect(course.value.seen).toEqual({});
});

test('clearing deletes notes and progress, keeps settings, and is undone', async () => {
  const before = { seen: { 6: [1] }, answers: { 'a/b': { box: 1, due: 1, right: 1, wrong: 0 } } };
  const { store, course } = await open(fakeDatabase(), courseWith({ ...before, pausesBefore: true }));
  add(store, 1, 'one');
  store.clear();
  expect(textsOf(store)).toEqual([]);
  expect(course.value).toEqual({ seen: {}, pausesBefore: true });
  store.undo();
  expect(textsOf(store)).toEqual(['one']);
  expect(course.value).toEqual({ ...before, pausesBefore: true });
});

test('clearing keeps notes of version 0.2 that are not taken over', async () => {
  const notes = { 6: ['damaged'] };
  const { store, course } = await open(fakeDatabase(), courseWith({ notes, seen: { 6: [1] } }));
  store.clear();
  expect(course.value).toEqual({ notes, seen: {} });
});

test('undo and redo of an import or a clearing lose no progress that was made since', async () => {
  const { store, course } = await open(fakeDatabase(), courseWith({ seen: { 6: [1] } }));
  await store.import({ ...file('theirs'), withProgress: (now) => ({ ...now, tasks: { 'a/b': 5 } }) });
  course.markWatched(7, 2, 30);
  store.undo();
  expect(textsOf(store)).toEqual([]);
  expect(course.value).toMatchObject({ seen: { 6: [1], 7: [2] }, last: { chapter: 7, at: 30 } });
  course.markWatched(7, 3, 40);
  store.redo();
  expect(course.value.seen).toEqual({ 6: [1], 7: [2, 3] });
  store.clear();
  course.markWatched(6, 4, 50);
  store.undo();
  expect(course.value).toMatchObject({ seen: { 6: [4, 1], 7: [2, 3] }, tasks: { 'a/b': 5 } });
  expect(course.value.last).toEqual({ chapter: 6, at: 50 });
});

test('an import merges with the progress that another tab has stored', async () => {
  const storage = storageWith({});
  const [here, there] = [new CourseStore(() => storage), new CourseStore(() => storage)];
  const { store } = await open(fakeDatabase(), here);
  there.markWatched(7, 1, 20);
  await store.import({ ...file('theirs'), withProgress: (now) => ({ ...now, tasks: { 'a/b': 5 } }) });
  expect(here.value).toMatchObject({ seen: { 7: [1] }, tasks: { 'a/b': 5 } });
  store.undo();
  expect(here.value).toEqual({ seen: { 7: [1] }, last: { chapter: 7, at: 20 } });
  there.markWatched(7, 2, 30);
  store.clear();
  store.undo();
  expect(here.value.seen).toEqual({ 7: [1, 2] });
});

/** Tabs that share a database and hear of each other's writes. */
async function openTabs() {
  const database = fakeDatabase();
  const channels = [0, 1].map(() => ({ onmessage: null as (() => void) | null, postMessage: () => {} }));
  for (const [i, channel] of channels.entries()) channel.postMessage = () => channels[1 - i].onmessage?.();
  const stores = channels.map((channel) => new NotesStore(database, courseWith(), channel));
  await Promise.all(stores.map((store) => store.load()));
  return { database, here: stores[0], there: stores[1] };
}

test('another tab shows what is written here, and what it writes itself stays', async () => {
  const { here, there, database } = await openTabs();
  const mine = there.begin(6, 5);
  there.write(mine.id, 'there');
  const { id } = here.begin(6, 1);
  here.write(id, 'he');
  await vi.waitFor(() => expect(there.ofChapter(6)).toMatchObject([{ draft: 'he' }, { draft: 'there' }]));
  expect(there.isWriting(id)).toBe(false);
  here.write(id, 'here');
  here.finish(id);
  await vi.waitFor(() => expect(textsOf(there)).toEqual(['here', '']));
  there.finish(mine.id);
  await vi.waitFor(() => expect(textsOf(here)).toEqual(['here', 'there']));
  expect(database.rows.size).toBe(2);
});

test('what another tab has changed since is not undone', async () => {
  const { here, there, database } = await openTabs();
  const { id } = add(here, 1, 'one');
  change(here, id, 'two');
  await vi.waitFor(() => expect(textsOf(there)).toEqual(['two']));
  change(there, id, 'three');
  await vi.waitFor(() => expect(textsOf(here)).toEqual(['three']));
  expect(here.value.undo).toBeUndefined();
  here.undo();
  here.redo();
  await here.stored();
  expect([...database.rows.values()]).toMatchObject([{ text: 'three' }]);
  there.undo();
  await vi.waitFor(() => expect(textsOf(here)).toEqual(['two']));
});

test('clearing is undone but for notes that another tab has restored and changed', async () => {
  const { here, there } = await openTabs();
  const { id } = add(here, 1, 'one');
  add(here, 2, 'two');
  here.clear();
  await vi.waitFor(() => expect(there.value.notes).toMatchObject([{ id, deleted: expect.anything() }, {}]));
  there.restore(id);
  change(there, id, 'changed');
  await vi.waitFor(() => expect(textsOf(here)).toEqual(['changed']));
  here.undo();
  expect(textsOf(here)).toEqual(['changed', 'two']);
});

test('an edit begins with the draft of another tab; if both end it, both texts stay', async () => {
  const { here, there, database } = await openTabs();
  const { id } = add(here, 1, 'one');
  here.edit(id);
  here.write(id, 'one here');
  await vi.waitFor(() => expect(there.ofChapter(6)).toMatchObject([{ text: 'one', draft: 'one here' }]));
  there.edit(id);
  expect(there.ofChapter(6)).toMatchObject([{ text: 'one', draft: 'one here' }]);
  there.write(id, 'one here and there');
  await there.stored();
  here.finish(id);
  await vi.waitFor(() => expect(there.ofChapter(6)).toMatchObject([{ text: 'one here' }]));
  there.write(id, 'one here and there!');
  there.finish(id);
  await there.stored();
  const texts = () => [...database.rows.values()].map(({ text, draft }) => [text, draft]).sort();
  expect(texts()).toEqual([
    ['one here and there!', undefined],
    ['one here', undefined],
  ]);
  there.undo();
  await there.stored();
  expect(texts()).toEqual([['one here', undefined]]);
});

test('a draft that equals what another tab has stored is no second note', async () => {
  const { here, there } = await openTabs();
  const { id } = add(here, 1, 'one');
  await vi.waitFor(() => expect(textsOf(there)).toEqual(['one']));
  there.edit(id);
  change(here, id, 'two');
  await vi.waitFor(() => expect(there.ofChapter(6)).toMatchObject([{ text: 'two', draft: 'one' }]));
  there.finish(id);
  expect(there.ofChapter(6)).toEqual([{ id, chapter: 6, at: 1, text: 'two' }]);
});

function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('news of another tab that are older than a change of this one do not replace it', async () => {
  const database = fakeDatabase();
  const channel = { onmessage: null as (() => void) | null, postMessage: () => {} };
  const store = new NotesStore(database, courseWith(), channel);
  await store.load();
  const { id } = add(store, 1, 'one');
  await store.stored();

  // The news arrive while a write runs.
  const { write, notes } = database;
  const gate = createGate();
  database.write = async (change) => {
    await gate.opened;
    await write(change);
  };
  change(store, id, 'two');
  const reads = vi.fn(notes);
  database.notes = reads;
  channel.onmessage?.();
  await vi.waitFor(() => expect(reads).toHaveResolvedTimes(1));
  expect(textsOf(store)).toEqual(['two']);
  gate.open();
  await store.stored();

  // They are read before a write, and arrive after it.
  const late = createGate();
  database.write = write;
  reads.mockImplementationOnce(async () => {
    const old = await notes();
    await late.opened;
    return old;
  });
  for (let count = 0; count < 5; count++) channel.onmessage?.();
  change(store, id, 'three');
  await store.stored();
  late.open();
  await vi.waitFor(() => expect(reads).toHaveResolvedTimes(3));
  expect(textsOf(store)).toEqual(['three']);
  expect(store.value.undo).toBe('change');
});
