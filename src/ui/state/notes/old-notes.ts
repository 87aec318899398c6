// Notes of versions before 0.3, which lie in localStorage with the progress in the course.

import { msg, str } from '@lit/localize';
import crc32 from 'crc-32';
import * as v from 'valibot';
import { pictureMarkdown } from '../../format/note-text.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import type { Note } from '../../types/notes.ts';
import { CHAPTERS } from '../../types/page.ts';
import { pictureFileName } from './picture-files.ts';

const OLD_NOTE = v.object({
  at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(599_999)),
  text: v.pipe(v.string(), v.minLength(1)),
  /** Key of the note's picture in the database. */
  picture: v.optional(v.string()),
});

interface OldNote extends v.InferOutput<typeof OLD_NOTE> {
  readonly chapter: number;
}

/** The notes among `stored` that `isMeant`; `rest` is everything else. */
export function readOldNotes(
  stored: unknown,
  isMeant: (note: OldNote) => boolean = () => true,
): { notes: readonly OldNote[]; rest: unknown } {
  const notes: OldNote[] = [];
  const rest: Record<string, unknown> = {};
  for (const [key, list] of Object.entries(typeof stored === 'object' && stored !== null ? stored : {})) {
    const chapter = Number(key);
    const isChapter = Number.isInteger(chapter) && chapter >= 1 && chapter <= CHAPTERS && Array.isArray(list);
    const valid = isChapter
      ? list.filter((each) => v.is(OLD_NOTE, each) && isMeant({ ...each, chapter }))
      : [];
    notes.push(...valid.map((note) => ({ ...note, chapter })));
    const others = isChapter ? list.filter((each) => !valid.includes(each)) : list;
    if (!Array.isArray(others) || others.length > 0) rest[key] = others;
  }
  return { notes, rest: Object.keys(rest).length > 0 ? rest : undefined };
}

/**
 * The id is the same each time that the note is read.
 *
 * @param shown - the name that its picture has from now on
 */
export function toNote({ chapter, at, text, picture }: OldNote, shown?: string): Note {
  const checksum = crc32.str(JSON.stringify([text, picture])) >>> 0;
  const lines = shown
    ? `${text}\n\n${pictureMarkdown(msg(str`The stage at ${formatTimestamp(at)}`), shown)}`
    : text;
  return { id: `old-${chapter}-${at}-${checksum.toString(36)}`, chapter, at, text: lines };
}

/** The name that the picture with an old key has from now on. */
export const newPictureName = (key: string, dataUrl: string): string =>
  pictureFileName(`old-${key.replace(/[^a-z0-9-]/g, '')}`.slice(0, 60), dataUrl);
