// A link to a panel shows it in the picture's place, without scrolling.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openDrawer } from '../../support/browser/explore.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole } from '../../support/browser/page-reader.ts';

const PHONE = { width: 390, height: 844 };
const chooser = byRole('navigation', 'Panels of this chapter');
const panel = `${byRole('region', 'Edit a fact')}${byRole('combobox')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, PHONE));
});

afterAll(async () => {
  await browser?.close();
  expect(pageErrors).toEqual([]);
});

const open = async (address: string, drawn: string) => {
  await openLink(page, `${inject('pageUrl')}#preset=facts&view=chapter&chapter=7&explore=yes${address}`);
  await page.waitForSelector(drawn, { visible: true });
};

test.each([
  ['a phone', PHONE],
  ['a phone held across', { width: 844, height: 390 }],
  ['a tablet', { width: 1024, height: 768 }],
  ['a laptop', { width: 1440, height: 900 }],
])('on %s the panel of a link is in sight', async (_, size) => {
  await page.setViewport(size);
  await open('&show.panel=edit', panel);
  const { top, bottom } = await page.$eval(panel, (field) => field.getBoundingClientRect().toJSON());
  expect(top).toBeGreaterThan(0);
  expect(bottom).toBeLessThan(size.height);
});

test('the selected group’s button stays visible when the phone rotates', async () => {
  await page.setViewport(PHONE);
  await open('&show.panel=edit', panel);
  await openDrawer(page);
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
