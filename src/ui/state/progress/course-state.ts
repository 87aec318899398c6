// What the visitor has done in the course: notes, moments seen, where they left off. Kept as JSON on their device.

import * as v from 'valibot';
import { CHAPTERS } from '../../types/page.ts';

/** As far as a note's time can be written: 9999 minutes. */
const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(599_999));

/** Those of the entries that are right. */
const validEntries = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(
    v.array(v.unknown()),
    v.transform((entries) => entries.filter((entry): entry is v.InferOutput<Schema> => v.is(schema, entry))),
  );

const CHAPTER = /^[1-9]$/;

/** Lists by the number of a chapter; whatever is no list of one counts for nothing. */
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

const noteSchema = v.object({
  at: v.pipe(seconds, v.integer()),
  text: v.pipe(v.string(), v.minLength(1)),
  /** The name of its picture of the stage on the `PictureShelf`. */
  picture: v.optional(v.string()),
});

const courseSchema = v.object({
  /** By the chapter's number, in the order of their times. */
  notes: byChapter(noteSchema),
  /** Indices of the moments seen, by the chapter's number. */
  seen: byChapter(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))),
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

/** A thought at a time of a chapter's video: `at` in whole seconds. */
export type Note = Readonly<v.InferOutput<typeof noteSchema>>;
export type CourseState = v.InferOutput<typeof courseSchema>;

export const EMPTY_COURSE: CourseState = { notes: {}, seen: {} };

/** The state written by `JSON.stringify`, as far as it can be read: what is wrong in it takes nothing else along. */
export function parseCourse(text: string | null): CourseState {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), courseSchema), text);
  return parsed.success ? parsed.output : EMPTY_COURSE;
}

/** Whether a text says anything that `state`, which was read from it, does not hold. */
export function hasUnreadData(text: string, state: CourseState): boolean {
  try {
    return !deepEqual(JSON.parse(text), state);
  } catch {
    return true;
  }
}

function deepEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [mine, theirs] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return mine.size === theirs.size && [...mine].every(([name, value]) => deepEqual(value, theirs.get(name)));
}

/** A note's text as it is kept: lines end where their last letter does, none is empty at either end. */
export function normalizeText(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  return lines.join('\n').trim();
}

/** The notes with more among them, each once, in the order of their times. */
export function mergeNotes(notes: readonly Note[], added: readonly Note[]): Note[] {
  const newNotes = added.filter((one) => !notes.some((other) => isSameNote(one, other)));
  return [...notes, ...newNotes].sort((a, b) => a.at - b.at);
}

export const isSameNote = (a: Pick<Note, 'at' | 'text'>, b: Pick<Note, 'at' | 'text'>): boolean =>
  a.at === b.at && a.text === b.text;
