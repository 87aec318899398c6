// Round trip of notes, pictures and progress through a ZIP archive; hostile archives are refused with a sentence.
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { zip } from '../../../../src/shared/zip.ts';
import { normalizeText, picturesOf, tagsOf } from '../../../../src/ui/format/note-text.ts';
import { formatArchive, readNotesFile } from '../../../../src/ui/state/notes/notes-archive.ts';
import type { CourseState } from '../../../../src/ui/state/progress/course-state.ts';
import { unzip } from '../../../support/unzip.ts';

const chapters = Array.from({ length: 7 }, (_, i) => ({
  ...{ number: i + 1, title: `Chapter ${i + 1}`, videoId: 'abc' },
}));
const WEBP = 'data:image/webp;base64,UklGRgAAAABXRUJQ';
const PNG = 'data:image/png;base64,iVBORw0KGgo=';
const JPEG = 'data:image/jpeg;base64,/9j/4AAQ';
const PICTURES = new Map([
  ['a-1.webp', WEBP],
  ['b.png', PNG],
  ['c.jpg', JPEG],
]);
const COURSE: CourseState = {
  seen: { 6: [0, 3] },
  played: { 6: [[0, 12.5]] },
  answers: { 'attention/mask': { box: 2, due: 1.7e12, right: 2, wrong: 1 } },
  tasks: { 'attention/head': 1.7e12 },
  last: { chapter: 6, at: 12.5 },
  pausesBefore: true,
};
const EMPTY = { chapters, notes: [], pictures: new Map<string, string>(), course: { seen: {} } };

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '#tag', '$x_1$', '![p](pictures/b.png)', '- [1:00] ', '`', '<b>'),
    }),
  )
  .map(normalizeText)
  .filter((text) => text !== '');
const notes = fc.array(fc.record({ chapter: fc.integer({ min: 1, max: 7 }), at: fc.nat(1500), text }), {
  maxLength: 6,
});

test('texts, times, tags and pictures survive a round trip', () => {
  fc.assert(
    fc.property(notes, (notes) => {
      const withIds = notes.map((note, i) => ({ ...note, id: `${i}` }));
      const archive = formatArchive({ ...EMPTY, notes: withIds, pictures: PICTURES, course: COURSE });
      const read = readNotesFile(chapters, archive);
      const sorted = notes.toSorted((a, b) => a.chapter - b.chapter);
      expect(read.notes).toEqual(sorted);
      expect(read.notes.flatMap(({ text }) => [tagsOf(text), picturesOf(text)])).toEqual(
        sorted.flatMap(({ text }) => [tagsOf(text), picturesOf(text)]),
      );
      expect(read.pictures).toEqual(PICTURES);
      expect(read.withProgress?.({ seen: {} })).toEqual(COURSE);
    }),
    { numRuns: 200 },
  );
});

test('any number of notes is exported, in as many files as that takes, and read again', () => {
  const text = 'x'.repeat(20_000);
  const notes = Array.from({ length: 6000 }, (_, i) => ({
    id: `${i}`,
    chapter: 6,
    at: i,
    text: `note ${i}`,
  }));
  const long = Array.from({ length: 400 }, (_, i) => ({ id: `l${i}`, chapter: 7, at: 599_999, text }));
  const archive = formatArchive({ ...EMPTY, notes: [...notes, ...long], course: COURSE });
  expect([...unzip(archive).keys()]).toEqual(['notes.md', 'notes-2.md', 'notes-3.md', 'progress.json']);
  const read = readNotesFile(chapters, archive);
  expect(read.notes).toEqual([...notes, ...long].map(({ id: _, ...note }) => note));
  expect(read.withProgress?.({ seen: {} })).toEqual(COURSE);
});

test('deleted notes are left out; of one that is being written, the text so far is written', () => {
  const notes = [
    { id: '1', chapter: 6, at: 1, text: 'gone', deleted: 1 },
    { id: '2', chapter: 6, at: 2, text: '', draft: 'so fa' },
    { id: '3', chapter: 6, at: 3, text: '', draft: '' },
  ];
  const { notes: read } = readNotesFile(chapters, formatArchive({ ...EMPTY, notes }));
  expect(read).toEqual([{ chapter: 6, at: 2, text: 'so fa' }]);
});

test('an archive is read after another program has packed it again, with a folder around it', () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const packed = zipSync({
    'my notes/notes.md': encode('# Notes on chapter 6\n\n- [1:05] packed ![p](pictures/b.png)\n'),
    'my notes/pictures/b.png':
      Uint8Array.fromBase64?.('iVBORw0KGgo=') ?? Buffer.from('iVBORw0KGgo=', 'base64'),
    '__MACOSX/my notes/._notes.md': encode('x'),
    'my notes/.DS_Store': encode('x'),
  });
  const { notes, pictures, withProgress } = readNotesFile(chapters, packed);
  expect(notes).toEqual([{ chapter: 6, at: 65, text: 'packed ![p](pictures/b.png)' }]);
  expect(pictures).toEqual(new Map([['b.png', PNG]]));
  expect(withProgress).toBeUndefined();
});

test('Markdown of version 0.2 with a picture in it is read', () => {
  const file = `# Notes on chapter 6: Attention\n\n- [11:46](https://youtu.be/abc?t=706) Mask\n\n  ![The stage at 11:46](${WEBP})\n`;
  const { notes, pictures } = readNotesFile(chapters, new TextEncoder().encode(file));
  const [[name, image]] = pictures;
  expect(image).toBe(WEBP);
  expect(notes).toEqual([{ chapter: 6, at: 706, text: `Mask\n\n![The stage at 11:46](pictures/${name})` }]);
});

