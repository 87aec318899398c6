// While the video leads, untouched: few controls, few words, one large picture; and what the visitor touches opens without moving it.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import { INTERLUDE } from '../../../src/ui/course/moments.ts';
import { type InView, inView, median } from '../../support/browser/in-view.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const view = 'lab-app >>> lab-chapter-view';
const canvas = `${view} >>> lab-stage >>> canvas`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
});

afterAll(() => {
  expect(pageErrors).toEqual([]);
  return browser?.close();
});

const { click, find } = pageReader(() => page);

async function openChapter(number: number, at = 0, shows = ''): Promise<void> {
  await openLink(page, `${inject('pageUrl')}#view=chapter&chapter=${number}&at=${at}${shows}`);
  await page.waitForSelector(`${view} >>> lab-stage`);
}

/** Of each chapter, seven from its beginning to its end. */
const MOMENTS = COURSE.flatMap(({ number, moments }) => {
  const staged = moments.filter(({ view }) => view !== INTERLUDE);
  return Array.from({ length: 7 }, (_, i) => ({
    number,
    at: staged[Math.floor(((i + 0.5) * staged.length) / 7)].startTime,
  }));
});

/** The largest number of controls and words, and the smallest share of picture. */
test.each([
  [1440, 900, 12, 60, 0.45],
  [390, 844, 9, 45, 0.4],
  [844, 390, 9, 35, 0.45],
])(
  '%i × %i: at most %i controls and %i words, and the picture has %f of the window',
  { timeout: 300_000 },
  async (width, height, controls, words, picture) => {
    const isTouch = Math.min(width, height) < 500;
    await page.setViewport({ width, height, isMobile: isTouch, hasTouch: isTouch });
    const seen: (InView & { readonly name: string })[] = [];
    let opened = 0;
    for (const { number, at } of MOMENTS) {
      if (number !== opened) await openChapter(number, at);
      opened = number;
      await page.evaluate((at) => (document.querySelector('lab-app') as LabApp).page.update({ at }), at);
      await page.waitForFunction(
        (at) => {
          const shown = document
            .querySelector('lab-app')
            ?.shadowRoot?.querySelector('lab-chapter-view')
            ?.shadowRoot?.querySelector('.stage > :not(.card)') as
            | (HTMLElement & { moment?: { startTime: number } })
            | null;
          return shown?.moment?.startTime === at && shown.ariaBusy !== 'true';
        },
        {},
        at,
      );
      seen.push({ name: `${number} at ${at}`, ...(await inView(page)) });
    }
    expect(seen.length).toBeGreaterThanOrEqual(40);
    expect(seen.filter(({ figures }) => figures > 1).map(({ name }) => name)).toEqual([]);
    expect(median(seen.map((each) => each.controls.length))).toBeLessThanOrEqual(controls);
    expect(median(seen.map((each) => each.words.length))).toBeLessThanOrEqual(words);
    expect(median(seen.map((each) => each.picture))).toBeGreaterThanOrEqual(picture);
  },
);

const boxOf = (selector: string) =>
  page.$eval(selector, (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left, top, width, height].map(Math.round);
  });

const isExploring = () =>
  page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.value.isExploring);

describe.each([
  ['network', 6, 507.1],
  ['digits', 1, 280],
  ['chain', 4, 62],
  ['angles', 7, 1140],
])('the picture of %s', (_, number, at) => {
  beforeAll(async () => {
    await page.setViewport({ width: 1440, height: 900 });
    await openChapter(number, at);
  });

  test('stays where it is while its controls come and go', async () => {
    const watched = await boxOf(canvas);
    await click('button', 'Explore');
    await find('button', 'Figures');
    expect(await boxOf(canvas)).toEqual(watched);
    await click('button', 'Figures');
    expect(await boxOf(canvas)).toEqual(watched);
    await page.keyboard.press('Escape');
    await expect.poll(isExploring).toBe(false);
    expect(await boxOf(canvas)).toEqual(watched);
  });

  test('opens by a press into it, by the wheel and by the key', async () => {
    const [left, top, width, height] = await boxOf(canvas);
    await page.mouse.click(left + width / 2, top + height / 2);
    await expect.poll(isExploring).toBe(true);
    await page.$eval(`${view} >>> .back button`, (back) => (back as HTMLElement).click());
    expect(await isExploring()).toBe(false);
    await page.mouse.wheel({ deltaY: 10 });
    await expect.poll(isExploring).toBe(true);
    await page.$eval(`${view} >>> .back button`, (back) => (back as HTMLElement).click());
    await expect.poll(isExploring).toBe(false);
    await page.keyboard.press('e');
    await expect.poll(isExploring).toBe(true);
    await page.keyboard.press('e');
    await expect.poll(isExploring).toBe(false);
  });
});

test('what is set stays set, is named, and is reset by one press', async () => {
  await openChapter(7, 0, '&prompt=The%20capital%20of%20France%20is');
  await find('button', 'Reset', `lab-app${byRole('main')}`);
  await click('button', 'Reset');
  await expect
    .poll(() => page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.value.prompt))
    .toBe('');
});
