// Notes, their pictures and the progress as one ZIP archive, and back. Archives may come from anybody: names, types and sizes are checked.

import { msg, str } from '@lit/localize';
import crc32 from 'crc-32';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { zip } from '../../../shared/zip.ts';
import { normalizeText, PICTURE_NAME, pictureMarkdown } from '../../format/note-text.ts';
import { formatBytes } from '../../format/quantities.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import type { Note } from '../../types/notes.ts';
import type { CourseState } from '../progress/course-state.ts';
import { mergeProgress } from './merge-progress.ts';
import { formatNotes, MAX_NOTES_LENGTH, type NotesChapter, parseNotes } from './notes-markdown.ts';
import type { ImportedNotes } from './notes-store.ts';
import {
  checkPictureSize,
  MAX_PICTURES,
  newId,
  pictureBytes,
  pictureFileName,
  pictureOfFile,
} from './picture-files.ts';
import { formatProgress, parseProgress } from './progress-file.ts';

const NOTES = 'notes.md';
/** The first, and those of notes that are too many for one. */
const NOTES_FILE = /^notes(?:-\d{1,4})?\.md$/;
const PROGRESS = 'progress.json';
const MAX_PROGRESS_BYTES = 5_000_000;
/** A text of the largest size and every picture. */
export const MAX_ARCHIVE_BYTES = 400_000_000;
/** Of texts: a part has up to half a million lines, notes that were imported 10 million. */
const MAX_PARTS = 25;
const MAX_FILES = MAX_PICTURES + MAX_PARTS + 1;
/** What archivers add by themselves. */
const IGNORED = /(^|\/)(__MACOSX\/.*|\.DS_Store|Thumbs\.db|desktop\.ini)$|\/$/;

interface Exported {
  readonly chapters: readonly NotesChapter[];
  /** Deleted ones are left out; of one that is being written, the text so far. */
  readonly notes: readonly Note[];
  /** `data:` URLs by name. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly course: CourseState;
}

export function formatArchive({ chapters, notes, pictures, course }: Exported): Uint8Array<ArrayBuffer> {
  const written = notes
    .filter(({ deleted }) => deleted === undefined)
    .map((note) => ({ ...note, text: normalizeText(note.draft ?? note.text) }))
    .filter(({ text }) => text !== '');
  const encode = (text: string) => new TextEncoder().encode(text);
  return zip([
    ...formatNotes(chapters, written).map((part, i) => ({
      name: i === 0 ? NOTES : NOTES.replace('.', `-${i + 1}.`),
      bytes: encode(part),
    })),
    ...Array.from(pictures, ([name, dataUrl]) => ({
      name: `pictures/${name}`,
      bytes: pictureBytes(dataUrl),
    })),
    { name: PROGRESS, bytes: encode(formatProgress(course)) },
  ]);
}

/**
 * Reads an archive of `formatArchive`, also one that was packed again, or Markdown.
 *
 * @throws Error with a message for the user
 */
export function readNotesFile(chapters: readonly NotesChapter[], bytes: Uint8Array): ImportedNotes {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return readMarkdownFile(chapters, bytes);
  const files = unzip(bytes);
  const pictures = new Map<string, string>();
  for (const [name, content] of files) {
    const picture = name.startsWith('pictures/') ? name.slice('pictures/'.length) : undefined;
    if (picture) pictures.set(picture, pictureOfFile(picture, content));
  }
  const parts = [...files].filter(([name]) => NOTES_FILE.test(name));
  const progressFile = files.get(PROGRESS);
  if (parts.length === 0 && !progressFile)
    throw new Error(msg(str`Not an archive of notes of this lab: it has neither ${NOTES} nor ${PROGRESS}.`));
  const progress = progressFile && parseProgress(decode(PROGRESS, progressFile));
  return {
    ...{ notes: parts.flatMap(([name, part]) => readMarkdown(chapters, name, part, pictures)), pictures },
    ...(progress && { withProgress: (course: CourseState) => mergeProgress(course, progress) }),
  };
}

function readMarkdownFile(chapters: readonly NotesChapter[], bytes: Uint8Array): ImportedNotes {
  const pictures = new Map<string, string>();
  return { notes: readMarkdown(chapters, NOTES, bytes, pictures), pictures };
}

/** Its notes; adds what lies in them as pictures. */
function readMarkdown(
  chapters: readonly NotesChapter[],
  name: string,
  bytes: Uint8Array,
  pictures: Map<string, string>,
): ImportedNotes['notes'] {
  if (bytes.length > 4 * MAX_NOTES_LENGTH)
    throw new Error(msg('This file is larger than 50 MB, the limit for notes.'));
  return parseNotes(chapters, decode(name, bytes)).map(({ images, text, ...note }) => {
    const added = images.map((dataUrl) => {
      const name = pictureFileName(newId(), dataUrl);
      checkPictureSize(msg('A picture'), pictureBytes(dataUrl).length);
      pictures.set(name, dataUrl);
      return pictureMarkdown(msg(str`The stage at ${formatTimestamp(note.at)}`), name);
    });
    return { ...note, text: [text, ...added].filter(Boolean).join('\n\n') };
  });
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(msg(str`${name} is not UTF-8 text.`));
  }
}

