// Markdown of notes: what a hostile text cannot do. What it shows is tested in the browser.

import type { TemplateResult } from 'lit';
import type { Token, Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { parseMarkdown, renderMarkdown } from '../../../../src/ui/course/notes/text/markdown.ts';
import { BOMBS, hostileNotes, longest, SLOW_UNITS } from '../../../support/course/hostile-notes.ts';

const PARTS = { picture: () => [] as never, tag: () => [] as never };

/** Elements and texts of a template. */
function nodesOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum, each) => sum + nodesOf(each), 0);
  if (typeof value === 'string') return 1;
  if (typeof value !== 'object' || !value || !('strings' in value)) return 0;
  const { strings, values } = value as TemplateResult;
  return (strings.join('').match(/<[a-z]/g)?.length ?? 0) + nodesOf(values);
}

const formulasOf = (tokens: readonly Token[]): number =>
  tokens.reduce((sum, { type, ...token }) => {
    const { tokens = [], items = [], header = [], rows = [] } = token as Partial<Tokens.Generic>;
    return sum + (type === 'tex' ? 1 : 0) + formulasOf([tokens, items, header, rows].flat(2));
  }, 0);

it.each([
  '__a',
  '*a ',
  '_a_b',
  '**a _b ',
  '! ',
  '[',
  '- [ ] a\n',
  '|a|b\n',
  '+\n',
  '`a` ',
  'a@b.c ',
  'www.a.b ',
])('a text of %j alone is not drawn, but a short one is', (unit) => {
  expect(parseMarkdown(longest(unit)).tokens).toBeUndefined();
  expect(parseMarkdown(unit.repeat(100)).tokens).toBeDefined();
});

it.each(SLOW_UNITS)('a text of %j alone is not drawn, but a short one is', (unit) => {
  expect(parseMarkdown(longest(unit)).tokens).toBeUndefined();
  expect(parseMarkdown(unit.repeat(100)).tokens).toBeDefined();
});

it('a gap of spaces is not read again from each of them', () => {
  expect(parseMarkdown(`a${' '.repeat(19_000)}b`).tokens).toBeUndefined();
  expect(parseMarkdown(`a${' '.repeat(1000)}b`).tokens).toBeDefined();
});

it.each(['> ', '1. ', '- '])('a text nested as deep as %j repeated is not drawn', (unit) => {
  expect(parseMarkdown(longest(unit)).tokens).toBeUndefined();
});

it.each([
  ['a list', '- **One** of $x_i$ and [a link](https://a.b) in a line of average length.\n', 250],
  ['paragraphs', `${'A sentence of prose, with *emphasis* and a `word` of code. '.repeat(10)}\n\n`, 30],
  ['Hebrew with English words', 'שלום עולם, זה attention של מודל. מה אומר head כאן? ', 300],
  ['Arabic', 'السلام عليكم ورحمة الله وبركاته. ', 500],
  ['Thai', 'ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำแน่นอน และมีคำควบกล้ำ ', 300],
  ['Chinese', '注意力机制让每个词元都能读取前面的词元，权重由查询和键决定。', 600],
  ['a table', '| a cell | another | a third |\n|---|---|---|\n'.padEnd(1200, '| $x$ | `y` | **z** |\n'), 1],
  [
    'formulas',
    'Attention is $\\operatorname{softmax}(QK^\\top / \\sqrt{d_k})V$, with $d_k$ the width.\n\n',
    230,
  ],
])('%s as a long note has it is drawn', (_, unit, times) => {
  expect(parseMarkdown(unit.repeat(times).slice(0, 20_000)).tokens).toBeDefined();
});

it('rows of a table that are filled up to its longest are counted before they are made', () => {
  const table = `${'|a'.repeat(500)}\n${'|-'.repeat(500)}\n${'|\n'.repeat(500)}`;
  expect(parseMarkdown(table)).toEqual({ cost: 0 });
});

describe.each([...Object.entries(BOMBS), ['200 notes of a generator', hostileNotes(200)] as const])(
  '%s',
  (_, texts) => {
    const drawn = texts.flatMap((text) => {
      const { tokens, cost } = parseMarkdown(text);
      return tokens ? [{ tokens, cost, nodes: nodesOf(renderMarkdown(tokens, PARTS)) }] : [];
    });

    it('a note has at most 10,000 nodes, no more than it says, and as many formulas', () => {
      for (const { tokens, cost, nodes } of drawn) {
        expect(cost).toBeLessThanOrEqual(10_000);
        expect(nodes).toBeLessThanOrEqual(3 + 2 * cost);
        expect(formulasOf(tokens)).toBeLessThanOrEqual(cost / 2);
      }
    });

    it('texts that are too much are left out, and no others', () => {
      const kept = { '200 notes of a generator': 107, 'a macro of 1000 letters, used 190 times': 1 }[_] ?? 0;
      expect(drawn).toHaveLength(kept);
    });
  },
);
