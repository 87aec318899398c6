// Persistence of progress.
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

test('a moment watched twice counts once; the last position is stored', () => {
  const device = fakeStorage();
  const course = new CourseStore(() => device);
  course.markWatched(6, 3, 100.5);
  course.markWatched(6, 3, 101);
  course.markWatched(5, 0, 2);
  const again = new CourseStore(() => device);
  expect(again.getWatchedMoments(6)).toEqual([3]);
  expect(again.value.last).toEqual({ chapter: 5, at: 2 });
});

test('changes of another tab are kept', () => {
  const device = fakeStorage();
  const [here, there] = [new CourseStore(() => device), new CourseStore(() => device)];
  here.markWatched(6, 1, 10);
  there.markWatched(6, 2, 20);
  expect(there.getWatchedMoments(6)).toEqual([1, 2]);
});

test.each([['nonsense'], ['{"seen":{"6":[-1]}}'], ['[]'], ['null']])(
  'what cannot have been written by the page is left aside: %s',
  (text) => {
    const course = new CourseStore(() => fakeStorage({ 'mini-llm-lab.course': text }));
    expect(course.getWatchedMoments(6)).toEqual([]);
    expect(course.value.last).toBeUndefined();
  },
);

test('invalid entries are dropped, valid ones kept, and unreadable data is backed up before it is overwritten', () => {
  const text = JSON.stringify({
    notes: { 6: [{ at: 5, text: 'good' }] },
    seen: { 6: [0, 'one', 1e308, 2], 5: 'all', 99: [1], constructor: [] },
    last: { chapter: 70, at: 0 },
  });
  const device = fakeStorage({ 'mini-llm-lab.course': text });
  const course = new CourseStore(() => device);
  expect(course.value.notes).toEqual({ 6: [{ at: 5, text: 'good' }] });
  expect(course.value.seen).toEqual({ 5: [], 6: [0, 2] });
  expect(course.value.last).toBeUndefined();
  expect(device.entries.get('mini-llm-lab.course')).toBe(text);
  course.markWatched(6, 3, 1);
  expect(device.entries.get('mini-llm-lab.course.unread')).toBe(text);
  course.markWatched(6, 4, 1);
  expect(device.entries.get('mini-llm-lab.course.unread')).toBe(text);
});

test('fully readable data is not backed up', () => {
  const device = fakeStorage();
  new CourseStore(() => device).markWatched(6, 0, 4);
  new CourseStore(() => device).markWatched(6, 1, 8);
  expect([...device.entries.keys()]).toEqual(['mini-llm-lab.course']);
});

test.each([
  ['SecurityError', 'denied'],
  ['QuotaExceededError', 'quota-exceeded'],
] as const)('with a %s, progress lasts until the page closes, and the problem is %s', (name, problem) => {
  let isFull = true;
  const device = fakeStorage();
  const course = new CourseStore(() => {
    if (isFull) throw new DOMException('no', name);
    return device;
  });
  course.markWatched(6, 1, 1);
  course.markWatched(6, 2, 2);
  expect(course.getWatchedMoments(6)).toEqual([1, 2]);
  expect(course.storageProblem).toBe(problem);
  isFull = false;
  course.markWatched(6, 3, 3);
  expect(course.storageProblem).toBeUndefined();
  expect(new CourseStore(() => device).getWatchedMoments(6)).toEqual([1, 2, 3]);
});

test('what an open tab of version 0.2 overwrites, since it does not know it, is taken back from its backup, once', () => {
  const answers = { 'attention/first-word': { box: 1, due: 5, right: 1, wrong: 0 } };
  const device = fakeStorage();
  const course = new CourseStore(() => device);
  course.change((state) => ({ ...state, answers, played: { 6: [[0, 9]] } }));
  /** As that version does. */
  const overwrite = (seen: number[]) => {
    const text = device.getItem('mini-llm-lab.course') ?? '';
    if ('answers' in JSON.parse(text)) device.setItem('mini-llm-lab.course.unread', text);
    device.setItem('mini-llm-lab.course', JSON.stringify({ notes: {}, seen: { 6: seen } }));
  };
  overwrite([1]);
  expect(new CourseStore(() => device).value).toMatchObject({ answers, seen: { 6: [1] } });
  course.markWatched(6, 2, 20);
  expect(course.value).toMatchObject({ answers, played: { 6: [[0, 9]] }, seen: { 6: [1, 2] } });
  overwrite([1, 2, 3]);
  course.change(() => ({ seen: {} }));
  expect(new CourseStore(() => device).value).toEqual({ seen: {} });
});