/** The files of an archive by their names, without a folder around all of them. Sizes are checked before anything is unpacked. */
function unzip(archive: Uint8Array): Map<string, Uint8Array> {
  const entries: UnzipFileInfo[] = [];
  const unpack = (filter: (entry: UnzipFileInfo) => boolean) => {
    try {
      return unzipSync(archive, { filter });
    } catch {
      throw new Error(msg('The ZIP archive is damaged.'));
    }
  };
  unpack((entry) => {
    if (!IGNORED.test(entry.name)) entries.push(entry);
    return false;
  });
  for (const entry of entries) checkEntry(entry);
  if (entries.length > MAX_FILES) throw new Error(msg(str`The archive has more than ${MAX_FILES} files.`));
  const total = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (total > MAX_ARCHIVE_BYTES)
    throw new Error(
      msg(str`The archive unpacks to ${formatBytes(total)}; the limit is ${formatBytes(MAX_ARCHIVE_BYTES)}.`),
    );
  const files = unpack(({ name }) => !IGNORED.test(name));
  const checksums = checksumsOf(archive);
  for (const { name, originalSize } of entries)
    if (files[name]?.length !== originalSize || crc32.buf(files[name]) !== checksums.get(name))
      throw new Error(msg('The ZIP archive is damaged.'));
  return new Map(Object.entries(files).map(([name, bytes]) => [splitPath(name).path, bytes]));
}

/**
 * The checksums in an archive's directory, which `unzipSync` has read without checking them: it cuts a file at the size that the
 * directory says. By name; of two files with the same name, the last counts.
 */
function checksumsOf(archive: Uint8Array): Map<string, number> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  let end = archive.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end--;
  const checksums = new Map<string, number>();
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 8, true); count > 0; count--) {
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const path = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + name));
    checksums.set(path, view.getInt32(at + 16, true));
    at += 46 + name + extra + comment;
  }
  return checksums;
}

/** Of a packed file no more is unpacked than it declares; a stored one has the size that it takes. */
const sizeOf = ({ size, originalSize }: UnzipFileInfo) => Math.max(size, originalSize);

/** An archiver may have put one folder around everything. */
function splitPath(name: string): { folder: string; path: string } {
  const path = /(?:^|\/)((?:pictures\/)?[^/]+)$/.exec(name)?.[1] ?? name;
  return { folder: name.slice(0, name.length - path.length), path };
}

function checkEntry(entry: UnzipFileInfo): void {
  const { folder, path } = splitPath(entry.name);
  const size = sizeOf(entry);
  const picture = path.startsWith('pictures/') ? path.slice('pictures/'.length) : undefined;
  const isKnown = picture ? PICTURE_NAME.test(picture) : NOTES_FILE.test(path) || path === PROGRESS;
  if (!isKnown || !/^([\w -][\w .-]*\/)?$/.test(folder))
    throw new Error(
      msg(str`The archive has a file “${entry.name.slice(0, 80)}”, which is not a part of exported notes.`),
    );
  if (![0, 8].includes(entry.compression))
    throw new Error(msg(str`${path} is packed with a method that is not read; use a plain ZIP archive.`));
  if (picture) checkPictureSize(path, size);
  const limit = path === PROGRESS ? MAX_PROGRESS_BYTES : MAX_NOTES_LENGTH;
  if (size > limit)
    throw new Error(msg(str`${path} has ${formatBytes(size)}; the limit is ${formatBytes(limit)}.`));
}
