// Formulas of notes: how many tokens Temml expands, and how many elements it makes, before a formula is refused.

import { readFileSync } from 'node:fs';
import * as module from 'temml';
import { expect, it } from 'vitest';
import { formulaSize, MAX_FORMULA_SIZE } from '../../../../src/ui/course/notes/text/formula-size.ts';
import { TEX_OPTIONS } from '../../../../src/ui/course/notes/text/tex.ts';
import { BOMBS, hostileNotes } from '../../../support/course/hostile-notes.ts';

const { default: temml } = module as unknown as { default: typeof module };

/** Tokens that Temml looks up in its macros, and elements of the result: none of a formula that is wrong. */
function rendered(tex: string): { tokens: number; elements: number } {
  let tokens = 0;
  const macros = new Proxy<Record<string, unknown>>(Object.create(null), {
    getOwnPropertyDescriptor(target, name) {
      tokens++;
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
  });
  try {
    const mathML = temml.renderToString(tex, { ...TEX_OPTIONS, displayMode: true, macros });
    return { tokens, elements: mathML.match(/<[a-z]/g)?.length ?? 0 };
  } catch {
    return { tokens, elements: 0 };
  }
}

/** Arrows of chemistry have the most. */
const MAX_ELEMENTS_OF_TOKEN = 10;

const isRendered = (tex: string) => formulaSize(tex) <= MAX_FORMULA_SIZE;

const nested = (form: string, command: string, depth: number) => {
  let tex = 'x';
  for (let i = 0; i < depth; i++) tex = form.replace('COMMAND', () => command).replace('INNER', () => tex);
  return tex;
};

const LETTERS = 'a'.repeat(1000);

it.each([
  `\\def\\x{${LETTERS}}${'\\x'.repeat(190)}`,
  `\\gdef\\x{${LETTERS}}`,
  `\\edef\\x{${LETTERS}}`,
  `\\newcommand{\\x}[1]{#1#1}\\x{\\x{a}}`,
  `\\renewcommand\\frac{a}`,
  `\\providecommand\\x{a}`,
  '\\let\\x=a',
  '\\futurelet\\x a',
  '\\global\\def\\x{a}',
  '\\def\\x#1;{\\x#1#1;}\\x a;',
  `\\tag{${LETTERS}}${'\\df@tag'.repeat(100)}`,
  `\\begin{matrix}${'&'.repeat(200)}${'\\\\'.repeat(200)}\\end{matrix}`,
  `\\bordermatrix{${'&'.repeat(200)}${'\\cr '.repeat(200)}}`,
  `\\begin{CD}${'A@>>>'.repeat(100)}${'\\\\'.repeat(100)}\\end{CD}`,
  '\\cancelto{a}{'.repeat(10),
  '\\llap{'.repeat(12),
  'a'.repeat(2001),
])('%s is not rendered', (tex) => {
  expect(isRendered(tex)).toBe(false);
});

it.each([
  'e^{-\\infty}',
  '\\operatorname{softmax}\\left(\\frac{QK^\\top}{\\sqrt{d_k}}\\right)V \\tag{1}',
  `\\begin{pmatrix}${Array(10).fill(Array(10).fill('x_{ij}').join('&')).join('\\\\')}\\end{pmatrix}`,
  '\\cancelto{0}{x} + \\llap{y}',
  '\\deg + \\lettuce',
])('%s is a formula of reasonable size', (tex) => {
  expect(isRendered(tex)).toBe(true);
});

it('formulas of hostile notes expand to a bounded number of tokens and elements', () => {
  const formulas = [...Object.values(BOMBS).flat(), ...hostileNotes(200)]
    .flatMap((text) => Array.from(text.matchAll(/\$+([^$]+)\$+/g), ([, tex]) => tex))
    .filter(isRendered);
  const unique = [...new Set(formulas)];
  expect(unique.length).toBeGreaterThan(90);
  for (const tex of unique) {
    const { tokens, elements } = rendered(tex);
    expect(tokens, tex).toBeLessThanOrEqual(10_000);
    expect(elements, tex).toBeLessThanOrEqual(MAX_ELEMENTS_OF_TOKEN * MAX_FORMULA_SIZE);
  }
});

it('no command of Temml multiplies what is nested in it beyond the size that is counted', () => {
  const source = readFileSync('node_modules/temml/dist/temml.mjs', 'utf8');
  const commands = [
    ...new Set(Array.from(source.matchAll(/"\\(\\(?:[a-zA-Z@]+|[^a-zA-Z@"]))"/g), ([, name]) => name)),
  ];
  expect(commands.length).toBeGreaterThan(1000);
  const FORMS = [
    'COMMAND{INNER}',
    'COMMAND{a}{INNER}',
    'COMMAND{1em}{INNER}',
    'COMMAND{a}{b}{INNER}',
    'COMMAND[INNER]{a}',
    '{COMMAND INNER}',
    '{{INNER}COMMAND{a}}',
    'COMMAND_{INNER}^{a}',
    '\\left COMMAND INNER\\right COMMAND',
  ];
  for (const command of commands)
    for (const form of FORMS) {
      const tex = nested(form, command, 8);
      if (isRendered(tex))
        expect(rendered(tex).elements, tex).toBeLessThanOrEqual(MAX_ELEMENTS_OF_TOKEN * formulaSize(tex));
    }
});
