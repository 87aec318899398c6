// Notes that would hang or crash a page that draws them whole.

import fc from 'fast-check';
import { COURSE } from '../../../src/ui/course/course.ts';
import { formatNotes, MAX_TEXT_LENGTH } from '../../../src/ui/state/notes/notes-markdown.ts';

/** As many copies as a note may hold. */
export const longest = (unit: string) => unit.repeat(Math.floor(MAX_TEXT_LENGTH / unit.length)).trim();

const hundred = (text: (index: number) => string) => Array.from({ length: 100 }, (_, i) => text(i));

const row = (cell: string) => `${`|${cell}`.repeat(90)}|`;

/** Each alone, or with a space after it, in a text of 20,000 characters: shaped, turned or read again and again. */
export const SLOW_UNITS = [
  'ب',
  'ߊ',
  'ﷺ',
  'ก',
  'אa',
  'אa ',
  'א1',
  'ب\u200c',
  '\u202eא\u202da\u2067',
  '\u2067a\u2069',
  '\u2067a\u2069 ',
  'ᠠ',
  'a',
  '漢',
  '&a;',
];

/** Texts of notes on one chapter. */
export const BOMBS: Readonly<Record<string, readonly string[]>> = {
  'a macro of 1000 letters, used 190 times': [`$$\\def\\x{${'a'.repeat(1000)}}${'\\x'.repeat(190)}$$`],
  '100 notes of formulas': hundred(() => longest('$a$ ')),
  '100 notes of tags': hundred((i) =>
    Array.from({ length: 2800 }, (_, k) => `#${(5000 * i + k).toString(36)}`).join(' '),
  ),
  '100 notes of tables': hundred((i) =>
    [`${i}`, '', row('a'), row('-'), ...Array(89).fill(row('a'))].join('\n'),
  ),
};

const WORDS =
  'the loss of a head is 0.5 # * _ ** ~~ ` [ ![ ]( <b> </b> <!-- \\ | ! & $ $$ https://a.b www.a.b a@b.c'.split(
    ' ',
  );
const TEX =
  'a x_1 y^2 + \\frac{1}{2} \\sqrt{x} \\def\\x{aa} \\x \\x\\x \\newcommand\\y[1]{#1#1} \\y{a} \\let\\z\\y \\cancelto{0}{x} \\llap{x} ' +
  '\\begin{matrix}a&b\\\\c&d\\end{matrix} && \\\\ { } ^{ _{ \\left( \\right) \\tag{1} \\df@tag \\Braket{a|b} \\text{a} \\, \\LaTeX \\pmb{a} ' +
  '\\xrightarrow{a} \\raise1em{a} \\overbrace{a}^{b} \\href{x}{y} \\rule{9em}{9em}';

/** A text that may contain `inner`, many times. */
const repeated = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(inner, { minLength: 1, maxLength: 5 }), fc.constantFrom(1, 1, 1, 2, 3, 10, 30, 3000))
    .map(([units, times]) => units.join('').repeat(times).slice(0, MAX_TEXT_LENGTH));

const formula = fc
  .tuple(fc.constantFrom('$', '$$'), repeated(fc.constantFrom(...TEX.split(' '))))
  .map(([dollar, tex]) => `${dollar}${tex}${dollar}`);

const nested = fc
  .tuple(
    fc.array(fc.constantFrom('{', '\\sqrt{', 'x^{', '\\pmb{', '\\llap{', '\\frac{1}{', '\\begin{matrix}{'), {
      maxLength: 4,
    }),
    fc.constantFrom(1, 10, 200),
  )
  .map(([opening, times]) => {
    const closing = opening.toReversed().map((each) => (each.includes('matrix') ? '}\\end{matrix}' : '}'));
    return `$$${opening.join('').repeat(times)}x${closing.join('').repeat(times)}$$`;
  });

const inline = fc.oneof(
  repeated(fc.constantFrom(...WORDS, ' ', 'a', '\n')),
  formula,
  nested,
  fc
    .constantFrom('**', '*', '_', '__', '~~')
    .chain((mark) => repeated(fc.constantFrom(`${mark}a`, `a${mark} `, `${mark}a${mark} `))),
  fc.nat(1e6).map((n) => `#tag${n} [a](https://a.b/${n}) ![a](pictures/a.png) <b title="${n}">`),
  fc.constant('a'.repeat(2000)),
);

const PREFIXES = ['', '- ', '1. ', '> ', '> - ', '- > ', '  - ', '    ', '# ', '- [ ] ', '|'];

const block = fc.oneof(
  fc
    .tuple(fc.constantFrom(...PREFIXES), fc.constantFrom(1, 2, 5, 30), inline)
    .map(([prefix, depth, text]) => prefix.repeat(depth) + text),
  fc
    .tuple(fc.constantFrom(...PREFIXES), repeated(inline))
    .map(([prefix, text]) => text.replaceAll(/^/gm, prefix)),
  fc
    .tuple(
      fc.constantFrom(1, 3, 9, 90, 1500),
      fc.constantFrom(1, 3, 9, 90, 1500),
      fc.constantFrom('a', '', '**a**', '$a$', '#a'),
    )
    .map(
      ([columns, rows, cell]) =>
        [`|${cell}`, '|-', `|${cell}`].map((each) => each.repeat(columns + 1)).join('\n') +
        '\n|'.repeat(rows),
    ),
  inline.map((text) => `\`\`\`\n${text}`),
);

/** The same texts each time: mixtures of nested lists, quotes, tables, formulas, macros, emphasis, tags, links and long lines. */
export const hostileNotes = (count: number): string[] =>
  fc
    .sample(
      fc.array(block, { minLength: 1, maxLength: 4 }).map((blocks) => blocks.join('\n\n')),
      { numRuns: count, seed: 1 },
    )
    .map((text) => text.slice(0, MAX_TEXT_LENGTH));

/** Files of Markdown with these notes on chapter 6, one a second. */
export const notesFiles = (texts: readonly string[]): readonly string[] =>
  formatNotes(
    COURSE,
    texts.map((text, at) => ({ chapter: 6, at, text })),
  );
