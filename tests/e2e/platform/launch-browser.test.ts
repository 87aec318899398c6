// The waits that browser tests rely on.
import { expect, inject, test } from 'vitest';
import { launchPage } from '../../support/browser/launch-browser.ts';

test('waitForFunction retries a condition that throws, across navigations and without page errors', async () => {
  const { browser, page, pageErrors } = await launchPage({ webgpu: false });
  let resolved = false;
  const wait = page
    .waitForFunction((at) => (window as unknown as { late: { at: number } }).late.at === at, {}, 3)
    .then(() => {
      resolved = true;
    });
  const frames = () =>
    page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await frames();
  await page.goto(inject('pageUrl'));
  await frames();
  expect(resolved).toBe(false);
  await page.evaluate(() => Object.assign(window, { late: { at: 3 } }));
  await wait;
  expect(pageErrors).toEqual([]);
  await browser.close();
});
