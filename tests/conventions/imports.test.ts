// `biome.json` says of every folder what it must not import.
import { readdirSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { expect, test } from 'vitest';

interface Override {
  readonly includes: readonly string[];
  readonly linter?: {
    readonly rules: {
      readonly style?: {
        readonly noRestrictedImports?: { readonly options: { patterns: { readonly group: string[] }[] } };
      };
    };
  };
}
const { overrides } = JSON.parse(readFileSync('biome.json', 'utf8')) as { overrides: Override[] };

/** What files of a folder must not import: the last rule of a file replaces those before it. */
const forbiddenIn = (folder: string): string[] =>
  overrides
    .filter(({ includes }) => includes.some((glob) => matchesGlob(`${folder}/file.ts`, glob)))
    .flatMap(({ linter }) => linter?.rules.style?.noRestrictedImports ?? [])
    .at(-1)
    ?.options.patterns.flatMap(({ group }) => group) ?? [];

const foldersOf = (path: string) =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

test.each(foldersOf('src').filter((name) => name !== 'ui'))('src/%s does not import the page', (name) => {
  expect(forbiddenIn(`src/${name}`)).toContain('**/ui/**');
});

test.each(foldersOf('src/ui'))('src/ui/%s does not import the engine', (name) => {
  expect(forbiddenIn(`src/ui/${name}`)).toEqual(
    expect.arrayContaining(['**/kernels/**', '**/model/**', '**/lenses/**', '**/cli/**', '**/workers/**']),
  );
});

test.each(foldersOf('src/ui').filter((name) => !['app', 'embed'].includes(name)))(
  'src/ui/%s does not import the pages',
  (name) => {
    expect(forbiddenIn(`src/ui/${name}`)).toContain('**/app/**');
  },
);
