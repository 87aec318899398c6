// The WGSL lexer: lossless on the project's own kernels, and correct token kinds.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { wgslTokens } from '../../../../../src/ui/views/dialogs/kernel-dialog/wgsl-tokens.ts';

const source = readFileSync('src/kernels/ops/softmax/softmax-forward-scalar.wgsl', 'utf8');

const kindsOf = (line: string) =>
  wgslTokens(line)
    .filter(({ text }) => text.trim())
    .map(({ kind, text }) => `${kind} ${text.trim()}`);

test('the tokens of a kernel concatenate to its source', () => {
  const tokens = wgslTokens(source);
  expect(tokens.map(({ text }) => text).join('')).toBe(source);
  expect(tokens.length).toBeGreaterThan(100);
});

test('the tokens of a binding', () => {
  expect(kindsOf('@group(0) var<storage, read> x: array<f32>; // (R, N) scores')).toEqual([
    'attribute @group',
    'other (',
    'number 0',
    'other )',
    'keyword var',
    'other <',
    'type storage',
    'other ,',
    'type read',
    'other >',
    'name x',
    'other :',
    'type array',
    'other <',
    'type f32',
    'other >;',
    'comment // (R, N) scores',
  ]);
});

test('identifiers that start with a keyword are names, and calls are functions', () => {
  expect(kindsOf('format = max(iffy, 1.5e-3f) + 0x1Fu;')).toEqual([
    'name format',
    'other =',
    'function max',
    'other (',
    'name iffy',
    'other ,',
    'number 1.5e-3f',
    'other ) +',
    'number 0x1Fu',
    'other ;',
  ]);
});

test('a block comment of several lines is one token, and an unclosed one is preserved', () => {
  expect(wgslTokens('/* a\nb */x')).toEqual([
    { kind: 'comment', text: '/* a\nb */' },
    { kind: 'name', text: 'x' },
  ]);
  expect(
    wgslTokens('/* never closed')
      .map(({ text }) => text)
      .join(''),
  ).toBe('/* never closed');
});
