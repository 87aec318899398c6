// A link to a panel scrolls to that panel, on a phone too; a visit without one starts at the top.
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { byRole } from '../../support/browser/page-reader.ts';

const PHONE = { width: 390, height: 844 };
const main = byRole('main');
const chooser = byRole('navigation', 'Panels of this chapter');
const panel = `${byRole('region', 'Edit a fact')}${byRole('combobox')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
});

beforeEach(async () => {
  page = await browser.newPage();
  pageErrors = collectPageErrors(page);
  await page.setViewport(PHONE);
});

afterEach(async () => {
  await page.close();
  expect(pageErrors).toEqual([]);
});

afterAll(() => browser?.close());

const seen = (selector: string) => page.waitForSelector(selector, { visible: true });
const open = async (address: string, drawn: string) => {
  await page.goto(`${inject('pageUrl')}#preset=facts&view=chapter&chapter=7${address}`);
  await seen(drawn);
};
const topOf = (selector: string) => page.$eval(selector, (element) => element.getBoundingClientRect().top);
const scrolled = () => page.$eval(main, (main) => main.scrollTop);

test('on a phone scrolls to the panel once it has rendered, with its bar at the top', async () => {
  await open('&show.panel=edit', panel);
  await expect.poll(() => topOf(chooser)).toBeLessThan(PHONE.height / 3);
  expect(await topOf(chooser)).toBeGreaterThanOrEqual(await topOf(main));
  expect(await topOf(panel)).toBeLessThan(PHONE.height / 2);
});

test('does not scroll after the visitor has scrolled', async () => {
  await open('&show.panel=edit', panel);
  await expect.poll(scrolled).toBeGreaterThan(0);
  await page.mouse.move(100, 300);
  await page.mouse.wheel({ deltaY: -4000 });
  await expect.poll(scrolled).toBe(0);
  await page.setViewport({ ...PHONE, width: 360 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await scrolled()).toBe(0);
});

test('does not scroll without a panel, or to a visible panel', async () => {
  await open('', byRole('navigation', 'Depth'));
  expect(await scrolled()).toBe(0);
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto('about:blank');
  await open('&show.panel=edit', panel);
  expect(await page.$eval(byRole('region', 'Stage'), ({ scrollTop }) => scrollTop)).toBe(0);
});

test('the selected panel’s button stays visible when the phone rotates', async () => {
  await open('&show.panel=edit', panel);
  const outside = () =>
    page.$eval(`${chooser} [aria-pressed="true"]`, (button) => {
      const [name, row] = [button, button.parentElement as Element].map((each) =>
        each.getBoundingClientRect(),
      );
      return name.left < row.left || name.right > row.right;
    });
  await expect.poll(outside).toBe(false);
  await page.setViewport({ width: 844, height: 390 });
  await expect.poll(outside).toBe(false);
  await page.setViewport(PHONE);
  await expect.poll(outside).toBe(false);
});
