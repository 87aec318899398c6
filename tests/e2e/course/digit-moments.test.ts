// Every moment of chapters 1 to 4, untouched: the stage shows what the video says, its numbers are the engine's, and each moment has a
// picture of its own.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { Moment } from '../../../src/ui/course/chapter.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import { shotOf } from '../../../src/ui/course/digit-stage/picture.ts';
import type { DigitScene } from '../../../src/ui/scenes/digits/digit-scene.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import { readDigitMap, waitForDigitMap } from '../../support/browser/digit-map.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { chainStage } from '../../support/course/chain-stage.ts';
import { CLAIMS as CHAPTER_1 } from '../../support/course/claims/chapter-1.ts';
import { CLAIMS as CHAPTER_2 } from '../../support/course/claims/chapter-2.ts';
import { CLAIMS as CHAPTER_3 } from '../../support/course/claims/chapter-3.ts';
import { CLAIMS as CHAPTER_4 } from '../../support/course/claims/chapter-4.ts';
import { stagedMoments } from '../../support/course/claims.ts';
import { expectOneNetwork, goToAnew, recordDigitReads } from '../../support/course/digit-reads.ts';
import { digitStage } from '../../support/course/digit-stage.ts';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=1`);
  await waitForDigitMap(page);
  await recordDigitReads(page);
});

afterAll(() => browser?.close());

const goTo = (chapter: number, at: number) => goToAnew(page, `view=chapter&chapter=${chapter}&at=${at}`);

/** Goes from moment to moment. All failures, by moment. */
async function walk(chapter: number, check: (moment: Moment) => Promise<unknown>): Promise<string[]> {
  const failed: string[] = [];
  for (const moment of stagedMoments(COURSE[chapter - 1])) {
    await goTo(chapter, moment.startTime);
    await check(moment).catch((error) => failed.push(`${moment.startTime} ${moment.title}: ${error}`));
  }
  return failed;
}

test.each([
  [1, CHAPTER_1],
  [2, CHAPTER_2],
  [3, CHAPTER_3],
])('each moment of chapter %i shows what the video says', { timeout: 400_000 }, async (number, claims) => {
  const stage = digitStage(page);
  let [before, now] = ['', ''];
  const failed = await walk(number, async ({ startTime, picture = { at: 'network' }, isPanelOpen }) => {
    const { scene = 'digits', holds } = claims[startTime];
    // A tour that has begun plays no more.
    const shot = async () => ({ ...(await stage.shot()), ...(picture.tours && { play: undefined }) });
    await stage.settled(startTime);
    await expectOneNetwork(page);
    await expect.poll(stage.scene).toBe(scene);
    const isMap = scene === 'digits';
    if (isMap) {
      expect(await shot()).toEqual({ ...shotOf(picture), ...(picture.tours && { play: undefined }) });
      await stage.agrees(picture);
    }
    const look = async () => {
      now = await stage.digest(scene);
      return now;
    };
    // The next digit of a tour takes seconds to come.
    await expect.poll(look, { interval: 400 }).not.toBe(before);
    before = now;
    if (isPanelOpen && isMap) await stage.sees('#panel > *');
    await holds(stage);
    await expectOneNetwork(page);
    expect(await stage.alerts()).toEqual([]);
  });
  expect(failed).toEqual([]);
});

test('each moment of chapter 4 shows what the video says, and no two look the same', async () => {
  const stage = chainStage(page);
  const pictures = new Set<string>();
  const failed = await walk(4, async ({ startTime, chain }) => {
    await stage.settled(startTime);
    expect((await stage.drawn()).shot).toEqual(chain);
    await stage.agrees();
    await CHAPTER_4[startTime].holds(stage);
    let look = '';
    const isKnown = async () => {
      look = `${await stage.digest()} ${(await stage.drawn()).formulas}`;
      return pictures.has(look);
    };
    await expect.poll(isKnown).toBe(false);
    pictures.add(look);
    expect(await stage.alerts()).toEqual([]);
  });
  expect(failed).toEqual([]);
}, 240_000);

test('light runs through the network at its moment, and comes to rest', async () => {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
  // Recorded in the page, from before the moment: on a busy machine all can be over at the first look from here.
  await goTo(1, 0);
  await waitForDigitMap(page);
  const stage = await page.$('lab-app >>> lab-stage');
  const played = await stage?.evaluateHandle((element) => {
    const { motion } = (element as Stage<DigitScene>).scene;
    const prototype: typeof motion = Object.getPrototypeOf(motion);
    const { play } = prototype;
    const plays: [what: string, isPlaying: boolean][] = [];
    prototype.play = function (this: typeof motion, ...[what, sizes]) {
      play.call(this, what, sizes);
      plays.push([what, this.isPlaying]);
    };
    return plays;
  });
  await goTo(1, 67.2);
  await waitForDigitMap(page);
  await expect.poll(() => played?.jsonValue()).toContainEqual(['forward', true]);
  await expect.poll(async () => (await readDigitMap(page)).isPlaying, { timeout: 60_000 }).toBe(false);
});

test('the visitor’s network stays as it was, and the page has no errors', async () => {
  const isBundled = await page.evaluate(
    () => (document.querySelector('lab-app') as LabApp).lab.digits.value.isBundled,
  );
  expect(isBundled).toBe(true);
  expect(pageErrors).toEqual([]);
});
