// Round trip of notes through Markdown, and invalid files.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeText } from '../../../../src/ui/format/note-text.ts';
import { formatNotes, parseNotes } from '../../../../src/ui/state/notes/notes-markdown.ts';

const chapters = [
  { number: 5, title: 'Transformers', videoId: 'xyz' },
  { number: 6, title: 'Attention', videoId: 'abc' },
];

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[-#[\]( )*\n0-9:a]{1,40}$/),
    fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '\r', '\t', '- [1:00]', '\u2028', '# Notes on chapter 5'),
    }),
  )
  .map(normalizeText)
  .filter((text) => text !== '');
const note = fc.record({ chapter: fc.constantFrom(5, 6), at: fc.nat(1570), text });
const notes = fc.array(note, { maxLength: 8 });

test('notes survive a round trip through Markdown', () => {
  fc.assert(
    fc.property(notes, (notes) => {
      const byChapter = notes.toSorted((a, b) => a.chapter - b.chapter);
      const read = formatNotes(chapters, notes).flatMap((file) => parseNotes(chapters, file));
      expect(read).toEqual(byChapter.map((each) => ({ ...each, images: [] })));
    }),
    { numRuns: 500 },
  );
});

test('format of the file', () => {
  const notes = [
    { chapter: 6, at: 668, text: 'Why √d?\nBecause products grow.' },
    { chapter: 6, at: 706, text: 'Mask\n\n![The stage](pictures/a.webp)' },
    { chapter: 5, at: 5, text: 'GPT' },
  ];
  expect(formatNotes(chapters, notes)).toEqual([
    [
      '# Notes on chapter 5: Transformers',
      '',
      '- [0:05](https://youtu.be/xyz?t=5) GPT',
      '',
      '# Notes on chapter 6: Attention',
      '',
      '- [11:08](https://youtu.be/abc?t=668) Why √d?',
      '  Because products grow.',
      '- [11:46](https://youtu.be/abc?t=706) Mask',
      '',
      '  ![The stage](pictures/a.webp)',
      '',
    ].join('\n'),
  ]);
});

test('a file written by hand is parsed: no links, other line endings', () => {
  expect(parseNotes(chapters, '\uFEFF# Notes on chapter 6\r\n\r\n- [1:05] by hand\r\n')).toEqual([
    { chapter: 6, at: 65, text: 'by hand', images: [] },
  ]);
});

test('a picture in a file of version 0.2 is found', () => {
  const image = 'data:image/webp;base64,AAAA';
  const file = `# Notes on chapter 6: Attention\n\n- [11:46](https://youtu.be/abc?t=706) Mask\n\n  ![The stage at 11:46](${image})\n`;
  expect(parseNotes(chapters, file)).toEqual([{ chapter: 6, at: 706, text: 'Mask', images: [image] }]);
});

test('an SVG image is treated as text', () => {
  const line = '  ![x](data:image/svg+xml;base64,AAAA)';
  expect(parseNotes(chapters, `# Notes on chapter 6\n- [1:05] note\n${line}`)).toEqual([
    { chapter: 6, at: 65, text: `note\n${line.trim()}`, images: [] },
  ]);
});

test.each<[string, number, { at?: number; text: string }]>([
  ['notes in thousands', 12_000, { text: 'x' }],
  ['more characters than a file has', 700, { text: 'long '.repeat(4000).trim() }],
  ['more lines than a file has', 60, { text: `a${'\n'.repeat(19_000)}b` }],
  ['a note of 60,000 characters', 1, { text: 'long '.repeat(12_000).trim() }],
  ['as much as an earlier version stored', 1, { text: 'x'.repeat(5_200_000) }],
  ['a note after the end of the video', 1, { at: 599_999, text: 'late' }],
])('what is written is read again: %s', (_, count, note) => {
  const notes = Array.from({ length: count }, (_, at) => ({ chapter: 6, at, ...note }));
  const read = formatNotes(chapters, notes).flatMap((file) => parseNotes(chapters, file));
  expect(read.length).toBe(count);
  expect(read.every(({ at, text }, i) => at === notes[i].at && text === note.text)).toBe(true);
});

const NO_NOTES = 'Not a notes file of this lab: it must begin with a line such as “# Notes on chapter 6”.';

test.each([
  ['', NO_NOTES],
  ['# Shopping\n- milk', NO_NOTES],
  ['# Notes on chapter 9: x', 'The file has notes on chapter 9; there are 2 chapters.'],
  [
    '# Notes on chapter 6\nhello',
    'Line 2 is not a note. A note starts with “- [1:23]”, its other lines with two spaces.',
  ],
  [
    `# Notes on chapter 6\n${'- [1:00] again\n'.repeat(100_000)}`,
    'The file has more than 5000 notes. Import fewer at once.',
  ],
  [
    `# Notes on chapter 6\n- [1:00] blank${'\n'.repeat(40_000_000)}`,
    'The file has more than 500,000 lines. Import fewer notes at once.',
  ],
  [
    `# Notes on chapter 6\n${`- [1:00] ${'long '.repeat(3900)}\n`.repeat(310)}`,
    'The notes have more than 6,000,000 characters. Import fewer at once.',
  ],
  [`# Notes on chapter 6${' '.repeat(50_000_000)}`, 'This file is larger than 50 MB, the limit for notes.'],
])('rejects an invalid file: %.40j', (markdown, sentence) => {
  expect(() => parseNotes(chapters, markdown)).toThrow(sentence);
});
