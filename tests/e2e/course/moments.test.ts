// Every moment of chapters 5 to 7, untouched: the stage shows what the video says, no other moment of its chapter shows the same, and its
// numbers are the engine's.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { CLAIMS as CHAPTER_5 } from '../../support/course/claims/chapter-5.ts';
import { CLAIMS as CHAPTER_6 } from '../../support/course/claims/chapter-6.ts';
import { CLAIMS as CHAPTER_7 } from '../../support/course/claims/chapter-7.ts';
import { stagedMoments } from '../../support/course/claims.ts';
import { mapStage } from '../../support/course/map-stage.ts';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
});

afterAll(() => browser?.close());

test.each([
  [5, CHAPTER_5],
  [6, CHAPTER_6],
  [7, CHAPTER_7],
])('each moment of chapter %i shows what the video says', { timeout: 300_000 }, async (number, claims) => {
  const stage = mapStage(page);
  await page.goto('about:blank');
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=${number}`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp | null)?.lab?.value.run);
  expect(new URL(page.url()).hash).not.toContain('preset');
  const failed: string[] = [];
  const pictures = new Map<string, string>();
  for (const { startTime, title, shot, isPanelOpen, view, settings } of stagedMoments(COURSE[number - 1])) {
    await page.evaluate((at) => (document.querySelector('lab-app') as LabApp).page.update({ at }), startTime);
    try {
      const { at, overlay = 'values', spotlight } = shot ?? {};
      await expect.poll(stage.place).toEqual({ at, overlay, spotlight });
      if (isPanelOpen) await stage.sees('#panel > *');
      await claims[startTime].holds(stage);
      expect(await stage.alerts()).toEqual([]);
      const { front: _, ...drawn } = await stage.shot();
      const picture = JSON.stringify([drawn, await stage.tokens(), isPanelOpen && [view, settings]]);
      expect(pictures.get(picture)).toBeUndefined();
      pictures.set(picture, title);
    } catch (error) {
      failed.push(`${title}: ${error}`);
    }
  }
  expect(failed).toEqual([]);
  const run = await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.run?.preset);
  expect(run).toBe('world');
});

test('no errors on the page', () => {
  expect(pageErrors).toEqual([]);
});
