// One scale for what is written and for how far apart it stands, one set of colours: the tokens of styles/tokens.css.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const TOKENS = 'src/ui/styles/tokens.css';

/** What a property's value may be made of, word by word; a hairline is no distance. */
const SPACES = /^(0|auto|-?1px|[\d.]+(em|%)|calc\(.*\)|var\(--space-\w+\))$/;
const ALLOWED: [property: RegExp, word: RegExp][] = [
  [/^font-size$/, /^(inherit|[\d.]+em|var\(--size-\w+\)|calc\([\d.]+ \* var\(--unit\)\))$/],
  [/^font-weight$/, /^(400|600|inherit)$/],
  [/^(border-)?[\w-]*radius$/, /^(0|50%|inherit|var\(--radius(-\w+)?\))$/],
  [/^((row-|column-)?gap|(padding|margin)[\w-]*)$/, SPACES],
  [/^transition$/, /^([!\w-]+|var\(--motion\))$/],
];
const COLOUR = /#[0-9a-f]{3,8}\b|\b(rgb|hsl|lab|lch|oklch)a?\(/i;
/** Where the page takes another form: the dock's words, two columns, one, a phone, the narrowest. */
const BREAKPOINTS = ['77.5em', '63.75em', '53.75em', '35em', '26.875em'];

/** Declarations of a stylesheet that go by measures or colours of their own. */
function findViolations(css: string): string[] {
  const declarations = [...css.matchAll(/(?<![\w-])([a-z-]+): ([^;{}]+);/g)];
  const widths = [...css.matchAll(/@media \((?:max|min)-width: ([^)]+)\)/g)];
  return [
    ...declarations
      .filter(([, property, value]) => !value.includes('${') && !usesDesignTokens(property, value))
      .map(([declaration]) => declaration),
    ...widths.filter(([, width]) => !BREAKPOINTS.includes(width)).map(([query]) => query),
  ];
}

function usesDesignTokens(property: string, value: string): boolean {
  if (COLOUR.test(value)) return false;
  const allowed = ALLOWED.find(([named]) => named.test(property))?.[1];
  const words = value.match(/calc\((?:[^()]|\([^()]*\))*\)|\S+/g) ?? [];
  return !allowed || words.every((word) => allowed.test(word));
}

const files = readdirSync('src/ui', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const sheets = files.flatMap((file) =>
  [...readFileSync(join('src/ui', file), 'utf8').matchAll(/css`([^`]*)`/g)].map(([, css]) => ({ file, css })),
);

test('every element keeps to them', () => {
  expect(sheets.length).toBeGreaterThan(90);
  expect(sheets.flatMap(({ file, css }) => findViolations(css).map((line) => `${file}: ${line}`))).toEqual(
    [],
  );
});

test('every token used is defined, and every one defined is used', () => {
  const defined = new Set(readFileSync(TOKENS, 'utf8').match(/--[\w-]+(?=:)/g));
  const sources = [TOKENS, ...files.map((file) => join('src/ui', file))].map((file) =>
    readFileSync(file, 'utf8'),
  );
  const used = new Set(sources.flatMap((source) => source.match(/(?<=var\()--[\w-]+/g) ?? []));
  const ownOnes = new Set(sources.flatMap((source) => source.match(/--[\w-]+(?='?: |=)/g) ?? []));
  expect([...used].filter((token) => !defined.has(token) && !ownOnes.has(token))).toEqual([]);
  const named = sources.slice(1).join('\n');
  expect([...defined].filter((token) => !used.has(token) && !named.includes(`${token}'`))).toEqual([]);
});

test.each([
  'color: #fff;',
  'background: rgb(0 0 0 / 55%);',
  'font-size: 14px;',
  'font-size: 0.8rem;',
  'font-weight: 620;',
  'border-radius: 7px;',
  'padding: var(--space-s) 10px;',
  'margin-block: -0.25rem 0;',
  'gap: 0.5rem;',
  'transition: width 0.3s;',
  '@media (max-width: 700px) {',
])('a planted line is found: %s', (line) => expect(findViolations(`p {\n  ${line}\n}`)).toHaveLength(1));

test.each([
  'font-size: calc(13 * var(--unit));',
  'padding: 0 var(--space-s) calc(-1 * var(--space-l)) auto;',
  'border-radius: var(--radius) 50% 0;',
  'background: linear-gradient(to right, black calc(100% - 28px), transparent);',
])('a line of the house is none: %s', (line) => expect(findViolations(`p {\n  ${line}\n}`)).toEqual([]));
