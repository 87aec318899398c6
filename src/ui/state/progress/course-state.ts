// Progress in the course: watched moments, answered questions and last position. Stored as JSON in localStorage.

import * as v from 'valibot';
import { CHAPTERS } from '../../types/page.ts';

/** Longer than any video. */
const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(599_999));

/** Drops invalid entries. */
const validEntries = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(
    v.array(v.unknown()),
    v.transform((entries) => entries.filter((entry): entry is v.InferOutput<Schema> => v.is(schema, entry))),
  );

const CHAPTER = /^[1-9]$/;

/** Lists by chapter number; invalid keys and values are dropped. */
const byChapter = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.fallback(
    v.pipe(
      v.optional(v.record(v.string(), v.fallback(validEntries(schema), [])), {}),
      v.transform((lists) =>
        Object.fromEntries(
          Object.entries(lists).filter(([chapter]) => CHAPTER.test(chapter) && Number(chapter) <= CHAPTERS),
        ),
      ),
    ),
    {},
  );

const courseSchema = v.object({
  /** Of versions before 0.3, which `NotesStore` takes over. */
  notes: v.optional(v.unknown()),
  /** Indices of the watched moments, by chapter number. */
  seen: byChapter(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))),
  /** Of `learning.ts`, which reads them: the first screen needs none of it. */
  played: v.optional(v.unknown()),
  answers: v.optional(v.unknown()),
  tasks: v.optional(v.unknown()),
  pausesBefore: v.optional(v.unknown()),
  pausesWhileWriting: v.optional(v.unknown()),
  last: v.fallback(
    v.optional(
      v.object({
        chapter: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(CHAPTERS)),
        at: seconds,
      }),
    ),
    undefined,
  ),
});

export type CourseState = v.InferOutput<typeof courseSchema>;

export const EMPTY_COURSE: CourseState = { seen: {} };

/** What versions before 0.3 do not know. */
export const learnedOf = ({
  played,
  answers,
  tasks,
  pausesBefore,
  pausesWhileWriting,
}: CourseState): Partial<CourseState> => ({ played, answers, tasks, pausesBefore, pausesWhileWriting });

/** Parses stored JSON. Invalid entries are dropped; valid ones are kept. */
export function parseCourse(text: string | null): CourseState {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), courseSchema), text);
  return parsed.success ? parsed.output : EMPTY_COURSE;
}

/** Whether the stored text holds data that `state`, parsed from it, has lost. */
export function hasUnreadData(text: string, state: CourseState): boolean {
  try {
    return !deepEqual(JSON.parse(text), state);
  } catch {
    return true;
  }
}

/** Of JSON; a property that is undefined is as a missing one. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const entries = (each: object) => new Map(Object.entries(each).filter(([, value]) => value !== undefined));
  const [left, right] = [entries(a), entries(b)];
  return left.size === right.size && [...left].every(([name, value]) => deepEqual(value, right.get(name)));
}
