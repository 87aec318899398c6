// Figures of a doc that no statement covers: percentages, decimals, and all numbers in the bodies of tables.
import { NUMBER } from './figures.ts';
import { type DocStatements, findFigures, isUncomputed } from './statements.ts';

/** `64, 88 and 35 %`, `97 to 100 %`, `0 % (−2 to 1)`: one percent sign for several numbers. */
const PERCENTAGES = new RegExp(
  String.raw`${NUMBER}(?:(?:, | to | and | or | / |; )${NUMBER})*\s?%(?: \(${NUMBER} to ${NUMBER}\))?`,
  'g',
);
const DECIMALS = /(?<![\w.])[+−]?\d*\.\d+(?![\w.]*\w)/g;
/** Of a cell that is a figure and not a sentence. */
const FEW_LETTERS = 20;
/** Shown on either side of a figure. */
const WORDS = 30;
const TABLE_ROW = /^\|.*\|$/gm;
const CELL = /(?<=\|)[^|\n]+(?=\|)/g;

/** Each as `line: figure in “words”`. */
export function uncoveredFigures({ statements }: DocStatements, text: string): string[] {
  const covered = new Set<number>();
  for (const statement of statements) {
    if (isUncomputed(statement)) for (const at of sectionOf(text, statement.section)) covered.add(at);
    else
      for (const { start, stated } of findFigures(text, statement))
        for (let i = 0; i < stated.length; i++) covered.add(start + i);
  }
  return figuresIn(text)
    .filter(({ start }) => !covered.has(start))
    .map(({ start, figure }) => {
      const words = text
        .slice(Math.max(0, start - WORDS), start + figure.length + WORDS)
        .replaceAll(/\s+/g, ' ');
      return `${text.slice(0, start).split('\n').length}: ${figure} in “…${words}…”`;
    });
}

function figuresIn(text: string): { readonly start: number; readonly figure: string }[] {
  const prose = withoutNames(text);
  const found = new Map<number, string>();
  const collect = (part: string, from: number) => {
    for (const { 0: figure, index } of part.matchAll(new RegExp(NUMBER, 'g')))
      found.set(from + index, figure);
  };
  for (const { 0: part, index } of prose.matchAll(PERCENTAGES)) collect(part, index);
  for (const { 0: part, index } of prose.matchAll(DECIMALS)) collect(part, index);
  for (const { 0: row, index } of prose.matchAll(TABLE_ROW))
    for (const { 0: cell, index: at } of row.matchAll(CELL))
      if (cell.replaceAll(/\P{L}/gu, '').length <= FEW_LETTERS) collect(cell, index + at);
  return [...found].map(([start, figure]) => ({ start, figure })).sort((a, b) => a.start - b.start);
}

/** Code, addresses, headings, heads and first columns of tables, and names that look like numbers, replaced by spaces. */
const withoutNames = (text: string) =>
  text.replaceAll(
    /```[\s\S]*?```|`[^`]*`|\]\([^)]*\)|^#.*$|^\|.*\n(?=\|[ :|-]+\|$)|arXiv \S+|(?<=^\|)[^|\n]*|\b(?:[Hh]eads?|features?) \d+\.\d+(?:(?:, | and | to )\d+\.\d+)*|\bseeds? \d+(?:(?:, | and | to )\d+)*/gm,
    (name) => name.replaceAll(/[^\n]/g, ' '),
  );

/** Where the figures of a section may stand. @throws Error unless the doc has one heading of this name */
function* sectionOf(text: string, heading: string): Generator<number> {
  const parts = text.split(/^(?=#)/m);
  const own = parts.filter((part) => part.split('\n')[0].replace(/^#+ /, '') === heading);
  if (own.length !== 1) throw new Error(`claims: ${own.length} headings “${heading}” in the doc, not one`);
  const start = parts.slice(0, parts.indexOf(own[0])).join('').length;
  for (let i = 0; i < own[0].length; i++) yield start + i;
}
