// The worker's half knows neither the DOM nor Node.
import { expect, test } from 'vitest';
import { runPlanted } from './planted.ts';

const typeCheck = (files: Record<string, string>) =>
  runPlanted(files, 'typescript/bin/tsc', '-p', 'tsconfig.worker.json');

test('what a worker has is there', () => {
  const { content, output } = typeCheck({
    'src/model/a.ts': [
      "import wgsl from './a.wgsl?raw';",
      'export const size = (device: GPUDevice) => device.limits.maxBufferSize + wgsl.length + performance.now();',
    ].join('\n'),
  });
  expect(content, output).toBe(true);
});

test.each([
  ['the document', 'src/model/a.ts', 'export const title = () => document.title;', "'document'"],
  [
    'an element',
    'src/kernels/a.ts',
    'export const size = (canvas: HTMLCanvasElement) => canvas.width;',
    "'HTMLCanvasElement'",
  ],
  ['Node', 'src/kernels/a.ts', 'export const folder = () => process.cwd();', "'process'"],
  ['a Node module', 'src/workers/session/lab.ts', "export { readFileSync } from 'node:fs';", "'node:fs'"],
])('%s is not', (_, file, source, culprit) => {
  const { content, output } = typeCheck({ [file]: source });
  expect(content).toBe(false);
  expect(output).toContain(file);
  expect(output).toContain(culprit);
});
