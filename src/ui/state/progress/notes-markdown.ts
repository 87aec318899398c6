// Notes as a Markdown file that reads well anywhere, and back.

import { formatTimestamp } from '../../format/timestamp.ts';
import type { NoteContent } from '../../types/notes.ts';
import { normalizeText } from './course-state.ts';

/** What the file says of the chapter. */
interface NotesChapter {
  number: number;
  title: string;
  videoId: string;
  /** Length of the video. */
  duration: number;
}

/** Characters, most of them pictures. */
export const MAX_NOTES_LENGTH = 50_000_000;
/** More than anyone writes beside an hour of video; each is drawn. */
const MAX_NOTES = 2000;
const HEADING = /^# Notes on chapter (\d+)\b/;
const NOTE = /^- \[(\d{1,4}):([0-5]\d)\](?:\([^)\s]*\))? ?(.*)$/s;
/** A picture of the stage: no other kind, since others could hold more than pixels. */
const IMAGE = /^ {2}!\[[^\]]*\]\((data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*)\)$/;

export function formatNotes(chapter: NotesChapter, notes: readonly NoteContent[]): string {
  const items = notes.flatMap(({ at, text, image }) => {
    const link = `[${formatTimestamp(at)}](https://youtu.be/${chapter.videoId}?t=${at})`;
    const item = `- ${link} ${text.replaceAll(/\n(?!\n)/g, '\n  ')}`;
    return image ? [item, '', `  ![The stage at ${formatTimestamp(at)}](${image})`] : [item];
  });
  return [`# Notes on chapter ${chapter.number}: ${chapter.title}`, '', ...items, ''].join('\n');
}

/**
 * Reads what `formatNotes` wrote, or a person wrote alike: a heading, then a list item a note, further lines of it
 * indented by two spaces; a picture stands as an image of Markdown's own.
 *
 * @throws one sentence saying what is wrong with the file
 */
export function parseNotes(chapter: NotesChapter, markdown: string): NoteContent[] {
  if (markdown.length > MAX_NOTES_LENGTH)
    throw new Error('This file is larger than fifty megabytes: no notes of ours.');
  const lines = markdown.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  checkHeading(chapter.number, lines);
  const notes: { at: number; text: string; image?: string }[] = [];
  for (const [index, line] of lines.entries()) {
    const item = NOTE.exec(line);
    const last = notes.at(-1);
    const image = IMAGE.exec(line)?.[1];
    if (last && image) last.image = image;
    else if (notes.length >= MAX_NOTES && item)
      throw new Error(`There are more than ${MAX_NOTES} notes in this file: take a part of them.`);
    else if (item) notes.push({ at: Number(item[1]) * 60 + Number(item[2]), text: item[3] });
    else if (last && (line.startsWith('  ') || line.trim() === '')) last.text += `\n${line.slice(2)}`;
    else if (HEADING.test(line)) checkHeading(chapter.number, [line]);
    else if (line.trim() !== '')
      throw new Error(
        `Line ${index + 1} is no note: a note begins with “- [1:23]”, its further lines with two spaces.`,
      );
  }
  const late = notes.find(({ at }) => at > chapter.duration);
  if (late) throw new Error(`A note is at ${formatTimestamp(late.at)}, and this video ends before that.`);
  return notes.map((note) => ({ ...note, text: normalizeText(note.text) })).filter(({ text }) => text !== '');
}

function checkHeading(number: number, lines: readonly string[]): void {
  const heading = lines.find((line) => line.trim() !== '') ?? '';
  const found = HEADING.exec(heading)?.[1];
  if (!found)
    throw new Error(`These are no notes of ours: the first line should be “# Notes on chapter ${number}”.`);
  if (Number(found) !== number)
    throw new Error(`These are notes on chapter ${found}: open that chapter, then import them.`);
}
