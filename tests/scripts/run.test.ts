// scripts/run.mjs bundles a TypeScript file and runs it in Node.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  rmSync(`.cache/run/${basename(folder)}-main`, { recursive: true, force: true });
});

const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

test('without node_modules it names npm ci', () => {
  cpSync('scripts', join(folder, 'scripts'), { recursive: true });
  cpSync('package.json', join(folder, 'package.json'));
  const { status, stderr } = run(join(folder, 'scripts/run.mjs'), 'scripts/start.ts');
  expect(status).toBe(1);
  expect(stderr).toContain('npm ci');
});

test.each([
  ['18.20.8', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['21.7.3', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['23.11.1', false],
  ['24.0.0', true],
  ['26.1.0', true],
])('Node %s: supported is %s', (version, isSupported) => {
  writeFileSync(join(folder, 'main.ts'), "console.log('it runs');\n");
  const versions = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
  const { stdout, stderr } = run(
    `--import=data:text/javascript,${versions}`,
    'scripts/run.mjs',
    join(folder, 'main.ts'),
  );
  if (isSupported) expect([stdout, stderr]).toEqual(['it runs\n', '']);
  else
    expect([stdout, stderr]).toEqual([
      '',
      `Node ^20.19.0 or ^22.12.0 or >=24.0.0 is needed, this is ${version}.\n`,
    ]);
});

test('runs a file with its arguments and what it imports on demand, and bundles it again after a source has changed', () => {
  const write = (name: string, code: string) => writeFileSync(join(folder, name), code);
  const writeWord = (word: string) => write('word.ts', `export const word: string = '${word}';\n`);
  write('twice.ts', 'export const twice = (text: string): string => text + text;\n');
  write('later.ts', "import { twice } from './twice.ts';\nexport const later = twice('later');\n");
  write(
    'main.ts',
    `import { twice } from './twice.ts';
import { word } from './word.ts';
const { later } = await import('./later.ts');
console.log(twice(word), later, process.argv[2]);
`,
  );
  writeWord('a');
  expect(run('scripts/run.mjs', join(folder, 'main.ts'), 'x').stdout).toBe('aa laterlater x\n');
  writeWord('b');
  expect(run('scripts/run.mjs', join(folder, 'main.ts'), 'y').stdout).toBe('bb laterlater y\n');
});
