// CSV of tables: quoting, machine-readable numbers, and protection against formula injection.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCsv } from '../../../src/ui/files/csv.ts';

const cellsOf = (...cells: string[]) => toCsv({ columns: ['a'], rows: [{ name: 'row', cells }] });

test('line ends and quotes follow RFC 4180', () => {
  expect(
    toCsv({
      columns: ['token', 'p, in %'],
      rows: [
        { name: 'the', cells: ['12'] },
        { name: 'a "b"', cells: ['c\nd'] },
      ],
    }),
  ).toBe('token,"p, in %"\r\nthe,12\r\n"a ""b""","c\nd"\r\n');
});

test.each([
  ['1,480', '1480'],
  ['+2.31', '2.31'],
  ['−1.2\u202f×\u202f10⁻⁶', '-1.2e-6'],
])('the number %s is exported as %s', (shown, written) => {
  expect(cellsOf(shown)).toBe(`a\r\nrow,${written}\r\n`);
});

test.each([
  '=1+1',
  '=HYPERLINK("http://x.example","y")',
  '+cmd|calc',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  ' =1',
  '＝1+1',
  '\u200b=1',
  '\u00ad=1',
  '\u2060=1',
  '\u061c=1',
  '\u200f=1',
  '\u202e=1',
  '\u2066=1',
  '\u180e=1',
  '\u0000=1',
  '\u0008+1+1',
  '\u009f@SUM(A1)',
  '\ufe0f=1',
  ' \u00ad\u2060\u0001 =1',
  '﹦1+1',
  '−1+A1',
])('the token %j is not a formula', (token) => {
  const cell = cellsOf(token).slice('a\r\nrow,'.length);
  expect(cell).toMatch(token.startsWith('−') ? /^−/ : /^"?'/);
});

test('any cells round-trip through a CSV parser', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (cells) => {
      const [, [, ...read]] = parsed(toCsv({ columns: [], rows: [{ name: 'r', cells }] }));
      read.forEach((cell, i) => {
        const number = /^-?[\d.]+(e[-+]?\d+)?$/.test(cell);
        expect([cells[i], `'${cells[i]}`].includes(cell) || number).toBe(true);
      });
      expect(read).toHaveLength(cells.length);
    }),
  );
});

/** RFC 4180, a character at a time. */
function parsed(text: string): string[][] {
  const rows: string[][] = [[]];
  let [cell, quoted] = ['', false];
  for (let i = 0; i < text.length; i++) {
    if (quoted && text[i] === '"' && text[i + 1] === '"') cell += text[i++];
    else if (text[i] === '"') quoted = !quoted;
    else if (!quoted && text[i] === ',') {
      rows.at(-1)?.push(cell);
      cell = '';
    } else if (!quoted && text.startsWith('\r\n', i)) {
      rows.at(-1)?.push(cell);
      rows.push([]);
      cell = '';
      i++;
    } else cell += text[i];
  }
  return rows.slice(0, -1);
}
