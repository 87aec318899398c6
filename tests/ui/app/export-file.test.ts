// File names of exports.

import { expect, test } from 'vitest';
import { toFileName } from '../../../src/ui/app/export-file.ts';

test.each([
  ['Loss by training step: training 2.1', 'loss-by-training-step-training-2-1'],
  ['../../etc/passwd', 'etc-passwd'],
  ['日本 “語”', '日本-語'],
  ['…', 'table'],
  ['x'.repeat(200), 'x'.repeat(60)],
])('%j becomes %j', (caption, name) => {
  expect(toFileName(caption)).toBe(name);
});
