// `npm run screenshots`: the README's pictures, taken from the real page after real training.
import { mkdirSync } from 'node:fs';
import type { Page } from 'puppeteer';
import { preview } from 'vite';
import type { LabApp } from '../src/ui/app/app.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { buildPage } from './build.ts';

const FOLDER = 'docs/images';
/** Late enough for the facts to be known. */
const TRAINED_STEPS = 1000;

mkdirSync(FOLDER, { recursive: true });
console.log('Building the page …');
await buildPage();
const server = await preview({ preview: { port: 0 } });
const address = server.resolvedUrls?.local[0];
const browser = await launchBrowser({ webgpu: false });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900, deviceScaleFactor: 1 });
  await page.goto(`${address}#view=train&theme=dark&weights=fresh`);
  await train(page);
  await picture(page, 'view=train&theme=dark', 'facts-training');
  await picture(page, 'view=attention&theme=dark&layer=1&head=1&token=6', 'facts-heads');
  await picture(page, 'view=chapter&chapter=6&at=706.1&theme=dark&layer=1&head=1&token=6', 'chapter-6');
} finally {
  await browser.close();
  await server.close();
}

/** Trains the default network, as far as it takes. */
async function train(page: Page): Promise<void> {
  console.log(`Training ${TRAINED_STEPS} steps …`);
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp | null)?.lab.value.runState === 'ready',
  );
  await page.evaluate(() => void (document.querySelector('lab-app') as LabApp).lab.lab.train());
  await page.waitForFunction(
    (steps) => (document.querySelector('lab-app') as LabApp).lab.value.step >= steps,
    { timeout: 600_000 },
    TRAINED_STEPS,
  );
}

/** Goes to an address of the same page, so that the model stays, and takes its picture. */
async function picture(page: Page, hash: string, name: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
  console.log(`${FOLDER}/${name}.png`);
}
