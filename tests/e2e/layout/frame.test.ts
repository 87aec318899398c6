// The frame of a chapter: how much of the window the picture gets, the splitter, theatre mode.
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const view = 'lab-app >>> lab-chapter-view';
const player = `${view} >>> lab-video-player`;
const stage = `lab-app${byRole('region', 'Stage')}`;
const map = `${view} >>> lab-stage`;
const splitter = `${view} >>> lab-splitter`;
const bar = `${stage}${byRole('navigation', 'Panels of this chapter')}`;

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

const boxOf = (selector: string) =>
  page.$eval(selector, (element) => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    return { left, top, right, bottom, width, height };
  });

/** Width, height, and what the canvas is higher than. A phone's page is another one: it loads again. */
describe.each([
  [
    [1440, 900, 500],
    [1920, 1080, 650],
    [1024, 768, 350],
  ],
  [
    [844, 390, 150],
    [390, 844, 300],
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
      await find('navigation', 'Depth', stage);
      await check(width, height, least);
    }
  }

  test.each([5, 6, 7])(
    'the whole picture of chapter %i, its transport and its bar are above the fold',
    (number) =>
      inEachSize(number, '', async (width, height, least) => {
        const [shell, picture, canvas] = [
          await boxOf(stage),
          await boxOf(map),
          await boxOf(`${map} >>> canvas`),
        ];
        // Title, time, model and prompt take one line.
        expect(picture.top - shell.top).toBeLessThan(100);
        expect(canvas.height).toBeGreaterThan(least);
        expect(canvas.width).toBeGreaterThan(width / 2 - 50);
        expect(picture.bottom).toBeLessThanOrEqual(height);
        expect((await boxOf(bar)).bottom).toBeLessThanOrEqual(height);
        const scrolled = await page.$eval(
          `${view} >>> .stage`,
          (each) => each.scrollHeight - each.clientHeight,
        );
        expect(scrolled).toBe(0);
      }),
  );

  test('an open panel keeps the map in sight', () =>
    inEachSize(7, '&preset=facts&show.panel=next', async (_, height) => {
      await page.waitForSelector(`${view} >>> lab-next-token`, { visible: true });
      const [panel, picture] = [await boxOf(`${view} >>> #panel`), await boxOf(map)];
      expect(panel.bottom).toBeLessThanOrEqual(height);
      const covered = Math.max(0, picture.right - panel.left) * Math.max(0, picture.bottom - panel.top);
      expect(covered).toBeLessThan(0.85 * picture.width * picture.height);
    }));
});

const shareOfVideo = async () => (await boxOf(player)).width / (page.viewport()?.width ?? 1);
const valueOfSplitter = () => page.$eval(splitter, (each) => Number(each.ariaValueNow));

describe('on a laptop', () => {
  beforeAll(() => openChapter(6, 1440, 900));

  test('the splitter is dragged; a double click restores it', async () => {
    await find('navigation', 'Depth', stage);
    const initial = await shareOfVideo();
    const { left, top, height } = await boxOf(splitter);
    await page.mouse.move(left, top + height / 2);
    await page.mouse.down();
    await page.mouse.move(700, top + 50, { steps: 4 });
    await page.mouse.up();
    expect(await shareOfVideo()).toBeCloseTo(700 / 1440, 1);
    // The map has the rest.
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
    await find('navigation', 'Depth', stage);
    await click('button', 'Theatre mode');
    await expect.poll(shareOfVideo).toBeGreaterThan(0.7);
    expect((await boxOf(player)).height).toBeGreaterThan(600);
    expect(await page.$(bar)).toBeNull();
    expect(await page.$eval(map, (each) => each.checkVisibility({ visibilityProperty: true }))).toBe(false);
    await page.keyboard.press('t');
    await expect.poll(shareOfVideo).toBeLessThan(0.3);
    await find('navigation', 'Depth', stage);
    await page.keyboard.press('t');
    await expect.poll(shareOfVideo).toBeGreaterThan(0.7);
    await page.keyboard.press('Escape');
    await expect.poll(shareOfVideo).toBeLessThan(0.3);
  });
});
