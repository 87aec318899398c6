// What the visitor has done in the course: notes, moments seen, where they left off. Kept as JSON on their device.

import * as v from 'valibot';
import { CHAPTERS } from './page-state.ts';

const seconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const byChapter = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.optional(v.record(v.string(), schema), {});

const note = v.object({
  at: v.pipe(seconds, v.integer()),
  text: v.pipe(v.string(), v.minLength(1)),
  /** The name of its picture of the stage on the `PictureShelf`. */
  picture: v.optional(v.string()),
});

const courseState = v.object({
  /** By the chapter's number, in the order of their times. */
  notes: byChapter(v.array(note)),
  /** Indices of the moments seen, by the chapter's number. */
  seen: byChapter(v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))),
  last: v.optional(
    v.object({ chapter: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(CHAPTERS)), at: seconds }),
  ),
});

/** A thought at a time of a chapter's video: `at` in whole seconds. */
export type Note = Readonly<v.InferOutput<typeof note>>;
/** A note on its way in or out, with its picture itself: a `data:` address. */
export type NoteContent = Omit<Note, 'picture'> & { readonly image?: string };
export type CourseState = v.InferOutput<typeof courseState>;

export const EMPTY_COURSE: CourseState = { notes: {}, seen: {} };

/** The state written by `JSON.stringify`; the empty one where there is none or it is none. */
export function parseCourse(text: string | null): CourseState {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), courseState), text);
  return parsed.success ? parsed.output : EMPTY_COURSE;
}

/** A note's text as it is kept: lines end where their last letter does, none is empty at either end. */
export function tidied(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  return lines.join('\n').trim();
}

/** The notes with more among them, each once, in the order of their times. */
export function withNotes(notes: readonly Note[], added: readonly Note[]): Note[] {
  const fresh = added.filter((one) => !notes.some((other) => sameNote(one, other)));
  return [...notes, ...fresh].sort((a, b) => a.at - b.at);
}

export const sameNote = (a: Pick<Note, 'at' | 'text'>, b: Pick<Note, 'at' | 'text'>): boolean =>
  a.at === b.at && a.text === b.text;
