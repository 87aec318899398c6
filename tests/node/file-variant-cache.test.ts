// The cache of tuned kernels persists across processes, and a damaged file is ignored.

import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
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

test('two processes keep the entries of both', async () => {
  const file = join(folder, 'shared.json');
  const caches = [new FileVariantCache(file), new FileVariantCache(file)];
  await Promise.all(caches.map((cache) => cache.get('product'))); // both have read the file before either writes
  const keys = Array.from({ length: 40 }, (_, i) => `kernel ${i}`);
  await Promise.all(keys.map((key, i) => caches[i % 2].set(key, 'tile')));
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8'))).sort()).toEqual(keys.sort());
  expect(readdirSync(folder).filter((name) => name.startsWith('shared'))).toEqual(['shared.json']);
});

test('the lock of a killed process is removed', async () => {
  const file = join(folder, 'locked.json');
  writeFileSync(`${file}.lock`, '');
  utimesSync(`${file}.lock`, 0, 0);
  await new FileVariantCache(file).set('product', 'tile');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ product: 'tile' });
});
