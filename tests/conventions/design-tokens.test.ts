// Stylesheets take font sizes, weights, radii, spacing, transitions, colours and breakpoints from the tokens in styles/tokens.css.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const TOKENS = 'src/ui/styles/tokens.css';

/** Spacing: a token, a relative length or a hairline. */
const SPACES = /^(0|auto|-?1px|[\d.]+(em|%)|calc\(.*\)|var\(--space-\w+\))$/;
/** The values a property may have, word by word. */
const ALLOWED: [property: RegExp, word: RegExp][] = [
  [/^font-size$/, /^(inherit|[\d.]+em|var\(--size-\w+\)|calc\([\d.]+ \* var\(--unit\)\))$/],
  [/^font-weight$/, /^(400|600|inherit)$/],
  [/^(border-)?[\w-]*radius$/, /^(0|50%|inherit|var\(--radius(-\w+)?\))$/],
  [/^((row-|column-)?gap|(padding|margin)[\w-]*)$/, SPACES],
  [/^transition$/, /^([!\w-]+|var\(--motion\))$/],
];
const COLOUR = /#[0-9a-f]{3,8}\b|\b(rgb|hsl|lab|lch|oklch)a?\(/i;
/** Widths at which the layout changes: dock labels, two columns, one column, phone, smallest phone. */
const BREAKPOINTS = ['77.5em', '63.75em', '53.75em', '35em', '26.875em'];

/** Declarations and media queries of a stylesheet with values outside the design tokens. */
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
  const allowed = ALLOWED.find(([name]) => name.test(property))?.[1];
  const words = value.match(/calc\((?:[^()]|\([^()]*\))*\)|\S+/g) ?? [];
  return !allowed || words.every((word) => allowed.test(word));
}

const files = readdirSync('src/ui', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const sheets = files.flatMap((file) =>
  [...readFileSync(join('src/ui', file), 'utf8').matchAll(/css`([^`]*)`/g)].map(([, css]) => ({ file, css })),
);

test('every stylesheet uses the design tokens', () => {
  expect(sheets.length).toBeGreaterThan(90);
  expect(sheets.flatMap(({ file, css }) => findViolations(css).map((line) => `${file}: ${line}`))).toEqual(
    [],
  );
});

test('every token in use is defined, and every defined token is in use', () => {
  const defined = new Set(readFileSync(TOKENS, 'utf8').match(/--[\w-]+(?=:)/g));
  const sources = [TOKENS, ...files.map((file) => join('src/ui', file))].map((file) =>
    readFileSync(file, 'utf8'),
  );
  const used = new Set(sources.flatMap((source) => source.match(/(?<=var\()--[\w-]+/g) ?? []));
  const localProperties = new Set(sources.flatMap((source) => source.match(/--[\w-]+(?='?: |=)/g) ?? []));
  expect([...used].filter((token) => !defined.has(token) && !localProperties.has(token))).toEqual([]);
  const named = sources.slice(1).join('\n');
  expect([...defined].filter((token) => !used.has(token) && !named.includes(`${token}'`))).toEqual([]);
});
