// Runs cases in a Chromium with WebGPU, through a development server of their own.

import type { Page } from 'puppeteer';
import { createServer } from 'vite';
import { launchBrowser } from '../tests/support/browser.ts';
import type { BenchResult } from './case.ts';
import type { Growth, Letter } from './growth.ts';

/** Serves `path`, an HTML file of this folder, and hands `use` a way to open it in a fresh page. */
export async function inBrowser<Result>(
  path: string,
  use: (open: () => Promise<Page>) => Promise<Result>,
): Promise<Result> {
  const server = await createServer({
    server: { port: 0, hmr: false, watch: null },
    optimizeDeps: { entries: [path] },
    logLevel: 'error',
  });
  await server.listen();
  const browser = await launchBrowser({ webgpu: true });
  try {
    return await use(async () => {
      const page = await browser.newPage();
      page.setDefaultTimeout(0); // a step of a slow library takes minutes
      await page.goto(`${server.resolvedUrls?.local[0]}${path}`);
      return page;
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Each case on each backend, in a fresh page. */
export function benchInBrowser(
  cases: readonly string[],
  backends: readonly ('webgpu' | 'cpu')[],
  seconds: number,
): Promise<BenchResult[]> {
  return inBrowser('bench/page.html', async (open) => {
    const results: BenchResult[] = [];
    for (const name of cases) {
      for (const backend of backends) {
        const page = await open();
        await page.waitForFunction(() => 'bench' in window);
        results.push(await page.evaluate((b, n, s) => window.bench(b, n, s), backend, name, seconds));
        await page.close();
      }
    }
    return results;
  });
}

/** The growth table's numbers on each backend. */
export function growInBrowser(
  letters: readonly Letter[],
  backends: readonly ('webgpu' | 'cpu')[],
  seconds: number,
): Promise<Growth[]> {
  return inBrowser('bench/page.html', async (open) => {
    const results: Growth[] = [];
    for (const backend of backends) {
      const page = await open();
      await page.waitForFunction(() => 'grow' in window);
      results.push(await page.evaluate((l, b, s) => window.grow(l, b, s), letters, backend, seconds));
      await page.close();
    }
    return results;
  });
}
