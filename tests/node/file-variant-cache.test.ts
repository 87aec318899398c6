// What was found out about a machine's kernels outlives the process, and no state of the file stops anybody.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FileVariantCache } from '../../src/node/file-variant-cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'variants-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a second process finds what the first one kept', async () => {
  const file = join(folder, 'not yet there', 'variants.json');
  const first = new FileVariantCache(file);
  expect(await first.get('product')).toBeUndefined();
  await first.set('product', 'tile');
  await first.set('sum', 'row');
  const second = new FileVariantCache(file);
  expect([await second.get('product'), await second.get('sum')]).toEqual(['tile', 'row']);
});

test('half a file counts for nothing and is written anew; a place that cannot be written is no error', async () => {
  const file = join(folder, 'half.json');
  writeFileSync(file, '{"product": "ti');
  const memory = new FileVariantCache(file);
  expect(await memory.get('product')).toBeUndefined();
  await memory.set('product', 'tile');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ product: 'tile' });
  await new FileVariantCache(join(file, 'below a file')).set('product', 'tile');
});
