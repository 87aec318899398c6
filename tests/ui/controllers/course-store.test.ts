// What the visitor did is kept on the device, whatever the device does.
import { expect, test } from 'vitest';
import { CourseStore } from '../../../src/ui/controllers/course-store.ts';

/** Storage in memory. */
function deviceWith(entries: Record<string, string> = {}) {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

/** A place for pictures, in memory. */
function shelf() {
  const kept = new Map<string, string>();
  return {
    kept,
    put: async (name: string, picture: string) => void kept.set(name, picture),
    get: async (names: readonly string[]) =>
      new Map(names.flatMap((name) => (kept.has(name) ? [[name, kept.get(name) ?? '']] : []))),
    remove: async (name: string) => void kept.delete(name),
  };
}

/** One device, found each time it is asked for. */
function withDevice() {
  const device = deviceWith();
  return () => device;
}

test('notes are there again after a reload, by chapter and in the order of their times', () => {
  const device = deviceWith();
  const course = new CourseStore(() => device, shelf());
  course.addNotes(6, [{ at: 20, text: ' second\r\nline  \n' }]);
  course.addNotes(6, [{ at: 10, text: 'first' }]);
  course.addNotes(5, [{ at: 1, text: 'elsewhere' }]);
  expect(new CourseStore(() => device, shelf()).notesOf(6)).toEqual([
    { at: 10, text: 'first' },
    { at: 20, text: 'second\nline' },
  ]);
});

test('an empty note is none, and the same note is there once', () => {
  const course = new CourseStore(withDevice(), shelf());
  course.addNotes(6, [{ at: 1, text: ' \n' }]);
  course.addNotes(6, [{ at: 2, text: 'once' }]);
  course.addNotes(6, [{ at: 2, text: 'once' }]);
  expect(course.notesOf(6)).toEqual([{ at: 2, text: 'once' }]);
});

test('a deleted note is gone, and only that', () => {
  const course = new CourseStore(withDevice(), shelf());
  const [one, other] = [
    { at: 1, text: 'one' },
    { at: 1, text: 'other' },
  ];
  course.addNotes(6, [one, other]);
  course.removeNote(6, one);
  expect(course.notesOf(6)).toEqual([other]);
});

test('a moment watched twice counts once, and the last place is where to go on', () => {
  const device = deviceWith();
  const course = new CourseStore(() => device, shelf());
  course.watch(6, 3, 100.5);
  course.watch(6, 3, 101);
  course.watch(5, 0, 2);
  const again = new CourseStore(() => device, shelf());
  expect(again.seenOf(6)).toEqual([3]);
  expect(again.value.last).toEqual({ chapter: 5, at: 2 });
});

test('what another tab wrote meanwhile is not lost', () => {
  const device = deviceWith();
  const [here, there] = [new CourseStore(() => device, shelf()), new CourseStore(() => device, shelf())];
  here.addNotes(6, [{ at: 1, text: 'here' }]);
  there.addNotes(6, [{ at: 2, text: 'there' }]);
  expect(there.notesOf(6)).toHaveLength(2);
});

test.each([['nonsense'], ['{"notes":{"6":[{"at":-1,"text":"x"}]}}'], ['[]'], ['null']])(
  'what cannot have been written by the page is left aside: %s',
  (text) => {
    const course = new CourseStore(() => deviceWith({ 'mini-llm-lab.course': text }), shelf());
    expect(course.notesOf(6)).toEqual([]);
    expect(course.value.last).toBeUndefined();
  },
);

test('what is wrong in it takes nothing else along, and stays on the device before it is written over', async () => {
  const wrong = [{ at: 1e308, text: 'late' }, { at: 2, text: '' }, 'none', { at: 3, text: 7 }];
  const text = JSON.stringify({
    notes: { 6: [{ at: 5, text: 'good' }, ...wrong], 99: [{ at: 1, text: 'nowhere' }], constructor: [] },
    seen: { 6: [0, 'one', 1e308, 2], 5: 'all' },
    last: { chapter: 70, at: 0 },
  });
  const device = deviceWith({ 'mini-llm-lab.course': text });
  const course = new CourseStore(() => device, shelf());
  expect(course.value.notes).toEqual({ 6: [{ at: 5, text: 'good' }] });
  expect(course.value.seen).toEqual({ 5: [], 6: [0, 2] });
  expect(course.value.last).toBeUndefined();
  expect(device.kept.get('mini-llm-lab.course')).toBe(text);
  await course.addNotes(6, [{ at: 6, text: 'new' }]);
  expect(device.kept.get('mini-llm-lab.course.unread')).toBe(text);
  await course.addNotes(6, [{ at: 7, text: 'newer' }]);
  expect(device.kept.get('mini-llm-lab.course.unread')).toBe(text);
});

test('what was read as a whole is not put aside', async () => {
  const device = deviceWith();
  await new CourseStore(() => device, shelf()).addNotes(6, [{ at: 5, text: 'good' }]);
  new CourseStore(() => device, shelf()).watch(6, 0, 4);
  new CourseStore(() => device, shelf()).watch(6, 1, 8);
  expect([...device.kept.keys()]).toEqual(['mini-llm-lab.course']);
});

test('where the device refuses, notes last as long as the page, and the store says so', () => {
  const course = new CourseStore(() => {
    throw new Error('SecurityError');
  }, shelf());
  course.addNotes(6, [{ at: 1, text: 'one' }]);
  course.addNotes(6, [{ at: 2, text: 'two' }]);
  expect(course.notesOf(6)).toHaveLength(2);
  expect(course.kept).toBe(false);
});

const IMAGE = 'data:image/webp;base64,AAAA';

test('a note’s picture is kept beside the notes, there again after a reload, and goes with its note', async () => {
  const [device, pictures] = [deviceWith(), shelf()];
  const course = new CourseStore(() => device, pictures);
  await course.addNotes(6, [{ at: 1, text: 'with', image: IMAGE }]);
  expect(course.contentsOf(6)).toEqual([{ at: 1, text: 'with', image: IMAGE }]);
  expect([...device.kept.values()].join()).not.toContain(IMAGE);

  const again = new CourseStore(() => device, pictures);
  expect(again.contentsOf(6)).toEqual([{ at: 1, text: 'with' }]);
  let told = 0;
  again.subscribe(() => told++);
  await again.loadPictures(6);
  expect(again.contentsOf(6)).toEqual([{ at: 1, text: 'with', image: IMAGE }]);
  expect(told).toBe(1);

  again.removeNote(6, { at: 1, text: 'with' });
  expect(pictures.kept.size).toBe(0);
});

test('where there is no room for a picture, the note stays and a sentence says so', async () => {
  const full = {
    ...shelf(),
    put: async () => {
      throw new Error('There is no room.');
    },
  };
  const course = new CourseStore(withDevice(), full);
  await course.addNotes(6, [{ at: 1, text: 'with', image: IMAGE }]);
  expect(course.contentsOf(6)).toEqual([{ at: 1, text: 'with', image: IMAGE }]);
  expect(course.pictureProblem).toBe('There is no room.');
});
