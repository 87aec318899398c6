// The server of `npm start` lets browsers keep only what it has: a 404 that is kept would outlive the file's arrival.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'lab-cache-control-'));
let server: PreviewServer;
let url: string;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  for (const name of ['index.html', 'assets/page-1.js']) writeFileSync(join(folder, name), 'content');
  server = await preview({ build: { outDir: folder }, preview: { port: 0 }, logLevel: 'silent' });
  [url] = server.resolvedUrls?.local ?? [];
});

afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

const FOREVER = 'public, max-age=31536000, immutable';

const answer = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const response = await fetch(`${url}${path}`, { headers, method });
  return [response.status, response.headers.get('Cache-Control')];
};

test('files with a hash in their name may be kept, whole, in part and revalidated; others are revalidated', async () => {
  expect(await answer('assets/page-1.js')).toEqual([200, FOREVER]);
  expect(await answer('assets/page-1.js', {}, 'HEAD')).toEqual([200, FOREVER]);
  expect(await answer('assets/page-1.js', { Range: 'bytes=0-2' })).toEqual([206, FOREVER]);
  const etag = (await fetch(`${url}assets/page-1.js`)).headers.get('ETag') ?? '';
  expect(await answer('assets/page-1.js', { 'If-None-Match': etag })).toEqual([304, FOREVER]);
  expect(await answer('')).toEqual([200, 'no-cache']);
  expect(await answer('index.html?from=a-letter')).toEqual([200, 'no-cache']);
});

test.each([
  ['assets/none.js', {}, 404],
  ['assets/', {}, 404],
  ['none.html', {}, 404],
  ['assets/page-1.js', { Range: 'bytes=900-' }, 416],
])('an answer without the file is not kept: %s %j', async (path, headers, status) => {
  expect(await answer(path, headers)).toEqual([status, 'no-store']);
  expect(await answer(path, headers, 'HEAD')).toEqual([status, 'no-store']);
});
