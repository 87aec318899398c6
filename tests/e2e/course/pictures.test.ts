// Words and pictures that belong together: the line above a picture is of the network that is drawn, a tip of what is there, and nothing is cut.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { CountScene } from '../../../src/ui/scenes/count/count-scene.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import { placeOf, waitForDigitMap } from '../../support/browser/digit-map.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { pageReader } from '../../support/browser/page-reader.ts';

const stage = (chapter: number) => `lab-app >>> lab-chapter-view >>> lab-chapter-${chapter}-stage`;
const map = `${stage(3)} >>> lab-stage`;

let browser: Browser;
let page: Page;

const pathOf = (chapter: number, at: number, shows = '') =>
  `${inject('pageUrl')}#view=chapter&chapter=${chapter}&at=${at}${shows}`;

beforeAll(async () => {
  ({ browser, page } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
});
beforeEach(async () => {
  await page.setViewport({ width: 1440, height: 900 });
  await page.mouse.move(0, 0);
});

afterAll(() => browser?.close());

const { textsOf } = pageReader(() => page);

async function goTo(chapter: number, at: number, shows = ''): Promise<void> {
  await page.goto(pathOf(chapter, at, shows));
  await waitForDigitMap(page);
  await page.waitForSelector(`${stage(chapter)}[aria-busy="false"]`);
}

test('the line above the picture names the network of a moment once its numbers are drawn', async () => {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await goTo(3, 490, '&explore=yes');
  const header = await page.waitForSelector(`${stage(3)} >>> .reading`);
  // Recorded in the page, from before the moment: on a busy machine all can be over at the first look from here.
  const seen = await page.evaluateHandle((element) => {
    const texts = new Set<string>();
    const look = () => texts.add(element?.textContent?.replace(/\s+/g, ' ').trim() ?? '');
    new MutationObserver(look).observe(element as Element, {
      ...{ subtree: true, childList: true, characterData: true },
    });
    return texts;
  }, header);
  await page.evaluate(() => {
    location.hash = 'view=chapter&chapter=3&at=510&explore=yes';
  });
  const ofOneImage = async () =>
    (await seen.evaluate((texts) => [...texts])).filter((text) =>
      text.includes('has learned one image alone'),
    );
  await expect.poll(async () => (await ofOneImage()).length).toBeGreaterThan(0);
  await page.waitForSelector(`${stage(3)}[aria-busy="false"]`);
  for (const text of await ofOneImage()) expect(text).toContain('prediction: 2');
});

test('a tip goes with what it was of, though the mouse stays', async () => {
  await goTo(3, 83);
  const { x, y, width, height } = await placeOf(page, 'neuron', 2, 3);
  await page.mouse.move(x + width / 2, y + height / 2);
  await expect.poll(() => textsOf(`${map} >>> .tip`)).toHaveLength(1);
  expect((await textsOf(`${map} >>> .tip`))[0]).toMatch(/^output 2/);
  // Pixels alone.
  await page.evaluate(() => {
    location.hash = 'view=chapter&chapter=3&at=198';
  });
  await expect.poll(() => textsOf(`${map} >>> .tip`)).toEqual([]);
});

test.each([
  [1440, 900],
  [1920, 1080],
  [390, 844],
])('the sum of all weights and biases fits, %d × %d', async (width, height) => {
  await page.setViewport({ width, height });
  await page.goto(pathOf(1, 740));
  const counted = await page.waitForSelector(`${stage(1)} >>> lab-stage[data-scene=count]`);
  /** The count, and what sticks out of the picture. */
  const shown = () =>
    counted?.evaluate((element) => {
      const { nodes } = (element as Stage<CountScene>).scene;
      const { width = 0, height = 0 } =
        element.shadowRoot?.querySelector('canvas')?.getBoundingClientRect() ?? {};
      const isCut = ({ rect }: (typeof nodes)[number]) =>
        rect.x < -2 || rect.y < -2 || rect.x + rect.width > width + 2 || rect.y + rect.height > height + 2;
      return {
        total: nodes.find(({ mark }) => mark.key === 'total')?.mark.value,
        cut: nodes.filter(isCut).map(({ mark }) => mark.key),
      };
    });
  await expect.poll(shown).toEqual({ total: 13_002, cut: [] });
});

test('in place of the map, the table of nudges shows whole images and their mean', async () => {
  await goTo(3, 530);
  const table = `${stage(3)} >>> [aria-label="Table of nudges"]`;
  await page.waitForSelector(`${table} td.mean`);
  const rightOf = (selector: string) =>
    page.$$eval(`${table} ${selector}`, (elements) =>
      elements
        .map((element) => element.getBoundingClientRect())
        .flatMap(({ width, left, right }) => (width > 0 ? [{ left, right }] : [])),
    );
  const [images, [mean]] = [await rightOf('lab-pixel-image'), await rightOf('th.mean')];
  expect(images.length).toBeGreaterThanOrEqual(2);
  for (const { right } of images) expect(right).toBeLessThanOrEqual(mean.left);
});
