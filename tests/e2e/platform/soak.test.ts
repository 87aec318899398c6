// A short soak test (`tests/long` runs half an hour): memory does not grow, and random actions leave a working lab.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { launchBrowser } from '../../support/browser/launch-browser.ts';
import { expectWorking, navigate, openLab } from '../../support/load/lab-page.ts';
import { monkey } from '../../support/load/monkey.ts';
import { expectFlat, soak } from '../../support/load/soak.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false, serviceWorker: true });
  page = await openLab(browser, inject('pageUrl'));
  // Training goes on beside the views, and leaves them most of the processor.
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.client.throttle(0.2));
});

// Throws if a page logged an error.
afterAll(() => browser?.close());

test('memory does not grow over a few rounds', async () => {
  const rounds = await soak(page, { milliseconds: 0, chapters: 2, moments: 1, models: 1 });
  expectFlat(rounds.slice(1), 6e6);
  await expectWorking(page);
});

test('the lab works after a hundred random actions', async () => {
  // Its own model: the one before is larger, and a random action may train it.
  await navigate(page, 'view=course&preset=facts');
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
  console.log(await monkey(page, { seed: 1, milliseconds: 0, minActions: 100 }));
  await expectWorking(page);
});
