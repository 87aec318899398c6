// Import and export of notes as Markdown.

import { formatTimestamp } from '../../format/timestamp.ts';
import type { NoteContent } from '../../types/notes.ts';
import { normalizeText } from './course-state.ts';

interface NotesChapter {
  number: number;
  title: string;
  videoId: string;
  /** Length of the video in seconds. */
  duration: number;
}

/** Characters, including inline screenshots. */
export const MAX_NOTES_LENGTH = 50_000_000;
const MAX_NOTES = 2000;
/** A hundred lines a note. */
const MAX_LINES = 200_000;
const HEADING = /^# Notes on chapter (\d+)\b/;
const NOTE = /^- \[(\d{1,4}):([0-5]\d)\](?:\([^)\s]*\))? ?(.*)$/s;
/** Raster images only: an SVG could contain scripts. */
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
 * Parses the format of `formatNotes`: a heading, then one list item per note, with further lines indented by two spaces
 * and the screenshot as a Markdown image.
 *
 * @throws Error with a message for the user
 */
export function parseNotes(chapter: NotesChapter, markdown: string): NoteContent[] {
  if (markdown.length > MAX_NOTES_LENGTH)
    throw new Error('This file is larger than 50 MB, the limit for notes.');
  if (hasMoreLines(markdown, MAX_LINES))
    throw new Error(
      `The file has more than ${MAX_LINES.toLocaleString('en')} lines. Import fewer notes at once.`,
    );
  const lines = markdown.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  checkHeading(chapter.number, lines);
  const notes: { at: number; text: string; image?: string }[] = [];
  for (const [index, line] of lines.entries()) {
    const item = NOTE.exec(line);
    const last = notes.at(-1);
    const image = IMAGE.exec(line)?.[1];
    if (last && image) last.image = image;
    else if (notes.length >= MAX_NOTES && item)
      throw new Error(`The file has more than ${MAX_NOTES} notes. Import fewer at once.`);
    else if (item) notes.push({ at: Number(item[1]) * 60 + Number(item[2]), text: item[3] });
    else if (last && (line.startsWith('  ') || line.trim() === '')) last.text += `\n${line.slice(2)}`;
    else if (HEADING.test(line)) checkHeading(chapter.number, [line]);
    else if (line.trim() !== '')
      throw new Error(
        `Line ${index + 1} is not a note. A note starts with “- [1:23]”, its other lines with two spaces.`,
      );
  }
  const late = notes.find(({ at }) => at > chapter.duration);
  if (late) throw new Error(`A note is at ${formatTimestamp(late.at)}, after the end of the video.`);
  return notes.map((note) => ({ ...note, text: normalizeText(note.text) })).filter(({ text }) => text !== '');
}

/** Counts without a copy of every line. */
function hasMoreLines(text: string, max: number): boolean {
  const lineEnd = /\r\n?|\n/g;
  for (let count = 0; lineEnd.test(text); count++) if (count === max) return true;
  return false;
}

function checkHeading(number: number, lines: readonly string[]): void {
  const heading = lines.find((line) => line.trim() !== '') ?? '';
  const found = HEADING.exec(heading)?.[1];
  if (!found)
    throw new Error(`Not a notes file of this lab: the first line must be “# Notes on chapter ${number}”.`);
  if (Number(found) !== number)
    throw new Error(`These notes are on chapter ${found}. Open that chapter to import them.`);
}
