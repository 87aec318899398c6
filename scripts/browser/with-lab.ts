// The built page in a browser of its own, for scripts that take pictures of it.
import type { Page } from 'puppeteer';
import { preview } from 'vite';
import type { LabApp } from '../../src/ui/app/app.ts';
import { buildPage } from '../build-page.ts';
import { launchBrowser } from './launch-browser.ts';

export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly deviceScaleFactor: number;
}

/** Builds and serves the page, and calls `use` with a function that opens an address of it in a fresh tab, with a model. */
export async function withLab(
  viewport: Viewport,
  use: (open: (hash: string) => Promise<Page>) => Promise<void>,
): Promise<void> {
  console.log('Building the page …');
  await buildPage();
  const server = await preview({ preview: { port: 0 } });
  const browser = await launchBrowser({ webgpu: false });
  try {
    await use(async (hash) => {
      const page = await browser.newPage();
      await page.setViewport(viewport);
      await page.goto(`${server.resolvedUrls?.local[0]}#${hash}`);
      await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp | null)?.lab.value.run);
      return page;
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Waits until the network has trained this many steps. */
export async function waitForStep(page: Page, step: number): Promise<void> {
  await page.waitForFunction(
    (step) => (document.querySelector('lab-app') as LabApp).lab.value.step >= step,
    { timeout: 600_000, polling: 20 },
    step,
  );
}
