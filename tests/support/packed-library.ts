// The library as a dependency of another project: built, packed and unpacked.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './lab-command.ts';

/** A new folder with `node_modules/mini-llm-lab`; remove it after use. */
export function installPackedLibrary(): string {
  const project = mkdtempSync(join(tmpdir(), 'lab-library-'));
  execFileSync('npm', ['run', 'build:lib'], { cwd: ROOT, stdio: 'ignore' });
  execFileSync('npm', ['pack', '--pack-destination', project], { cwd: ROOT, stdio: 'ignore' });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  execFileSync('tar', ['xzf', `mini-llm-lab-${version}.tgz`], { cwd: project });
  mkdirSync(join(project, 'node_modules'));
  renameSync(join(project, 'package'), join(project, 'node_modules/mini-llm-lab'));
  return project;
}
