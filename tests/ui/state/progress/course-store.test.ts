// Persistence of notes and progress.
import { expect, test } from 'vitest';
import { CourseStore } from '../../../../src/ui/state/progress/course-store.ts';

/** Storage in memory. */
function fakeStorage(initial: Record<string, string> = {}) {
  const entries = new Map(Object.entries(initial));
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  };
}

/** An in-memory ScreenshotStore. */
function fakeScreenshots() {
  const entries = new Map<string, string>();
  return {
    entries,
    put: async (name: string, picture: string) => void entries.set(name, picture),
    get: async (names: readonly string[]) =>
      new Map(names.flatMap((name) => (entries.has(name) ? [[name, entries.get(name) ?? '']] : []))),
    remove: async (name: string) => void entries.delete(name),
  };
}

/** The same storage on every call. */
function sharedStorage() {
  const device = fakeStorage();
  return () => device;
}

test('notes survive a reload, by chapter and sorted by time', () => {
  const device = fakeStorage();
  const course = new CourseStore(() => device, fakeScreenshots());
  course.addNotes(6, [{ at: 20, text: ' second\r\nline  \n' }]);
  course.addNotes(6, [{ at: 10, text: 'first' }]);
  course.addNotes(5, [{ at: 1, text: 'elsewhere' }]);
  expect(new CourseStore(() => device, fakeScreenshots()).getNotes(6)).toEqual([
    { at: 10, text: 'first' },
    { at: 20, text: 'second\nline' },
  ]);
});

test('empty and duplicate notes are dropped', () => {
  const course = new CourseStore(sharedStorage(), fakeScreenshots());
  course.addNotes(6, [{ at: 1, text: ' \n' }]);
  course.addNotes(6, [{ at: 2, text: 'once' }]);
  course.addNotes(6, [{ at: 2, text: 'once' }]);
  expect(course.getNotes(6)).toEqual([{ at: 2, text: 'once' }]);
});

test('deletes exactly one note', () => {
  const course = new CourseStore(sharedStorage(), fakeScreenshots());
  const [one, other] = [
    { at: 1, text: 'one' },
    { at: 1, text: 'other' },
  ];
  course.addNotes(6, [one, other]);
  course.removeNote(6, one);
  expect(course.getNotes(6)).toEqual([other]);
});

test('a moment watched twice counts once; the last position is stored', () => {
  const device = fakeStorage();
  const course = new CourseStore(() => device, fakeScreenshots());
  course.markWatched(6, 3, 100.5);
  course.markWatched(6, 3, 101);
  course.markWatched(5, 0, 2);
  const again = new CourseStore(() => device, fakeScreenshots());
  expect(again.getWatchedMoments(6)).toEqual([3]);
  expect(again.value.last).toEqual({ chapter: 5, at: 2 });
});

test('changes of another tab are kept', () => {
  const device = fakeStorage();
  const [here, there] = [
    new CourseStore(() => device, fakeScreenshots()),
    new CourseStore(() => device, fakeScreenshots()),
  ];
  here.addNotes(6, [{ at: 1, text: 'here' }]);
  there.addNotes(6, [{ at: 2, text: 'there' }]);
  expect(there.getNotes(6)).toHaveLength(2);
});

test.each([['nonsense'], ['{"notes":{"6":[{"at":-1,"text":"x"}]}}'], ['[]'], ['null']])(
  'what cannot have been written by the page is left aside: %s',
  (text) => {
    const course = new CourseStore(() => fakeStorage({ 'mini-llm-lab.course': text }), fakeScreenshots());
    expect(course.getNotes(6)).toEqual([]);
    expect(course.value.last).toBeUndefined();
  },
);

