// Every page in every size: nothing is clipped from a phone to a large screen, in a low window, at 200 % zoom, or with text of
// twice the size; on a touch screen every target is at least 44 pixels.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CHAPTER_VIEWS,
  findClippedElements,
  findSmallTargets,
  openLab,
  openPage,
  PAGES,
} from '../../support/browser/lab-pages.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';

/** Portrait and landscape; the last two are a desktop screen at 200 % zoom. */
const SIZES = [
  [360, 740],
  [390, 844],
  [600, 900],
  [768, 1024],
  [820, 1180],
  [1024, 768],
  [1180, 820],
  [1280, 800],
  [2560, 1440],
  [844, 390],
  [1280, 600],
  [720, 450],
  [640, 400],
] as const;

let browser: Browser;
const pageErrors: string[][] = [];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
});

afterAll(async () => {
  await browser?.close();
  expect(pageErrors.flat()).toEqual([]);
});

async function openTab(): Promise<Page> {
  const page = await browser.newPage();
  pageErrors.push(collectPageErrors(page));
  await openLab(page);
  return page;
}

/** Polls, because charts resize a frame later; not for long, because a clipped element stays clipped. */
const expectNothingClipped = (page: Page, at: string) =>
  expect.poll(() => page.evaluate(findClippedElements), { message: `at ${at}`, timeout: 15_000 }).toEqual([]);

/** Doubles the browser's own font size while `check` runs. */
async function withDoubledText(page: Page, check: () => Promise<void>): Promise<void> {
  const fontSize = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
  const initial = await fontSize();
  const session = await page.createCDPSession();
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  try {
    expect(await fontSize()).toBe(2 * initial);
    await check();
  } finally {
    await session.send('Page.setFontSizes', { fontSizes: { standard: 16 } });
    await session.detach();
  }
}

describe('nothing is clipped', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openTab();
  });
  afterAll(() => page?.close());

  test.each(PAGES)('$name, at every size, and with text of twice the size', async (one) => {
    await page.setViewport({ width: 1440, height: 900 });
    await openPage(page, one, 'light');
    for (const [width, height] of SIZES) {
      await page.setViewport({ width, height });
      await expectNothingClipped(page, `${width} × ${height}`);
    }
    await withDoubledText(page, async () => {
      await page.setViewport({ width: 1440, height: 900 });
      await openPage(page, one, 'dark');
      await expectNothingClipped(page, '1440 × 900, text of twice the size');
      await page.setViewport({ width: 780, height: 1200 });
      await expectNothingClipped(page, '780 × 1200, text of twice the size');
    });
  });

  test('text in drawings follows the browser’s font size', async () => {
    await openPage(page, PAGES[2], 'light');
    const label = 'lab-app >>> lab-attention-view >>> lab-attention-grid >>> svg text';
    await page.waitForSelector(label, { visible: true });
    const size = () => page.$eval(label, (text) => Number.parseFloat(getComputedStyle(text).fontSize));
    const initial = await size();
    await withDoubledText(page, () => expect.poll(size).toBe(2 * initial));
  });
});

describe('on a touch screen', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openTab();
    await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
    expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
  });
  afterAll(() => page?.close());

  test.each(CHAPTER_VIEWS)(
    'every view of chapter $number: targets of 44 pixels, nothing clipped',
    async ({ views }) => {
      await page.setViewport({ width: 360, height: 740, isMobile: true, hasTouch: true });
      for (const one of views) {
        await openPage(page, one, 'light');
        expect(await page.evaluate(findSmallTargets, 44), one.name).toEqual([]);
        await expectNothingClipped(page, one.name);
      }
    },
  );

  test.each(PAGES)('$name: targets of 44 pixels, nothing clipped', async (one) => {
    await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
    await openPage(page, one, 'dark');
    expect(await page.evaluate(findSmallTargets, 44)).toEqual([]);
    await expectNothingClipped(page, '390 × 844');
    await page.setViewport({ width: 1024, height: 768, isMobile: true, hasTouch: true });
    expect(await page.evaluate(findSmallTargets, 44)).toEqual([]);
    await expectNothingClipped(page, '1024 × 768');
  });
});
