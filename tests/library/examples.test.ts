// The packed library as another project gets it: its examples run and type-check against nothing but the package.

import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformWithOxc } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/lab-command.ts';
import { installPackedLibrary } from '../support/packed-library.ts';
import { TRAINING } from '../support/pollution.ts';

let project: string;
const run = (file: string, ...args: string[]) =>
  execFileSync(file, args, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  project = installPackedLibrary();
  cpSync(join(project, 'node_modules/mini-llm-lab/examples'), join(project, 'examples'), { recursive: true });
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('train.mjs trains a model and answers every question', () => {
  const answers = run('node', 'examples/train.mjs').matchAll(/^\w+ likes (\w+) \((\w+)\)$/gm);
  const pairs = [...answers].map(([, answer, expected]) => [answer, expected]);
  expect(pairs).toHaveLength(6);
  for (const [answer, expected] of pairs) expect(answer).toBe(expected);
});

test('a model trains, is saved and read where other scripts have extended the prototypes', () => {
  writeFileSync(join(project, 'polluted.mjs'), `${TRAINING}\nconsole.log(await train('mini-llm-lab'));`);
  expect(run('node', 'polluted.mjs')).toMatch(/^loss \d\.\d+ → \d\.\d+, \d+ weights, wasm\n$/);
});

test('custom-op.ts agrees with its reference, forward and backward', async () => {
  const source = readFileSync(join(project, 'examples/custom-op.ts'), 'utf8');
  const { code } = await transformWithOxc(source, 'custom-op.ts');
  writeFileSync(join(project, 'examples/custom-op.mjs'), code);
  const lines = run('node', 'examples/custom-op.mjs').trim().split('\n');
  expect(lines.filter((line) => /: as the reference, on /.test(line))).toHaveLength(3);
  expect(lines.at(-1)).toBe('silu(-1, 0, 1) = -0.2689, 0.0000, 0.7311');
});

test('the declarations type-check a strict project', () => {
  // The types that the declarations mention come from packages that npm installs with this one.
  for (const name of ['comlink', 'lit', 'valibot'])
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--types', ''];
  run(
    join(ROOT, 'node_modules/.bin/tsc'),
    ...options,
    '--lib',
    'es2023,dom,dom.iterable',
    'examples/custom-op.ts',
  );
});