test('invalid entries are dropped, valid ones entries, and unreadable data is backed up before it is overwritten', async () => {
  const wrong = [{ at: 1e308, text: 'late' }, { at: 2, text: '' }, 'none', { at: 3, text: 7 }];
  const text = JSON.stringify({
    notes: { 6: [{ at: 5, text: 'good' }, ...wrong], 99: [{ at: 1, text: 'nowhere' }], constructor: [] },
    seen: { 6: [0, 'one', 1e308, 2], 5: 'all' },
    last: { chapter: 70, at: 0 },
  });
  const device = fakeStorage({ 'mini-llm-lab.course': text });
  const course = new CourseStore(() => device, fakeScreenshots());
  expect(course.value.notes).toEqual({ 6: [{ at: 5, text: 'good' }] });
  expect(course.value.seen).toEqual({ 5: [], 6: [0, 2] });
  expect(course.value.last).toBeUndefined();
  expect(device.entries.get('mini-llm-lab.course')).toBe(text);
  await course.addNotes(6, [{ at: 6, text: 'new' }]);
  expect(device.entries.get('mini-llm-lab.course.unread')).toBe(text);
  await course.addNotes(6, [{ at: 7, text: 'newer' }]);
  expect(device.entries.get('mini-llm-lab.course.unread')).toBe(text);
});

test('fully readable data is not backed up', async () => {
  const device = fakeStorage();
  await new CourseStore(() => device, fakeScreenshots()).addNotes(6, [{ at: 5, text: 'good' }]);
  new CourseStore(() => device, fakeScreenshots()).markWatched(6, 0, 4);
  new CourseStore(() => device, fakeScreenshots()).markWatched(6, 1, 8);
  expect([...device.entries.keys()]).toEqual(['mini-llm-lab.course']);
});

test.each([
  ['SecurityError', 'denied'],
  ['QuotaExceededError', 'quota-exceeded'],
] as const)('with a %s, notes last until the page closes, and the problem is %s', (name, problem) => {
  let isFull = true;
  const device = fakeStorage();
  const course = new CourseStore(() => {
    if (isFull) throw new DOMException('no', name);
    return device;
  }, fakeScreenshots());
  course.addNotes(6, [{ at: 1, text: 'one' }]);
  course.addNotes(6, [{ at: 2, text: 'two' }]);
  expect(course.getNotes(6)).toHaveLength(2);
  expect(course.storageProblem).toBe(problem);
  isFull = false;
  course.addNotes(6, [{ at: 3, text: 'three' }]);
  expect(course.storageProblem).toBeUndefined();
  expect(new CourseStore(() => device, fakeScreenshots()).getNotes(6)).toHaveLength(3);
});

const IMAGE = 'data:image/webp;base64,AAAA';

test('a screenshot is stored, survives a reload and is deleted with its note', async () => {
  const [device, screenshots] = [fakeStorage(), fakeScreenshots()];
  const course = new CourseStore(() => device, screenshots);
  await course.addNotes(6, [{ at: 1, text: 'with', image: IMAGE }]);
  expect(course.getNotesWithScreenshots(6)).toEqual([{ at: 1, text: 'with', image: IMAGE }]);
  expect([...device.entries.values()].join()).not.toContain(IMAGE);

  const again = new CourseStore(() => device, screenshots);
  expect(again.getNotesWithScreenshots(6)).toEqual([{ at: 1, text: 'with' }]);
  let updates = 0;
  again.subscribe(() => updates++);
  await again.loadScreenshots(6);
  expect(again.getNotesWithScreenshots(6)).toEqual([{ at: 1, text: 'with', image: IMAGE }]);
  expect(updates).toBe(1);

  again.removeNote(6, { at: 1, text: 'with' });
  expect(screenshots.entries.size).toBe(0);
});

test('if a screenshot exceeds the quota, the note stays and an error is set', async () => {
  const full = {
    ...fakeScreenshots(),
    put: async () => {
      throw new Error('There is no room.');
    },
  };
  const course = new CourseStore(sharedStorage(), full);
  await course.addNotes(6, [{ at: 1, text: 'with', image: IMAGE }]);
  expect(course.getNotesWithScreenshots(6)).toEqual([{ at: 1, text: 'with', image: IMAGE }]);
  expect(course.screenshotError).toBe('There is no room.');
});
