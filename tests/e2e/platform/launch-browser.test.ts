// What browser tests rest on.
import { expect, inject, test } from 'vitest';
import { launchPage } from '../../support/browser/launch-browser.ts';

test('a wait goes on where what it asks throws, from page to page, and no page complains of it', async () => {
  const { browser, page, pageErrors } = await launchPage({ webgpu: false });
  let over = false;
  const wait = page
    .waitForFunction((at) => (window as unknown as { late: { at: number } }).late.at === at, {}, 3)
    .then(() => {
      over = true;
    });
  const frames = () =>
    page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await frames();
  await page.goto(inject('pageUrl'));
  await frames();
  expect(over).toBe(false);
  await page.evaluate(() => Object.assign(window, { late: { at: 3 } }));
  await wait;
  expect(pageErrors).toEqual([]);
  await browser.close();
});
