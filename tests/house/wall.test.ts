// The wall between page and worker: which way imports may run.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lintPlanted } from './planted.ts';

const allowed = [
  ['src/ui/views/a.ts', '../../workers/lab-client.ts'],
  ['src/ui/views/a.ts', '../../workers/lab-api.ts'],
  ['src/ui/views/a.ts', '../controllers/b.ts'],
  ['src/workers/session/lab.ts', '../model/a.ts'],
  ['src/workers/rpc/client/lab-client.ts', './lab-worker.ts?worker&url'],
  ['src/model/data/a.ts', '../../kernels/a.ts'],
  ['src/cli/main.ts', '../workers/lab.ts'],
];

const forbidden = [
  ['src/ui/views/a.ts', '../../kernels/a.ts'],
  ['src/ui/views/a.ts', '../../model/a.ts'],
  ['src/ui/views/a.ts', '../../workers/lab.ts'],
  ['src/ui/views/a.ts', '../../workers/lab-worker.ts'],
  ['src/ui/main.ts', '../cli/main.ts'],
  ['src/kernels/softmax/a.ts', '../../model/a.ts'],
  ['src/kernels/a.ts', '../workers/lab.ts'],
  ['src/kernels/a.ts', '../ui/main.ts'],
  ['src/model/a.ts', '../workers/lab.ts'],
  ['src/model/lenses/a.ts', '../../ui/main.ts'],
  ['src/model/a.ts', '../cli/main.ts'],
  ['src/workers/session/lab.ts', '../ui/main.ts'],
  ['src/workers/session/lab.ts', '../cli/main.ts'],
  ['src/workers/rpc/client/lab-client.ts', './lab.ts'],
  ['src/workers/rpc/client/lab-client.ts', '../model/a.ts'],
];

// One tree holds every case, an import a line, so that one run of the linter answers for all.
const planted: Record<string, string> = {};
const lineOf = new Map<string, string>();
for (const [file, what] of [...allowed, ...forbidden]) {
  planted[file] = `${planted[file] ?? ''}import '${what}';\n`;
  lineOf.set(`${file} ${what}`, `/${file},line=${planted[file].split('\n').length - 1},`);
}
const { output } = lintPlanted(planted);
const refused = output.split('\n').filter((line) => line.includes('noRestrictedImports'));
const isRefused = (file: string, what: string) =>
  refused.some((line) => line.includes(lineOf.get(`${file} ${what}`) as string));

test.each(allowed)('%s may import %s', (file, what) => expect(isRefused(file, what), output).toBe(false));

test.each(forbidden)('%s may not import %s', (file, what) =>
  expect(isRefused(file, what), output).toBe(true),
);

test('types are held back as well', () => {
  const { output } = lintPlanted({ 'src/ui/a.ts': "export type { A } from '../model/a.ts';\n" });
  expect(output).toContain('noRestrictedImports');
});

test('an import cycle is caught', () => {
  const { content, output } = lintPlanted({
    'src/model/a.ts': "import { b } from './b.ts';\nexport const a = () => b();\n",
    'src/model/b.ts': "import { a } from './a.ts';\nexport const b = (): unknown => a();\n",
  });
  expect(content).toBe(false);
  expect(output).toContain('noImportCycles');
});

test('lab-api.ts takes nothing but types from the engine, so none of it reaches the page', () => {
  const source = readFileSync('src/workers/rpc/api/lab-api.ts', 'utf8');
  const imports = source.match(/^(import|export)\b[^;]*\bfrom '\.[^']+'/gm) ?? [];
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((line) => !/^(import|export) type\b/.test(line))).toEqual([]);
});
