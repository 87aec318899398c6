// The dependencies: exact versions, verified downloads, no install scripts, permissive licences.
import { expect, test } from 'vitest';
import { isPermissive, lockedPackages, readJson } from '../support/licences.ts';

const { dependencies, devDependencies, allowScripts } = readJson('package.json');
const locked = lockedPackages();

test('package.json names exact versions, and the lock file holds them', () => {
  for (const [name, version] of Object.entries<string>({ ...dependencies, ...devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(locked.get(`node_modules/${name}`)?.version, name).toBe(version);
  }
});

test('every package comes from the npm registry with a SHA-512 checksum', () => {
  for (const [path, { resolved, integrity }] of locked) {
    if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    expect(integrity, path).toMatch(/^sha512-/);
  }
});

test('no runtime dependency has an install script, and those of development are switched off by name', () => {
  const withScripts = [...locked.values()].filter(({ hasInstallScript }) => hasInstallScript);
  expect(withScripts.filter(({ dev }) => !dev)).toEqual([]);
  expect(allowScripts).toEqual(Object.fromEntries(withScripts.map(({ name }) => [name, false])));
});

test('every package has a permissive licence', () => {
  const others = [...locked.values()].filter(({ license, dev }) => !isPermissive(license, dev));
  expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
});
