// What looking inside costs the training: steps a second with each view open and live, beside training alone, and the
// longest tasks of the page's main thread. `node scripts/run.mjs bench/looking.ts [cpu|webgpu] [seconds] [words of views …]`

import type { Page } from 'puppeteer';
import { preview } from 'vite';
import { buildPage } from '../scripts/build.ts';
import type { LabApp } from '../src/ui/app/app.ts';
import { launchBrowser } from '../tests/support/browser.ts';

declare global {
  interface Window {
    longTasks: number[];
  }
}

const ALONE = { name: 'training alone', hash: 'view=train' };
const VIEWS = [
  { name: 'every head, attention view', hash: 'view=attention' },
  { name: 'every head, chapter 6', hash: 'view=chapter&chapter=6&at=1240' },
  { name: 'embedding map in space, chapter 5', hash: 'view=chapter&chapter=5&at=803.6' },
  { name: 'neurons, chapter 7', hash: 'view=chapter&chapter=7&at=880' },
  { name: 'columns and attribution, chapter 7', hash: 'view=chapter&chapter=7&at=740' },
];

const [engine = 'cpu', seconds = '8', ...words] = process.argv.slice(2);
const chosen = VIEWS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));

await buildPage();
const server = await preview({ preview: { port: 0 } });
const browser = await launchBrowser({ webgpu: engine === 'webgpu' });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.evaluateOnNewDocument(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ entryTypes: ['longtask'] });
  });
  await page.goto(`${server.resolvedUrls?.local[0]}#${ALONE.hash}&preset=facts&weights=fresh`);
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp | null)?.lab.value.runState === 'ready',
    { timeout: 60_000 },
  );
  await measure(page, ALONE);
  for (const view of chosen) {
    await measure(page, view);
    await measure(page, ALONE);
  }
} finally {
  await browser.close();
  await server.close();
}

/** From fresh weights each time, since a run has an end. */
async function measure(page: Page, { name, hash }: typeof ALONE): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, `${hash}&preset=facts&weights=fresh`);
  await wait(3);
  await page.evaluate(async () => {
    const { lab } = (document.querySelector('lab-app') as LabApp).lab;
    await lab.reset();
    void lab.train();
  });
  await wait(2); // opening a view is not what is measured
  const stepOf = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.step);
  const begin = performance.now();
  await page.evaluate(() => {
    window.longTasks.length = 0;
  });
  const before = await stepOf();
  await wait(Number(seconds));
  const steps = (await stepOf()) - before;
  const rate = (1000 * steps) / (performance.now() - begin);
  const tasks = await page.evaluate(() => window.longTasks.map(Math.round));
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.lab.pause());
  const long = tasks.length > 0 ? `tasks over 50 ms: ${tasks.join(', ')}` : 'no task over 50 ms';
  console.log(`${name}: ${rate.toFixed(1)} steps/s; ${long}`);
}

function wait(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}
