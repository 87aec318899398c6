// The library as a dependency of another project: built, packed and unpacked.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './lab-command.ts';

const PACKAGES = join(ROOT, '.cache/test');
/** What the package is made of; `src` lists its files, and folders, which change when a file is removed. */
const SOURCES = [
  'src',
  'examples',
  'scripts/build-lib.ts',
  'package.json',
  'tsconfig.json',
  'tsconfig.lib.json',
];

/** A new folder with `node_modules/mini-llm-lab`; remove it after use. */
export function installPackedLibrary(): string {
  const project = mkdtempSync(join(tmpdir(), 'lab-library-'));
  execFileSync('tar', ['xzf', packedLibrary()], { cwd: project });
  mkdirSync(join(project, 'node_modules'));
  renameSync(join(project, 'package'), join(project, 'node_modules/mini-llm-lab'));
  return project;
}

/** The package of the current sources. Another test may have built it. */
function packedLibrary(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const path = join(PACKAGES, `mini-llm-lab-${version}.tgz`);
  const packed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (packed > lastChange()) return path;
  const begin = new Date();
  mkdirSync(PACKAGES, { recursive: true });
  execFileSync('npm', ['run', 'build:lib'], { cwd: ROOT, stdio: 'ignore' });
  execFileSync('npm', ['pack', '--pack-destination', PACKAGES], { cwd: ROOT, stdio: 'ignore' });
  utimesSync(path, begin, begin); // what changes from here on is not in it
  return path;
}

function lastChange(): number {
  const files = SOURCES.map((name) => join(ROOT, name)).flatMap((path) => [
    path,
    ...(statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
      : []),
  ]);
  return Math.max(...files.map((path) => statSync(path).mtimeMs));
}
