// The servers of the page answer 404 for missing files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, preview } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { notFound } from '../../scripts/vite/not-found.ts';

/** A project whose source and build have a page and a script. */
function makeProject(): string {
  const root = mkdtempSync(join(tmpdir(), 'lab-not-found-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const folder of [root, join(root, 'dist')]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.html'), '<p>The page</p>');
    writeFileSync(join(folder, 'script.js'), 'export {};');
  }
  return root;
}

const options = (root: string) => ({
  configFile: false as const,
  root,
  appType: 'mpa' as const,
  plugins: [notFound()],
  logLevel: 'silent' as const,
});

const servers = {
  development: async (root: string) =>
    (
      await createServer({ ...options(root), server: { port: 0 }, optimizeDeps: { noDiscovery: true } })
    ).listen(),
  preview: (root: string) => preview({ ...options(root), preview: { port: 0 } }),
};

test.each(Object.entries(servers))('the %s server', async (_, start) => {
  const server = await start(makeProject());
  onTestFinished(() => server.close());
  const [url] = server.resolvedUrls?.local ?? [];
  const get = (path: string) => fetch(`${url}${path}`);
  for (const path of ['', 'index.html', '?query', 'script.js'])
    expect((await get(path)).status, path).toBe(200);
  for (const path of ['none.js', 'page', 'folder/', 'none.html', '%00']) {
    const response = await get(path);
    expect([path, response.status, await response.text()]).toEqual([
      path,
      404,
      '404: there is no such file here.',
    ]);
  }
});
