// Notes of one or more chapters as Markdown, and back.

import { msg, str } from '@lit/localize';
import { normalizeText } from '../../format/note-text.ts';
import { formatInteger } from '../../format/numbers.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import type { Note } from '../../types/notes.ts';

/** What is said about a chapter in a file. */
export interface NotesChapter {
  readonly number: number;
  readonly title: string;
  readonly videoId: string;
}

type WrittenNote = Pick<Note, 'chapter' | 'at' | 'text'>;

export interface ReadNote extends WrittenNote {
  /** Pictures of earlier versions, which lie in the text as `data:` URLs. */
  readonly images: readonly string[];
}

/** Bytes or characters, including pictures of earlier versions. */
export const MAX_NOTES_LENGTH = 50_000_000;
/** Of a file; an archive has several. */
const MAX_NOTES = 5000;
/** Of a note that is written here. */
export const MAX_TEXT_LENGTH = 20_000;
/** Of all notes of a file, without pictures. Earlier versions kept at most 5 MB, perhaps in one note. */
const MAX_TEXTS_LENGTH = 6_000_000;
const MAX_LINES = 500_000;
/** Of these, what notes may have beside headings and empty lines. */
const MAX_NOTE_LINES = MAX_LINES - 100;
const HEADING = /^# Notes on chapter (\d+)\b/;
const NOTE = /^- \[(\d{1,4}):([0-5]\d)\](?:\([^)\s]*\))? ?(.*)$/s;
/** Raster images only: an SVG could contain scripts. */
const IMAGE = /^ {2}!\[[^\]]*\]\((data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*)\)$/;

/** Files, each of which `parseNotes` takes. */
export function formatNotes(
  chapters: readonly NotesChapter[],
  notes: readonly WrittenNote[],
): readonly string[] {
  const files: WrittenNote[][] = [];
  let left = { notes: 0, characters: 0, lines: 0 };
  for (const note of notes) {
    const lines = note.text.split('\n').length;
    if (left.notes < 1 || left.characters < note.text.length || left.lines < lines) {
      files.push([]);
      left = { notes: MAX_NOTES, characters: MAX_TEXTS_LENGTH, lines: MAX_NOTE_LINES };
    }
    files.at(-1)?.push(note);
    left = {
      notes: left.notes - 1,
      characters: left.characters - note.text.length,
      lines: left.lines - lines,
    };
  }
  return files.map((file) => formatFile(chapters, file));
}

/** A heading a chapter, one list item a note; further lines are indented by two spaces. */
function formatFile(chapters: readonly NotesChapter[], notes: readonly WrittenNote[]): string {
  const parts = chapters.flatMap(({ number, title, videoId }) => {
    const items = notes
      .filter(({ chapter }) => chapter === number)
      .map(({ at, text }) => {
        const link = `[${formatTimestamp(at)}](https://youtu.be/${videoId}?t=${at})`;
        return `- ${link} ${text.replaceAll(/\n(?!\n)/g, '\n  ')}`;
      });
    return items.length > 0 ? [[`# Notes on chapter ${number}: ${title}`, '', ...items, ''].join('\n')] : [];
  });
  return parts.join('\n');
}

/**
 * Parses the format of `formatNotes`.
 *
 * @throws Error with a message for the user
 */
export function parseNotes(chapters: readonly NotesChapter[], markdown: string): ReadNote[] {
  if (markdown.length > MAX_NOTES_LENGTH)
    throw new Error(msg('This file is larger than 50 MB, the limit for notes.'));
  if (hasMoreLines(markdown, MAX_LINES))
    throw new Error(
      msg(str`The file has more than ${formatInteger(MAX_LINES)} lines. Import fewer notes at once.`),
    );
  const notes: { chapter: NotesChapter; at: number; lines: string[]; images: string[] }[] = [];
  let chapter: NotesChapter | undefined;
  for (const [index, line] of markdown
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .entries()) {
    const item = NOTE.exec(line);
    const last = notes.at(-1);
    const image = IMAGE.exec(line)?.[1];
    const heading = HEADING.exec(line)?.[1];
    if (heading) chapter = knownChapter(chapters, Number(heading));
    else if (!chapter && line.trim() !== '')
      throw new Error(
        msg('Not a notes file of this lab: it must begin with a line such as “# Notes on chapter 6”.'),
      );
    else if (item && chapter) {
      if (notes.length >= MAX_NOTES)
        throw new Error(msg(str`The file has more than ${MAX_NOTES} notes. Import fewer at once.`));
      notes.push({ chapter, at: Number(item[1]) * 60 + Number(item[2]), lines: [item[3]], images: [] });
    } else if (last && image) last.images.push(image);
    else if (last && (line.startsWith('  ') || line.trim() === '')) last.lines.push(line.slice(2));
    else if (line.trim() !== '')
      throw new Error(
        msg(
          str`Line ${index + 1} is not a note. A note starts with “- [1:23]”, its other lines with two spaces.`,
        ),
      );
  }
  if (!chapter)
    throw new Error(
      msg('Not a notes file of this lab: it must begin with a line such as “# Notes on chapter 6”.'),
    );
  const read = notes.map(({ chapter, at, lines, images }) => ({
    ...{ chapter: chapter.number, at, images },
    text: normalizeText(lines.join('\n')),
  }));
  if (charactersOf(read) > MAX_TEXTS_LENGTH)
    throw new Error(
      msg(str`The notes have more than ${formatInteger(MAX_TEXTS_LENGTH)} characters. Import fewer at once.`),
    );
  return read.filter(({ text, images }) => text !== '' || images.length > 0);
}

const charactersOf = (notes: readonly { readonly text: string }[]) =>
  notes.reduce((sum, { text }) => sum + text.length, 0);

/** Counts without a copy of every line. */
function hasMoreLines(text: string, max: number): boolean {
  const lineEnd = /\r\n?|\n/g;
  for (let count = 0; lineEnd.test(text); count++) if (count === max) return true;
  return false;
}

function knownChapter(chapters: readonly NotesChapter[], number: number): NotesChapter {
  const chapter = chapters.find((each) => each.number === number);
  if (!chapter)
    throw new Error(
      msg(str`The file has notes on chapter ${number}; there are ${chapters.length} chapters.`),
    );
  return chapter;
}
