// The frame of a chapter: how much of the window the picture gets, the splitter, theatre mode.
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const view = 'lab-app >>> lab-chapter-view';
const player = `${view} >>> lab-video-player`;
const stage = `lab-app${byRole('region', 'Stage')}`;
const map = `${view} >>> lab-stage`;
const canvas = `${map} >>> canvas`;
const splitter = `${view} >>> lab-splitter`;
const rail = `${stage}${byRole('navigation', 'Depth')}`;
const MAIN = `lab-app${byRole('main')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }));
});

afterEach(() => expect(pageErrors).toEqual([]));
afterAll(() => browser?.close());

const { click, find } = pageReader(() => page);

/** Waits until the charts have their size, a frame later. */
async function setViewport(width: number, height: number): Promise<void> {
  const isTouch = Math.min(width, height) < 500;
  await page.setViewport({ width, height, isMobile: isTouch, hasTouch: isTouch });
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  });
}

/** The page loads if it shows no chapter yet. */
async function openChapter(number: number, width: number, height: number, shows = ''): Promise<void> {
  await setViewport(width, height);
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=${number}${shows}`);
  await page.waitForSelector(`${view} >>> lab-chapter-${number}-stage`, { visible: true });
}

const measure = (element: Element) => {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  return { left, top, right, bottom, width, height };
};

const boxOf = (selector: string) => page.$eval(selector, measure);

const boxOfRole = async (role: string, name: string) => (await find(role, name, MAIN)).evaluate(measure);

/** Width, height, and the share of the window that the picture has while the video leads. A phone's page is another one: it loads again. */
describe.each([
  [
    [1440, 900, 0.45],
    [1920, 1080, 0.45],
    [1024, 768, 0.43],
  ],
  [
    [844, 390, 0.45],
    [390, 844, 0.4],
  ],
])('from %s to %s', (...sizes) => {
  /** Opens a chapter, and checks it in each size. */
  async function inEachSize(
    number: number,
    shows: string,
    check: (width: number, height: number, least: number) => Promise<void>,
  ): Promise<void> {
    for (const [i, [width, height, least]] of sizes.entries()) {
      if (i === 0) await openChapter(number, width, height, shows);
      else await setViewport(width, height);
      await check(width, height, least);
    }
  }

  /** Of the window; the formulas of chapter 4 are a part of its picture. */
  const shareOfPicture = () =>
    page.$$eval(`${map} >>> :is(canvas, .formulas)`, (parts) =>
      parts.reduce((share, { clientWidth, clientHeight }) => {
        return share + (clientWidth * clientHeight) / (innerWidth * innerHeight);
      }, 0),
    );

  /** Without scrolling, neither the page nor the stage. */
  async function expectAboveTheFold(selector: string): Promise<void> {
    const { width, height } = page.viewport() as { width: number; height: number };
    const { left, top, right, bottom } = await boxOf(selector);
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(width);
    expect(bottom).toBeLessThanOrEqual(height);
    for (const part of [MAIN, `${view} >>> .stage`])
      expect(await page.$eval(part, (each) => each.scrollHeight - each.clientHeight), part).toBe(0);
  }

  test.each([1, 4, 5, 6, 7])(
    'the picture of chapter %i has the most of the window, all of it in view',
    (number) =>
      inEachSize(number, '', async (_, height, least) => {
        await page.waitForSelector(canvas, { visible: true });
        expect(await shareOfPicture()).toBeGreaterThan(least);
        await expectAboveTheFold(map);
        for (const control of ['Moment before', 'Next moment', 'Notes', 'Explore']) {
          const { bottom } = await boxOfRole('button', control);
          expect(bottom).toBeLessThanOrEqual(height);
        }
        expect(await page.$(rail)).toBeNull();
      }),
  );

  test.each([1, 4, 5, 6, 7])(
    'operated, the picture of chapter %i is nearly as large, with its controls in view',
    (number) =>
      inEachSize(number, '&explore=yes', async (_, height, least) => {
        await find('button', 'Figures', stage);
        expect(await shareOfPicture()).toBeGreaterThan(least - 0.05);
        await expectAboveTheFold(map);
        expect((await boxOfRole('button', 'Figures')).bottom).toBeLessThanOrEqual(height);
      }),
  );

  test('a panel that an address names takes the picture’s place', () =>
    inEachSize(7, '&preset=facts&show.panel=next', async () => {
      const figure = `${view} >>> .figure`;
      await page.waitForSelector(`${figure} lab-next-token`, { visible: true });
      const [shown, picture] = [await boxOf(figure), await boxOf(canvas)];
      for (const side of ['left', 'top', 'right', 'bottom'] as const)
        expect(shown[side]).toBeCloseTo(picture[side], -0.5);
      await expectAboveTheFold(figure);
    }));

  test('the drawer of figures leaves a part of the picture in sight', () =>
    inEachSize(7, '&preset=facts&explore=yes', async () => {
      const drawer = `${view} >>> #drawer`;
      if (!(await page.$(drawer))) await click('button', 'Figures', stage);
      await find('navigation', 'Panels of this chapter', stage);
      const [panel, picture] = [await boxOf(drawer), await boxOf(canvas)];
      const covered = Math.max(0, picture.right - panel.left) * Math.max(0, picture.bottom - panel.top);
      expect(covered).toBeLessThan(0.85 * picture.width * picture.height);
      await expectAboveTheFold(drawer);
    }));
});

