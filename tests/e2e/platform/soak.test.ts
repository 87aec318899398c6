// The page under load, in short: `tests/long` does the same for half an hour. Nothing grows, and a monkey leaves a working lab.
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, inject, test } from 'vitest';
import { launchBrowser } from '../../support/browser/launch-browser.ts';
import { expectWorking, openLab } from '../../support/load/lab-page.ts';
import { monkey } from '../../support/load/monkey.ts';
import { expectFlat, soak } from '../../support/load/soak.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
});

// Throws if any page complained.
afterAll(() => browser?.close());

test('a few rounds of everything leave as much behind as two did', async () => {
  const page = await openLab(browser, inject('pageUrl'));
  const rounds = await soak(page, { milliseconds: 0, chapters: 2, moments: 1, models: 1 });
  expectFlat(rounds.slice(1), 6e6);
  await expectWorking(page);
  await page.close();
});

test('two hundred random acts leave a working lab', async () => {
  const page = await openLab(browser, inject('pageUrl'));
  console.log(await monkey(page, { seed: 1, milliseconds: 0, minActions: 200 }));
  await expectWorking(page);
  await page.close();
});
