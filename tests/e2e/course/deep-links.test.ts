// A link to a panel of a chapter shows that panel, on a phone too; a visit without one begins at the top.
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';

const PHONE = { width: 390, height: 844 };
const stage = 'lab-app >>> lab-chapter-7-stage';
const chooser = `${stage} >>> lab-panel-bar`;
const panel = `${stage} >>> lab-model-edits >>> .controls select`;

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
const scrolled = () => page.$eval('lab-app >>> main', (main) => main.scrollTop);

test('on a phone the panel is brought into sight once it is drawn, with its chooser at the top', async () => {
  await open('&show.panel=edit', panel);
  await expect.poll(() => topOf(chooser)).toBeLessThan(PHONE.height / 3);
  expect(await topOf(chooser)).toBeGreaterThanOrEqual(await topOf('lab-app >>> main'));
  expect(await topOf(panel)).toBeLessThan(PHONE.height / 2);
});

test('who has moved the page is not moved any more', async () => {
  await open('&show.panel=edit', panel);
  await expect.poll(scrolled).toBeGreaterThan(0);
  await page.mouse.move(100, 300);
  await page.mouse.wheel({ deltaY: -4000 });
  await expect.poll(scrolled).toBe(0);
  await page.setViewport({ ...PHONE, width: 360 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await scrolled()).toBe(0);
});

test('a visit without a panel, and a panel in sight already, move nothing', async () => {
  await open('', `${stage} >>> lab-next-token >>> tbody tr`);
  expect(await scrolled()).toBe(0);
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto('about:blank');
  await open('&show.panel=edit', panel);
  expect(await page.$eval('lab-app >>> lab-chapter-view >>> section', (section) => section.scrollTop)).toBe(
    0,
  );
});

test('the chosen panel’s name stays in sight when the phone is turned and turned back', async () => {
  await open('&show.panel=edit', panel);
  const outside = () =>
    page.$eval(`${chooser} >>> [aria-pressed="true"]`, (button) => {
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
