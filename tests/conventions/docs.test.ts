// The documentation names only files, headings and scripts that exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { readJson } from '../support/licences.ts';

const files = ['src', 'tests', 'docs', 'examples', 'scripts', 'bench', 'public'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) =>
    join(folder, path).replaceAll('\\', '/'),
  ),
);
/** Not those of the libraries that `npm run bench:peers` installs. */
const documents = [...readdirSync('.'), ...files].filter(
  (path) => /^([^/]+|docs\/.*|bench\/.*)\.md$/.test(path) && !path.includes('node_modules/'),
);
/** Decisions and the changelog also speak of what is no more. */
const ofToday = documents.filter((path) => path !== 'CHANGELOG.md' && !/\/\d{4}-/.test(path));

/** What a pattern finds in documents and `isWrong` says is wrong, each with its document. */
const wrongIn = (
  paths: readonly string[],
  read: (path: string) => string,
  pattern: RegExp,
  isWrong: (found: readonly string[], path: string) => boolean,
) =>
  paths.flatMap((path) =>
    [...read(path).matchAll(pattern)]
      .filter(([, ...found]) => isWrong(found, path))
      .map(([all]) => `${path}: ${all}`),
  );
const textOf = (path: string) => readFileSync(path, 'utf8');
const withoutCode = (path: string) => textOf(path).replaceAll(/```[\s\S]*?```|`[^`]*`/g, '');

test('code that documents name exists', () => {
  const path = /`((?!dist\/)[\w.-]+(?:\/[\w.-]+)+\.(?:ts|mjs|wgsl|py|json|md)|src\/[\w./-]+?)\/?`/g;
  // A path may begin at any folder.
  const exists = (name: string) => existsSync(name) || files.some((each) => each.endsWith(`/${name}`));
  expect(wrongIn(ofToday, textOf, path, ([name]) => !exists(name))).toEqual([]);
});

test('files and headings that documents link to exist', () => {
  const link = /\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g;
  const isBroken = ([to, heading]: readonly string[], path: string) => {
    const target = to ? normalize(join(dirname(path), to)) : path;
    if (!existsSync(target)) return true;
    return heading !== undefined && target.endsWith('.md') && !headingsOf(target).includes(heading);
  };
  expect(wrongIn(documents, withoutCode, link, isBroken)).toEqual([]);
});

/** As GitHub names them. */
const headingsOf = (path: string) =>
  [...textOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );

test('scripts that documents run exist', () => {
  const { scripts } = readJson('package.json');
  expect(wrongIn(ofToday, textOf, /npm run (?:-s )?([\w:-]+)/g, ([name]) => !(name in scripts))).toEqual([]);
});
