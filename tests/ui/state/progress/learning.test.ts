// What is stored about questions, tasks and playing.
import { expect, test } from 'vitest';
import { parseCourse } from '../../../../src/ui/state/progress/course-state.ts';
import { CourseStore } from '../../../../src/ui/state/progress/course-store.ts';
import {
  answersOf,
  doneTasksOf,
  dueQuestions,
  playedOf,
  recordAnswer,
  recordPlayed,
  recordTask,
} from '../../../../src/ui/state/progress/learning.ts';

const HOUR = 3_600_000;

function stores() {
  const entries = new Map<string, string>();
  const device = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  };
  return () => new CourseStore(() => device);
}

test('answers, tasks and played seconds survive a reload', () => {
  const open = stores();
  const store = open();
  recordAnswer(store, 'attention/pronoun', true, 0);
  recordTask(store, 'attention/two-heads', 5);
  recordTask(store, 'attention/two-heads', 9);
  recordPlayed(store, 6, 0, 10);
  recordPlayed(store, 6, 10, 12.5);
  const { value } = open();
  expect(answersOf(value)).toMatchObject({ 'attention/pronoun': { box: 1, right: 1 } });
  expect(dueQuestions(value, 2, HOUR)).toEqual([]);
  expect(dueQuestions(value, 2, 24 * HOUR)).toEqual(['attention/pronoun']);
  expect(doneTasksOf(value)).toEqual(['attention/two-heads']);
  expect(value.tasks).toEqual({ 'attention/two-heads': 5 });
  expect(playedOf(value, 6)).toEqual([[0, 12.5]]);
  expect(value.last).toEqual({ chapter: 6, at: 12.5 });
});

test('what is stored and invalid is dropped', () => {
  const stored = {
    answers: { good: { box: 0, due: 1, right: 0, wrong: 1 }, bad: { box: -1 } },
    tasks: 7,
    played: { 6: [[1]] },
  };
  const state = parseCourse(JSON.stringify({ notes: {}, seen: {}, ...stored }));
  expect(Object.keys(answersOf(state))).toEqual(['good']);
  expect(doneTasksOf(state)).toEqual([]);
  expect(playedOf(state, 6)).toEqual([]);
});
