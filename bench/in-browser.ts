// Runs cases in a Chromium with WebGPU, through a development server of their own.

import { createServer } from 'vite';
import { launchBrowser } from '../tests/support/browser.ts';
import type { BenchResult } from './case.ts';

/** Each case on each backend, in a fresh page. */
export async function benchInBrowser(
  cases: readonly string[],
  backends: readonly ('webgpu' | 'cpu')[],
  seconds: number,
): Promise<BenchResult[]> {
  const server = await createServer({ server: { port: 0, hmr: false, watch: null }, logLevel: 'error' });
  await server.listen();
  const browser = await launchBrowser({ webgpu: true });
  try {
    const results: BenchResult[] = [];
    for (const name of cases) {
      for (const backend of backends) {
        const page = await browser.newPage();
        await page.goto(`${server.resolvedUrls?.local[0]}bench/page.html`);
        await page.waitForFunction(() => 'bench' in window);
        results.push(await page.evaluate((b, n, s) => window.bench(b, n, s), backend, name, seconds));
        await page.close();
      }
    }
    return results;
  } finally {
    await browser.close();
    await server.close();
  }
}
