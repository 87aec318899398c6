// The docs state what `npm run claims` computes: the comparison on planted docs, and that no figure of the docs is outside of it.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agrees, compareDoc, disagreementLine, withComputed } from '../../scripts/claims/compare.ts';
import { DOCS } from '../../scripts/claims/docs/docs.ts';
import { flatten, parseNumber, writeNumber } from '../../scripts/claims/figures.ts';
import { SECTIONS } from '../../scripts/claims/sections.ts';
import { findFigures, isUncomputed, type Statement, slotsOf } from '../../scripts/claims/statements.ts';
import { uncoveredFigures } from '../../scripts/claims/uncovered.ts';

const computed = new Map(
  flatten({ share: 0.7968, edges: 1120.4, loss: -0.0449, rows: [{ low: 0.05 }, { low: 0.249 }] }, 'planted'),
);
const compare = (text: string, doc: string) =>
  compareDoc({ doc: 'docs/planted.md', statements: [{ text }] }, doc, computed, ['planted']);
const agree = (text: string, doc: string) => compare(text, doc).map(agrees);

describe('a figure of a doc', () => {
  it.each([
    ['scores {planted.share%} %', 'It scores 79.7 %.', true],
    ['scores {planted.share%} %', 'It scores 80 %.', true],
    ['scores {planted.share%} %', 'It scores 79.6 %.', false],
    ['scores {planted.share%} %', 'It scores 80.8 %.', false],
    ['scores {planted.share%  %', 'It scores 80.8 %.', undefined],
    ['scores {planted.share% ± 1} %', 'It scores 80.7 %.', true],
    ['scores {planted.share% ± 1} %', 'It scores 80.8 %.', false],
    ['scores {planted.share} here', 'It scores .80\nhere.', true],
    ['{planted.edges} edges', '1,120 edges', true],
    ['{planted.edges} edges', '1,121 edges', false],
    ['by {planted.loss}', 'It changes by −0.045.', true],
    ['by {planted.loss}', 'It changes by 0.045.', false],
    ['at least {planted.rows.1.low% ≥} %', 'at least 24 %', true],
    ['at least {planted.rows.1.low% ≥} %', 'at least 25.0 %', false],
    ['at most {planted.rows.1.low% ≤} %', 'at most 26 %', true],
    ['at most {planted.rows.1.low% ≤} %', 'at most 24 %', false],
  ])('%s in “%s”', (text, doc, expected) => {
    if (expected === undefined) expect(() => agree(text, doc)).toThrow();
    else expect(agree(text, doc)).toEqual([expected]);
  });

  it('is named with its place where it disagrees', () => {
    const [line] = compare('replacement {planted.share%} %', 'Of 5 nodes.\n\nThe replacement\n80.8 %.').map(
      disagreementLine,
    );
    expect(line).toContain('docs/planted.md:4');
    expect(line).toContain('The replacement 80.8 %.');
    expect(line).toMatch(/stated as 80\.8, computed 79\.68\d*, allowed 79\.6\d+ to 79\.7\d+/);
  });

  it('that no section computes disagrees', () => {
    const [unknown] = compare('{planted.shares%} %', '79.7 %');
    expect(agrees(unknown)).toBe(false);
    expect(disagreementLine(unknown)).toContain('its section computes no such figure');
  });

  it('of a section that was not computed is not compared', () => {
    expect(compare('{other.share%} %', '12 %')).toEqual([]);
  });

  it('is found in a table, among others of the same form, by the words before it', () => {
    const doc = '| a | b |\n|---|---|\n| 1 | 5 % |\n\n| c | d |\n|---|---|\n| 1 | 25 % |\n| 2 | +1.0 |\n';
    expect(agree('| c | d | ... | 1 | {planted.rows.1.low%} % | | 2 | {} |', doc)).toEqual([true]);
    expect(() => agree('| 1 | {planted.rows.1.low%} %', doc)).toThrow('stands 2 times');
    expect(() => agree('| 3 | {planted.rows.1.low%} %', doc)).toThrow('stands 0 times');
  });

  it('is written as the doc writes numbers, and only where it disagrees', () => {
    const text =
      '{planted.share%} % of {planted.edges} edges, {planted.loss}, {planted.share}, {planted.rows.0.low}';
    const doc = '80.8 % of 1,000 edges, +0.0, .25, 0.05';
    expect(withComputed(doc, compare(text, doc))).toBe('79.7 % of 1,120 edges, +0.0, .80, 0.05');
  });
});

