// Every moment of chapters 5 to 7, untouched: the stage shows what the video says, no other moment of its chapter shows the same, and its
// numbers are the engine's. The map stands above the fold, stays from chapter to chapter, and the visitor can operate it.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import { axeViolationsIn } from '../../support/browser/accessibility.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';
import { CLAIMS as CHAPTER_5 } from '../../support/course/claims/chapter-5.ts';
import { CLAIMS as CHAPTER_6 } from '../../support/course/claims/chapter-6.ts';
import { CLAIMS as CHAPTER_7 } from '../../support/course/claims/chapter-7.ts';
import { stagedMoments } from '../../support/course/claims.ts';
import { mapStage } from '../../support/course/map-stage.ts';

const stage = `lab-app${byRole('region', 'Stage')}`;
const picture = `${stage}${byRole('application')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
});

afterAll(() => browser?.close());

const { click, find, textOf } = pageReader(() => page);

const says = (pattern: RegExp) => mapStage(page).says(pattern);
const focus = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.value.focus);
const preset = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.run?.preset);

test.each([
  [5, CHAPTER_5],
  [6, CHAPTER_6],
  [7, CHAPTER_7],
])('each moment of chapter %i shows what the video says', { timeout: 300_000 }, async (number, claims) => {
  const shown = mapStage(page);
  await openLink(page, `${inject('pageUrl')}#view=chapter&chapter=${number}`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp | null)?.lab?.value.run);
  expect(new URL(page.url()).hash).not.toContain('preset');
  const failed: string[] = [];
  const pictures = new Map<string, string>();
  for (const { startTime, title, shot, isPanelOpen, view, settings } of stagedMoments(COURSE[number - 1])) {
    await page.evaluate((at) => (document.querySelector('lab-app') as LabApp).page.update({ at }), startTime);
    try {
      const { at, overlay = 'values', spotlight } = shot ?? {};
      const { scene = 'network', holds } = claims[startTime];
      await expect.poll(shown.scene).toBe(scene);
      const isNetwork = scene === 'network';
      if (isNetwork) await expect.poll(shown.place).toEqual({ at, overlay, spotlight });
      if (isNetwork && isPanelOpen) await shown.sees('#panel > *');
      await holds(shown);
      expect(await shown.alerts()).toEqual([]);
      const { front: _, ...drawn } = isNetwork ? await shown.shot() : { scene };
      const shows = JSON.stringify([
        drawn,
        isNetwork && (await shown.tokens()),
        isPanelOpen && [view, settings],
      ]);
      expect(pictures.get(shows)).toBeUndefined();
      pictures.set(shows, title);
    } catch (error) {
      failed.push(`${title}: ${error}`);
    }
  }
  expect(failed).toEqual([]);
  expect(await preset()).toBe('world');
});

test('the map stands above the fold, and the same picture stays from chapter to chapter', async () => {
  await openLink(page, `${inject('pageUrl')}#view=chapter&chapter=6&preset=stories&at=523.3`);
  await page.waitForSelector(`${stage}${byRole('navigation', 'Depth')}`, { visible: true });
  for (const [width, height] of [
    [1440, 900],
    [1920, 1080],
    [1024, 768],
  ]) {
    await page.setViewport({ width, height });
    const { top = 0, bottom = 0 } =
      (await page.$eval(picture, (canvas) => canvas.getBoundingClientRect().toJSON())) ?? {};
    expect(top).toBeLessThan(height / 2);
    expect(bottom).toBeLessThan(height);
  }
  await page.setViewport({ width: 1440, height: 900 });
  const scene = await page.$eval('lab-app >>> lab-stage', (stage) => {
    Object.assign(window, { sceneBefore: stage.scene });
    return stage.scene.name;
  });
  expect(scene).toBe('network');
  await click('button', `Chapter 5: ${COURSE[4].title}`);
  await find('heading', COURSE[4].moments[0].title);
  await expect.poll(preset).toBe('world'); // the course's model takes the place of the link's
  await says(/the network predicts/);
  const isKept = await page.$eval(
    'lab-app >>> lab-stage',
    ({ scene }) => scene === (window as unknown as { sceneBefore: unknown }).sceneBefore,
  );
  expect(isKept).toBe(true);
});

test('a key on the map selects another token, and the stage no longer follows the video', async () => {
  await page.evaluate(() => {
    location.hash = 'view=chapter&chapter=6&preset=stories&at=507.2&layer=1&head=1&token=3';
  });
  await says(/^“king” matches “.*” best/);
  await page.focus(picture);
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await focus()).token).toBe(3);
  await says(/^“smiles” matches “.*” best/);
  expect(await textOf('lab-app >>> lab-chapter-view >>> .following')).toContain('You’re exploring');
  await click('button', 'Show panel', stage);
  await expect.poll(async () => (await page.$$(picture)).length).toBe(2); // with the grid of the panel
  expect(page.url()).toContain('show.view=scores');
  expect(await axeViolationsIn(page, stage)).toEqual([]);
  await click('button', 'Hide panel', stage);
  await expect.poll(() => page.url()).not.toContain('show.view');
});

test('no errors on the page', () => {
  expect(pageErrors).toEqual([]);
});