test('progress is merged: nothing of either is lost', () => {
  const { withProgress } = readNotesFile(chapters, formatArchive({ ...EMPTY, course: COURSE }));
  const here: CourseState = {
    seen: { 6: [3, 5], 1: [0] },
    played: { 6: [[10, 20]] },
    answers: {
      'attention/mask': { box: 0, due: 1, right: 0, wrong: 1 },
      'attention/other': { box: 1, due: 5, right: 1, wrong: 0 },
    },
    tasks: { 'attention/head': 5 },
    last: { chapter: 1, at: 3 },
    pausesBefore: false,
  };
  expect(withProgress?.(here)).toEqual({
    seen: { 6: [3, 5, 0], 1: [0] },
    played: { 6: [[0, 20]] },
    answers: {
      'attention/mask': { box: 2, due: 1.7e12, right: 2, wrong: 1 },
      'attention/other': here.answers?.['attention/other' as never],
    },
    tasks: { 'attention/head': 5 },
    last: { chapter: 1, at: 3 },
    pausesBefore: false,
  });
});

describe('refused with a sentence', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const NOTES = { name: 'notes.md', bytes: bytes('# Notes on chapter 6\n\n- [1:05] x\n') };
  const foreign = (name: string) =>
    `The archive has a file “${name}”, which is not a part of exported notes.`;
  const png = Buffer.from('iVBORw0KGgo=', 'base64');
  const progress = (change: object) => ({
    name: 'progress.json',
    bytes: bytes(JSON.stringify({ format: 'mini-llm-lab progress', version: 1, seen: {}, ...change })),
  });

  test.each([
    [
      'no archive of notes',
      [],
      'Not an archive of notes of this lab: it has neither notes.md nor progress.json.',
    ],
    ['a path to elsewhere', [{ ...NOTES, name: '../notes.md' }], foreign('../notes.md')],
    ['a path from the root', [{ ...NOTES, name: '/notes.md' }], foreign('/notes.md')],
    ['a path with backslashes', [{ ...NOTES, name: '..\\notes.md' }], foreign('..\\notes.md')],
    ['folders in folders', [{ ...NOTES, name: 'a/b/notes.md' }], foreign('a/b/notes.md')],
    ['another file', [NOTES, { name: 'run.exe', bytes: png }], foreign('run.exe')],
    ['an SVG', [NOTES, { name: 'pictures/a.svg', bytes: bytes('<svg/>') }], foreign('pictures/a.svg')],
    ['a name of a prototype', [NOTES, { name: '__proto__', bytes: png }], foreign('__proto__')],
    [
      'a picture of another type',
      [NOTES, { name: 'pictures/a.webp', bytes: png }],
      'a.webp is not a picture of the type that its name says.',
    ],
    [
      'markup named as a picture',
      [NOTES, { name: 'pictures/a.png', bytes: bytes('<svg onload=alert(1)>') }],
      'a.png is not a picture of the type that its name says.',
    ],
    [
      'a picture that is too large',
      [NOTES, { name: 'pictures/a.png', bytes: Buffer.concat([png, Buffer.alloc(1_000_000)]) }],
      'pictures/a.png has 1.0\u202fMB; a picture has at most 1.0\u202fMB.',
    ],
    [
      'too many pictures',
      [NOTES, ...Array.from({ length: 327 }, (_, i) => ({ name: `pictures/${i}.png`, bytes: png }))],
      'The archive has more than 326 files.',
    ],
    [
      'notes that are not text',
      [{ name: 'notes.md', bytes: Uint8Array.of(255, 254) }],
      'notes.md is not UTF-8 text.',
    ],
    [
      'progress that is not JSON',
      [{ name: 'progress.json', bytes: bytes('{') }],
      'progress.json is not JSON.',
    ],
    [
      'a key twice',
      [{ name: 'progress.json', bytes: bytes('{"a":1,"a":2}') }],
      /^progress.json has the key 'a' twice/,
    ],
    ['an unknown part', [progress({ coins: 5 })], /coins is not valid/],
    ['an unknown chapter', [progress({ seen: { 8: [1] } })], /seen.8 is not valid/],
    ['a time that is none', [progress({ played: { 6: [[5, -1]] } })], /played.6.0.1 is not valid/],
    [
      'a box that is none',
      [progress({ answers: { 'a/b': { box: 9, due: 0, right: 0, wrong: 0 } } })],
      /answers.a\/b.box is not valid/,
    ],
    ['another format', [progress({ version: 2 })], /version is not valid/],
  ])('%s', (_, files, sentence) => {
    expect(() => readNotesFile(chapters, zip(files))).toThrow(sentence);
  });

  test('a file that unpacks to too much', () => {
    const bomb = zipSync({ 'notes.md': new Uint8Array(60_000_000) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => readNotesFile(chapters, bomb)).toThrow('notes.md has 60\u202fMB; the limit is 50\u202fMB.');
  });

  test.each([
    ['a file that is cut where the directory says', 24],
    ['a file that is not the one of the checksum', 16],
  ])('%s', (_, field) => {
    const text = `# Notes on chapter 6\n${'\n- [1:05] some words\n'.repeat(1000)}`;
    const archive = zipSync({ 'notes.md': bytes(text) });
    expect(readNotesFile(chapters, archive).notes).toHaveLength(1000);
    const view = new DataView(archive.buffer);
    view.setUint32(view.getUint32(archive.length - 6, true) + field, 100, true);
    expect(() => readNotesFile(chapters, archive)).toThrow('The ZIP archive is damaged.');
  });

  test('a damaged archive', () => {
    const archive = formatArchive({ ...EMPTY, course: COURSE });
    for (const length of [3, 30, archive.length - 30])
      expect(() => readNotesFile(chapters, archive.subarray(0, length))).toThrow(
        'The ZIP archive is damaged.',
      );
  });
});
