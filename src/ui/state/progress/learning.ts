// What is stored about questions, tasks and playing. The first screen stores none of it and does not load this.

import * as v from 'valibot';
import type { CourseState } from './course-state.ts';
import type { CourseStore } from './course-store.ts';
import { type PlayedRange, withRange } from './played.ts';
import { type AnswerRecord, dueAt, recordAfter } from './spacing.ts';

type Store = Pick<CourseStore, 'change'>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.minValue(0));
const ANSWER = v.object({ box: count, due: time, right: count, wrong: count });
const RANGES = v.array(v.tuple([time, time]));

/** Values by key of what is stored; invalid ones are dropped. */
function validRecord<Schema extends v.GenericSchema>(
  stored: unknown,
  schema: Schema,
): Readonly<Record<string, v.InferOutput<Schema>>> {
  const entries = Object.entries(typeof stored === 'object' && stored !== null ? stored : {});
  return Object.fromEntries(entries.filter(([, value]) => v.is(schema, value)));
}

/** How questions were answered, by id. */
export const answersOf = ({ answers }: CourseState): Readonly<Record<string, AnswerRecord>> =>
  validRecord(answers, ANSWER);

/** When each task was done, by id. */
export const tasksOf = ({ tasks }: CourseState): Readonly<Record<string, number>> => validRecord(tasks, time);

/** Ids of the tasks that are done. */
export const doneTasksOf = (state: CourseState): readonly string[] => Object.keys(tasksOf(state));

export const playedOf = ({ played }: CourseState, chapter: number): readonly PlayedRange[] =>
  validRecord(played, RANGES)[chapter] ?? [];

/** Ids of questions that are due again, at most `count`. */
export const dueQuestions = (state: CourseState, count: number, now = Date.now()): string[] =>
  dueAt(answersOf(state), now).slice(0, count);

/** @param now milliseconds since 1970 */
export function recordAnswer(store: Store, id: string, isRight: boolean, now = Date.now()): void {
  store.change((state) => {
    const answers = answersOf(state);
    return { ...state, answers: { ...answers, [id]: recordAfter(answers[id], isRight, now) } };
  });
}

/** @param now milliseconds since 1970 */
export function recordTask(store: Store, id: string, now = Date.now()): void {
  store.change((state) => ({ ...state, tasks: { [id]: now, ...tasksOf(state) } }));
}

/** Seconds of a chapter's video that were played; the position is stored with them. */
export function recordPlayed(store: Store, chapter: number, from: number, to: number): void {
  store.change((state) => ({
    ...state,
    played: {
      ...validRecord(state.played, RANGES),
      [chapter]: withRange(playedOf(state, chapter), [from, to]),
    },
    last: { chapter, at: to },
  }));
}
