// Every page in every size: nothing is cut off from a phone to a large screen, in a low window, enlarged twice, or with text
// twice as large; where a finger is the pointer, all that is pressed is wide enough for it.
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

/** Upright and across; the last two are an ordinary screen enlarged twice. */
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

/** Charts follow the width a frame later. What is cut off stays so: it is not waited for as long as for an answer, on each page. */
const expectNothingClipped = (page: Page, at: string) =>
  expect.poll(() => page.evaluate(findClippedElements), { message: `at ${at}`, timeout: 15_000 }).toEqual([]);

describe('nothing is cut off', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openTab();
  });
  afterAll(() => page?.close());

  test.each(PAGES)('$name, in every size', async (one) => {
    await page.setViewport({ width: 1440, height: 900 });
    await openPage(page, one, 'light');
    for (const [width, height] of SIZES) {
      await page.setViewport({ width, height });
      await expectNothingClipped(page, `${width} × ${height}`);
    }
  });
});

describe('text twice as large', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openTab();
    const session = await page.createCDPSession();
    await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
    expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('30px');
  });
  afterAll(() => page?.close());

  test.each(PAGES)('$name, on a desk and on a small screen', async (one) => {
    await page.setViewport({ width: 1440, height: 900 });
    await openPage(page, one, 'dark');
    await expectNothingClipped(page, '1440 × 900');
    await page.setViewport({ width: 780, height: 1200 });
    await expectNothingClipped(page, '780 × 1200');
  });
});

test('what is drawn writes larger as soon as the browser does', async () => {
  const page = await openTab();
  await openPage(page, PAGES[2], 'light');
  const label = 'lab-app >>> lab-attention-view >>> lab-attention-grid >>> svg text';
  await page.waitForSelector(label, { visible: true });
  const size = () => page.$eval(label, (text) => Number.parseFloat(getComputedStyle(text).fontSize));
  const usual = await size();
  const session = await page.createCDPSession();
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  await expect.poll(size).toBe(2 * usual);
  await page.close();
});

describe('under a finger', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openTab();
    await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
    expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
  });
  afterAll(() => page?.close());

  test.each(CHAPTER_VIEWS)(
    'each view of chapter $number: 44 pixels, and nothing is cut off',
    async ({ views }) => {
      await page.setViewport({ width: 360, height: 740, isMobile: true, hasTouch: true });
      for (const one of views) {
        await openPage(page, one, 'light');
        expect(await page.evaluate(findSmallTargets, 44), one.name).toEqual([]);
        await expectNothingClipped(page, one.name);
      }
    },
  );

  test.each(PAGES)('$name: 44 pixels, and nothing is cut off', async (one) => {
    await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
    await openPage(page, one, 'dark');
    expect(await page.evaluate(findSmallTargets, 44)).toEqual([]);
    await expectNothingClipped(page, '390 × 844');
    await page.setViewport({ width: 1024, height: 768, isMobile: true, hasTouch: true });
    expect(await page.evaluate(findSmallTargets, 44)).toEqual([]);
    await expectNothingClipped(page, '1024 × 768');
  });
});
