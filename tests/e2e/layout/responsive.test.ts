// Every page in every size: nothing is clipped from a phone to a large screen, in a low window, at 200 % zoom, or with text of
// twice the size; light on a desktop and dark on a phone, no axe violations, no unwanted motion, labelled canvases; on a touch
// screen every target is at least 44 pixels.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations, axeViolationsIn } from '../../support/browser/accessibility.ts';
import {
  CHAPTER_VIEWS,
  findClippedElements,
  findCoveredControls,
  findSmallTargets,
  openDrawer,
  openLab,
  openPage,
  PAGES,
} from '../../support/browser/lab-pages.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { byRole } from '../../support/browser/page-reader.ts';

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

const MAIN = `lab-app${byRole('main')}`;

/** Views of chapters 5 and 6 that axe reads in the drawer, by chapter: one of each kind in chapter 5, and in chapter 6 those with controls. */
const AUDITED_VIEWS: Readonly<Record<number, string>> = {
  5: 'name predict tokens line product counts embedding points analogy angle direction stream window unembedding softmax temperature stories logits equation pair calculator',
  6: 'senses prefixes query formula mask kinds grid cross',
};

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

const expectNothingCovered = (page: Page, at: string) =>
  expect.poll(() => page.evaluate(findCoveredControls), { message: `at ${at}`, timeout: 15_000 }).toEqual([]);

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

async function expectAccessible(page: Page): Promise<void> {
  expect(await axeViolations(page, { 'target-size': { enabled: true } })).toEqual([]);
  expect(await page.evaluate(auditPage)).toEqual({ moving: [], unlabelled: [] });
  await expectNoOverflow(page);
}

/** Polls, because charts resize a frame later. */
const expectNoOverflow = (page: Page) =>
  expect
    .poll(() => page.$eval(MAIN, ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), {
      message: `overflow at ${page.viewport()?.width} pixels`,
    })
    .toBe(0);

describe('nothing is clipped', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openTab();
  });
  afterAll(() => page?.close());

  test.each(PAGES)('$name, at every size, and with text of twice the size; no violations', async (one) => {
    await page.setViewport({ width: 1440, height: 900 });
    await openPage(page, one, 'light');
    await expectAccessible(page);
    for (const [width, height] of SIZES) {
      await page.setViewport({ width, height });
      await expectNothingClipped(page, `${width} × ${height}`);
      await expectNothingCovered(page, `${width} × ${height}`);
      if ([2560, 768].includes(width)) await expectNoOverflow(page);
    }
    await withDoubledText(page, async () => {
      await page.setViewport({ width: 1440, height: 900 });
      await openPage(page, one, 'dark');
      await expectNothingClipped(page, '1440 × 900, text of twice the size');
      await page.setViewport({ width: 780, height: 1200 });
      await expectNothingClipped(page, '780 × 1200, text of twice the size');
    });
    await page.setViewport({ width: 360, height: 740 });
    await expectAccessible(page);
    await page.setViewport({ width: 320, height: 740 });
    await expectNoOverflow(page);
  });

  test('text in drawings follows the browser’s font size', async () => {
    await openPage(page, PAGES[2], 'light');
    const label = 'lab-app >>> lab-attention-view >>> lab-attention-grid >>> svg text';
    await page.waitForSelector(label, { visible: true });
    const size = () => page.$eval(label, (text) => Number.parseFloat(getComputedStyle(text).fontSize));
    const initial = await size();
    await withDoubledText(page, () => expect.poll(size).toBe(2 * initial));
  });

  test('a view opens scrolled to its top', async () => {
    const top = () => page.$eval(MAIN, ({ scrollTop }) => scrollTop);
    await page.setViewport({ width: 390, height: 844 });
    const [course, train] = PAGES;
    await openPage(page, course, 'light');
    // The page is long enough once its content has arrived.
    await expect
      .poll(async () => {
        await page.$eval(MAIN, (element) => element.scrollTo(0, 300));
        return top();
      })
      .toBe(300);
    await openPage(page, train, 'light');
    expect(await top()).toBe(0);
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
    async ({ number, views }) => {
      await page.setViewport({ width: 360, height: 740, isMobile: true, hasTouch: true });
      const stage = `lab-app >>> lab-chapter-${number}-stage`;
      const audited = AUDITED_VIEWS[number]?.split(' ') ?? [];
      const expectFitting = async (name: string) => {
        expect(await page.evaluate(findSmallTargets, 44), name).toEqual([]);
        await expectNothingClipped(page, name);
        await expectNoOverflow(page);
        expect(await page.$$eval(`${stage} >>> .card`, findWideCards), name).toEqual([]);
      };
      for (const one of views) {
        await openPage(page, one, 'light');
        await expectFitting(one.name);
        await openDrawer(page);
        await expectFitting(`${one.name}, in the drawer`);
        if (audited.includes(one.name.split(' ')[0]))
          expect(await axeViolationsIn(page, stage), one.name).toEqual([]);
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

/** Runs in the page: labels of cards whose content is wider than they are. */
const findWideCards = (cards: Element[]) =>
  cards.filter((card) => card.scrollWidth > card.clientWidth).map((card) => card.ariaLabel);

/** Runs in the page: animations despite reduced motion, and canvases without label or table. */
function auditPage() {
  const [unlabelled, moving]: [string[], string[]] = [[], []];
  const visit = (root: Document | ShadowRoot) => {
    // `getAnimations` of a root returns those of its own elements only.
    for (const { effect } of root.getAnimations())
      moving.push((effect as KeyframeEffect).target?.outerHTML.slice(0, 80) ?? '');
    for (const canvas of root.querySelectorAll('canvas')) {
      const label =
        canvas.closest('[role="img"], [aria-label], [role="application"], figure') ??
        root.querySelector('lab-data-table') ??
        // A thumbnail in a labelled button.
        (canvas.ariaHidden && (root as ShadowRoot).host?.closest('button[title], button[aria-label]'));
      if (!label) unlabelled.push((root as ShadowRoot).host?.localName ?? 'page');
    }
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) visit(element.shadowRoot);
  };
  visit(document);
  return { moving, unlabelled };
}
