// Round trip of notes through Markdown, and invalid files.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeText } from '../../../../src/ui/state/progress/course-state.ts';
import { formatNotes, parseNotes } from '../../../../src/ui/state/progress/notes-markdown.ts';

const chapter = { number: 6, title: 'Attention', videoId: 'abc', duration: 1570 };

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[-#[\]( )*\n0-9:a]{1,40}$/),
    fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', '\t', '- [1:00]', '\u2028') }),
  )
  .map(normalizeText)
  .filter((text) => text !== '');
const image = fc.base64String({ minLength: 4 }).map((bytes) => `data:image/webp;base64,${bytes}`);
const notes = fc.uniqueArray(
  fc.record({ at: fc.nat(chapter.duration), text, image }, { requiredKeys: ['at', 'text'] }),
  { maxLength: 8, selector: ({ at, text }) => `${at} ${text}` },
);

test('notes survive a round trip through Markdown', () => {
  fc.assert(
    fc.property(notes, (notes) => {
      expect(parseNotes(chapter, formatNotes(chapter, notes))).toEqual(notes);
    }),
    { numRuns: 500 },
  );
});

test('format of the file', () => {
  const notes = [
    { at: 668, text: 'Why √d?\nBecause products grow.' },
    { at: 706, text: 'Mask', image: 'data:image/webp;base64,AAAA' },
  ];
  expect(formatNotes(chapter, notes)).toBe(
    [
      '# Notes on chapter 6: Attention',
      '',
      '- [11:08](https://youtu.be/abc?t=668) Why √d?',
      '  Because products grow.',
      '- [11:46](https://youtu.be/abc?t=706) Mask',
      '',
      '  ![The stage at 11:46](data:image/webp;base64,AAAA)',
      '',
    ].join('\n'),
  );
});

test('a file written by hand is parsed: no links, other line endings', () => {
  expect(parseNotes(chapter, '\uFEFF# Notes on chapter 6\r\n\r\n- [1:05] by hand\r\n')).toEqual([
    { at: 65, text: 'by hand' },
  ]);
});

test('an SVG image is treated as text', () => {
  const line = '  ![x](data:image/svg+xml;base64,AAAA)';
  expect(parseNotes(chapter, `# Notes on chapter 6\n- [1:05] note\n${line}`)).toEqual([
    { at: 65, text: `note\n${line.trim()}` },
  ]);
});

test.each([
  ['', 'Not a notes file of this lab: the first line must be “# Notes on chapter 6”.'],
  ['# Notes on chapter 5: x', 'These notes are on chapter 5. Open that chapter to import them.'],
  [
    '# Notes on chapter 6\nhello',
    'Line 2 is not a note. A note starts with “- [1:23]”, its other lines with two spaces.',
  ],
  [
    '# Notes on chapter 6\n- [1:00] mine\n\n# Notes on chapter 5\n- [1:00] another’s',
    'These notes are on chapter 5. Open that chapter to import them.',
  ],
  [
    `# Notes on chapter 6\n${'- [1:00] again\n'.repeat(100_000)}`,
    'The file has more than 2000 notes. Import fewer at once.',
  ],
  [
    `# Notes on chapter 6\n- [1:00] blank${'\n'.repeat(40_000_000)}`,
    'The file has more than 200,000 lines. Import fewer notes at once.',
  ],
  ['# Notes on chapter 6\n- [99:00] late', 'A note is at 99:00, after the end of the video.'],
  [`# Notes on chapter 6${' '.repeat(50_000_000)}`, 'This file is larger than 50 MB, the limit for notes.'],
])('rejects an invalid file: %.40j', (markdown, sentence) => {
  expect(() => parseNotes(chapter, markdown)).toThrow(sentence);
});
