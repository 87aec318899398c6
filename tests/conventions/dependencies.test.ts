// The dependencies: exact versions, verified downloads, no install scripts, permissive licences.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isPermissive, lockedPackages, readJson } from '../support/licences.ts';

const { dependencies, devDependencies } = readJson('package.json');
const locked = lockedPackages();
const npm = (...args: string[]) =>
  execFileSync('npm', args, { encoding: 'utf8', shell: process.platform === 'win32' });

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

test('no runtime dependency has an install script, and npm runs none', () => {
  const withScripts = [...locked.values()].filter(({ hasInstallScript }) => hasInstallScript);
  expect(withScripts.filter(({ dev }) => !dev)).toEqual([]);
  // npm 10 knows no list of allowed scripts.
  expect(npm('config', 'get', 'ignore-scripts').trim()).toBe('true');
});

test('the bill of materials lists every package that this project depends on, with its version and hash', () => {
  const { components } = JSON.parse(npm('run', '--silent', 'sbom')) as {
    components: { name: string; version: string; hashes?: { alg: string }[] }[];
  };
  for (const [name, version] of Object.entries<string>({ ...dependencies, ...devDependencies })) {
    const found = components.find((component) => component.name === name && component.version === version);
    expect(
      found?.hashes?.map(({ alg }) => alg),
      name,
    ).toContain('SHA-512');
  }
});

test('every package has a permissive licence', () => {
  const others = [...locked.values()].filter(({ license, dev }) => !isPermissive(license, dev));
  expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
});
