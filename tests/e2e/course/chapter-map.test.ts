// The network map on the stages of chapters 5 to 7: where it stands, and that the visitor can operate it.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const stage = `lab-app${byRole('region', 'Stage')}`;
const picture = `${stage}${byRole('application')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=6&preset=stories&at=0`);
  await page.waitForSelector(`${stage}${byRole('navigation', 'Depth')}`, { visible: true });
});

afterAll(() => browser?.close());

const { click, find, textOfRole } = pageReader(() => page);

/** The sentence that stands for the picture. */
const sentence = () => page.$eval(picture, (canvas) => canvas.ariaLabel ?? '');
const said = (pattern: RegExp) => expect.poll(sentence).toMatch(pattern);

const focus = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.value.focus);
const preset = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.run?.preset);
const seek = (at: number) =>
  page.evaluate((at) => (document.querySelector('lab-app') as LabApp).page.update({ at }), at);

test('the map stands above the fold, and the same picture stays from chapter to chapter', async () => {
  await seek(523.3);
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
  const map = await page.$('lab-app >>> lab-network-map');
  await click('button', `Chapter 5: ${COURSE[4].title}`);
  await find('heading', COURSE[4].moments[0].title);
  await expect.poll(preset).toBe('world'); // the course's model takes the place of the link's
  await said(/the network predicts/);
  expect(await map?.evaluate((element) => element.isConnected)).toBe(true);
});

test('a key on the map selects another token, and the stage no longer follows the video', async () => {
  await page.evaluate(() => {
    location.hash = 'view=chapter&chapter=6&preset=stories&at=507.2&layer=1&head=1&token=3';
  });
  await said(/^Head 1\.1: “king”/);
  await page.focus(picture);
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await focus()).token).toBe(3);
  await said(/^Head 1\.1: “smiles”/);
  expect(await textOfRole('status', undefined, 'lab-app >>> lab-chapter-view >>> section')).toContain(
    'You’re exploring',
  );
  await click('button', 'Show panel', stage);
  await expect.poll(async () => (await page.$$(picture)).length).toBe(2); // with the grid of the panel
  expect(page.url()).toContain('show.view=scores');
  expect(await axeViolations(page)).toEqual([]);
  await click('button', 'Hide panel', stage);
  await expect.poll(() => page.url()).not.toContain('show.view');
});

test('no errors on the page', () => {
  expect(pageErrors).toEqual([]);
});
