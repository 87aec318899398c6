// `npm run screenshots`: the README's pictures, taken from the real page: its trained models, and one trained for it.
import { mkdirSync } from 'node:fs';
import type { Page } from 'puppeteer';
import { preview } from 'vite';
import type { LabApp } from '../src/ui/app/app.ts';
import { launchBrowser } from './browser/launch-browser.ts';
import { buildPage } from './build-page.ts';

const FOLDER = 'docs/images';
/** Late enough for the facts to be known. */
const TRAINED_STEPS = 1000;

/** Chapters look into the trained model that comes with the page. */
const CHAPTERS = {
  'chapter-6': 'view=chapter&chapter=6&at=557.7&preset=stories&theme=dark',
  'chapter-5': 'view=chapter&chapter=5&at=898.3&preset=stories&theme=dark',
  'chapter-3': 'view=chapter&chapter=3&at=481.6&theme=dark',
};

const STAGE = 'lab-app >>> lab-chapter-view >>> lab-chapter-7-stage';

mkdirSync(FOLDER, { recursive: true });
console.log('Building the page …');
await buildPage();
const server = await preview({ preview: { port: 0 } });
const address = server.resolvedUrls?.local[0];
const browser = await launchBrowser({ webgpu: false });
try {
  for (const [name, hash] of Object.entries(CHAPTERS)) {
    const page = await open(hash);
    await takeScreenshot(page, name);
    await page.close();
  }
  const facts = await open('view=chapter&chapter=7&at=35.7&show.panel=trace&preset=facts&theme=dark');
  await clickButton(facts, 'Trace it');
  await facts.waitForSelector(`${STAGE} >>> lab-causal-trace >>> tr.mlp`, {
    visible: true,
    timeout: 120_000,
  });
  await takeScreenshot(facts, 'chapter-7');
  await facts.close();
  const page = await open('view=train&theme=dark&weights=fresh');
  await train(page);
  await navigate(page, 'view=attention&theme=dark&layer=1&head=1&token=6');
  await takeScreenshot(page, 'facts-heads');
} finally {
  await browser.close();
  await server.close();
}

/** A page of its own, when its model is there. */
async function open(hash: string): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900, deviceScaleFactor: 1 });
  await page.goto(`${address}#${hash}`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp | null)?.lab.value.run);
  return page;
}

/** Presses the stage's button with these words, once it can be pressed, and brings it into sight. */
async function clickButton(page: Page, words: string): Promise<void> {
  const selector = `${STAGE} >>> ::-p-text(${words})`;
  const button = await page.waitForSelector(selector, { visible: true, timeout: 60_000 });
  await page.waitForFunction((element) => !element?.closest('button')?.disabled, {}, button);
  await button?.click();
}

/** Trains the default network, as far as it takes. */
async function train(page: Page): Promise<void> {
  console.log(`Training ${TRAINED_STEPS} steps …`);
  await page.evaluate(
    () => void (document.querySelector('lab-app') as LabApp).lab.client.transformer.train(),
  );
  await page.waitForFunction(
    (steps) => (document.querySelector('lab-app') as LabApp).lab.value.step >= steps,
    { timeout: 600_000 },
    TRAINED_STEPS,
  );
}

/** To another address of the same page, so that the model stays. */
async function navigate(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

/** When everything has been drawn. */
async function takeScreenshot(page: Page, name: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
  console.log(`${FOLDER}/${name}.png`);
}