const shareOfVideo = async () => (await boxOf(player)).width / (page.viewport()?.width ?? 1);
const valueOfSplitter = () => page.$eval(splitter, (each) => Number(each.ariaValueNow));

describe('on a laptop', () => {
  beforeAll(() => openChapter(6, 1440, 900));

  test('the splitter is dragged; a double click restores it', async () => {
    await page.waitForSelector(canvas, { visible: true });
    const initial = await shareOfVideo();
    const { left, top, height } = await boxOf(splitter);
    await page.mouse.move(left, top + height / 2);
    await page.mouse.down();
    await page.mouse.move(700, top + 50, { steps: 4 });
    await page.mouse.up();
    expect(await shareOfVideo()).toBeCloseTo(700 / 1440, 1);
    // The picture has the rest.
    const [video, picture] = [await boxOf(player), await boxOf(map)];
    expect(picture.left).toBeGreaterThanOrEqual(video.right);
    expect(picture.right).toBe(1440);
    await page.reload();
    await page.waitForSelector(`${view} >>> lab-chapter-6-stage`, { visible: true });
    expect(await shareOfVideo()).toBeCloseTo(700 / 1440, 1);
    const now = await boxOf(splitter);
    await page.mouse.click(now.left, now.top + 300, { count: 2 });
    await expect.poll(shareOfVideo).toBeCloseTo(initial, 2);
  });

  test('the splitter is moved with the keys, between its ends, and is remembered', async () => {
    expect(await page.$eval(splitter, ({ role, ariaLabel }) => [role, ariaLabel])).toEqual([
      'separator',
      'Width of the video',
    ]);
    await page.focus(splitter);
    const before = await valueOfSplitter();
    await page.keyboard.press('ArrowRight');
    expect(await valueOfSplitter()).toBe(before + 2);
    await page.keyboard.press('End');
    expect(await shareOfVideo()).toBeGreaterThan(0.6);
    await page.keyboard.press('PageDown');
    const share = await shareOfVideo();
    expect(share).toBeGreaterThan(0.5);
    // The arrows moved the splitter, not the video.
    expect(await page.$eval(player, ({ currentTime }) => currentTime)).toBe(0);
    await page.reload();
    await page.waitForSelector(`${view} >>> lab-chapter-6-stage`, { visible: true });
    expect(await shareOfVideo()).toBeCloseTo(share, 3);
    await page.focus(splitter);
    await page.keyboard.press('Home');
    expect(await shareOfVideo()).toBeLessThan(0.22);
  });

  test('in theatre mode the video takes the place of the stage, until t or Escape', async () => {
    const isPictured = () => page.$eval(canvas, (each) => each.checkVisibility({ visibilityProperty: true }));
    await page.waitForSelector(canvas, { visible: true });
    await click('button', 'Notes', MAIN);
    await click('button', 'Theatre mode', MAIN);
    await expect.poll(shareOfVideo).toBeGreaterThan(0.7);
    expect((await boxOf(player)).height).toBeGreaterThan(600);
    expect(await isPictured()).toBe(false);
    await page.keyboard.press('Escape');
    await expect.poll(shareOfVideo).toBeLessThan(0.5);
    await page.keyboard.press('Escape');
    await find('button', 'Explore', MAIN);
    await page.keyboard.press('t');
    await expect.poll(shareOfVideo).toBeGreaterThan(0.7);
    expect(await isPictured()).toBe(false);
    await page.keyboard.press('t');
    await expect.poll(shareOfVideo).toBeLessThan(0.5);
    expect(await isPictured()).toBe(true);
  });
});
