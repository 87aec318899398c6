// The cache of tuned kernels persists across processes, and a damaged file is ignored.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FileVariantCache } from '../../src/node/file-variant-cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'variants-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a second process reads the cache of the first', async () => {
  const file = join(folder, 'not yet there', 'variants.json');
  const first = new FileVariantCache(file);
  expect(await first.get('product')).toBeUndefined();
  await first.set('product', 'tile');
  await first.set('sum', 'row');
  const second = new FileVariantCache(file);
  expect([await second.get('product'), await second.get('sum')]).toEqual(['tile', 'row']);
});

test('a truncated file is ignored and rewritten; an unwritable path is no error', async () => {
  const file = join(folder, 'half.json');
  writeFileSync(file, '{"product": "ti');
  const memory = new FileVariantCache(file);
  expect(await memory.get('product')).toBeUndefined();
  await memory.set('product', 'tile');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ product: 'tile' });
  await new FileVariantCache(join(file, 'below a file')).set('product', 'tile');
});
