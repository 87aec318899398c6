// Runs cases in Chromium with WebGPU, through a development server.

import type { Page } from 'puppeteer';
import { createServer, type ServerOptions } from 'vite';
import { launchBrowser } from '../scripts/browser/launch-browser.ts';
import type { BenchResult } from './bench-case.ts';
import type { Dimension, ScalingResult } from './scaling.ts';

/** Isolates pages: their clocks tick every 5 µs, else every 100, by which the fastest of many times is too short; and they may have threads. */
export const ISOLATED: ServerOptions = {
  headers: {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  },
};

/** Serves `path`, an HTML file of this project, and calls `use` with a function that opens it in a new page. */
export async function withBenchBrowser<Result>(
  path: string,
  use: (open: () => Promise<Page>) => Promise<Result>,
  serverOptions: ServerOptions = {},
): Promise<Result> {
  const server = await createServer({
    server: { port: 0, hmr: false, watch: null, ...serverOptions },
    optimizeDeps: { entries: [path] },
    logLevel: 'error',
  });
  await server.listen();
  const browser = await launchBrowser({ webgpu: true });
  try {
    return await use(async () => {
      const page = await browser.newPage();
      page.setDefaultTimeout(0); // slow libraries take minutes per step
      await page.goto(`${server.resolvedUrls?.local[0]}${path}`);
      return page;
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The page of the cases, isolated. */
const withCases = <Result>(use: (open: () => Promise<Page>) => Promise<Result>): Promise<Result> =>
  withBenchBrowser('bench/page.html', use, ISOLATED);

/** Each case on each backend, in a fresh page. */
export function runCasesInBrowser(
  cases: readonly string[],
  backends: readonly ('webgpu' | 'cpu')[],
  seconds: number,
): Promise<BenchResult[]> {
  return withCases(async (open) => {
    const results: BenchResult[] = [];
    for (const name of cases) {
      for (const backend of backends) {
        const page = await open();
        await page.waitForFunction(() => 'runBenchCase' in window);
        results.push(await page.evaluate((b, n, s) => window.runBenchCase(b, n, s), backend, name, seconds));
        await page.close();
      }
    }
    return results;
  });
}

/** The growth table's numbers on each backend. */
export function measureScalingInBrowser(
  letters: readonly Dimension[],
  backends: readonly ('webgpu' | 'cpu')[],
  seconds: number,
): Promise<ScalingResult[]> {
  return withCases(async (open) => {
    const results: ScalingResult[] = [];
    for (const backend of backends) {
      const page = await open();
      await page.waitForFunction(() => 'measureScaling' in window);
      results.push(
        await page.evaluate((l, b, s) => window.measureScaling(l, b, s), letters, backend, seconds),
      );
      await page.close();
    }
    return results;
  });
}