it.each([
  ['1,120', 1120],
  ['−0.9', -0.9],
  ['+8.07', 8.07],
  ['.95', 0.95],
  ['35,702.5', 35702.5],
])('%s is read and written', (text, value) => {
  expect(parseNumber(text)).toBe(value);
  expect(writeNumber(value, text)).toBe(text);
});

it('finds the figures that no statement covers', () => {
  const doc = [
    '# A doc of 99 %',
    'With `lens 12 %`, head 0.2 and [a](b 0.5) 64, 88 and 35 % are right, in 2 runs −0.3 to 0 % (−2 to 1). It takes 0.25 nats.',
    '| a | 0.1 |\n|---|---|\n| 2 | 30 of 40 |\n',
    '## Times\n12.5 s\n## More\nArXiv arXiv 2202.05262.',
  ].join('\n');
  const uncovered = (statements: Parameters<typeof uncoveredFigures>[0]['statements']) =>
    uncoveredFigures({ doc: 'planted.md', statements }, doc);
  expect(uncovered([])).toHaveLength(11);
  const statements = [
    { text: '{}, {} and {} % are right', because: 'planted' },
    { text: '{planted.low%} to {planted.high%} % ({} to {})', because: 'planted' },
    { text: '{} nats', because: 'planted' },
    { section: 'Times', because: 'planted' },
  ];
  expect(uncovered(statements)).toEqual([
    expect.stringMatching(/^5: 30 in “/),
    expect.stringMatching(/^5: 40 in “/),
  ]);
  expect(() => uncovered([{ section: 'Hours', because: 'planted' }])).toThrow('0 headings');
});

/** How things are built, used and measured on one machine; docs/course.md is printed by the tests of its moments. */
const OTHER_DOCS = [
  'architecture',
  'command-line',
  'course',
  'data',
  'hosting',
  'performance',
  'promises',
  'teaching',
];

it('every other doc says where it states figures', () => {
  const docs = readdirSync('docs').filter((name) => name.endsWith('.md'));
  const others = OTHER_DOCS.map((name) => `${name}.md`);
  const stated = docs.filter((name) => !others.includes(name)).map((name) => `docs/${name}`);
  expect(DOCS.map(({ doc }) => doc).sort()).toEqual(['README.md', ...stated].sort());
});

describe.each(DOCS.map((statements) => [statements.doc, statements] as const))('%s', (doc, all) => {
  const text = readFileSync(doc, 'utf8');
  const statements = all.statements.filter((entry): entry is Statement => !isUncomputed(entry));

  it('has each statement once', () => {
    for (const statement of statements) expect(() => findFigures(text, statement)).not.toThrow();
  });

  it('states nothing twice', () => {
    const starts = statements.flatMap((statement) => findFigures(text, statement).map(({ start }) => start));
    expect(starts).toEqual([...new Set(starts)]);
  });

  it('names sections that are computed', () => {
    const named = statements.flatMap((statement) => slotsOf(statement).map(({ figure }) => figure));
    const sections = named.flatMap((figure) => (figure === undefined ? [] : [figure.split('.')[0]]));
    expect(Object.keys(SECTIONS)).toEqual(expect.arrayContaining([...new Set(sections)]));
  });

  it('gives a reason for each tolerance and each figure that is not computed', () => {
    const isOpen = (statement: Statement) =>
      slotsOf(statement).some(({ figure, within }) => figure === undefined || within > 0);
    expect(statements.filter((statement) => isOpen(statement) && !statement.because)).toEqual([]);
  });

  it('states no other figures', () => {
    expect(uncoveredFigures(all, text)).toEqual([]);
  });
});
