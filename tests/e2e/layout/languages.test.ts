// The language of the page, by address, choice and preference, and its texts, numbers and direction.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { pageReader } from '../../support/browser/page-reader.ts';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
});

afterAll(async () => {
  await browser?.close();
  expect(pageErrors).toEqual([]);
});

const { find } = pageReader(() => page);

const languageOf = () => page.$eval('html', ({ lang, dir }) => `${lang} ${dir}`.trim());
const MENU = { en: 'Language', de: 'Sprache' };

/** Waits for the menu by its name in the language of the page. */
const open = async (address: string, language: keyof typeof MENU) => {
  await page.goto('about:blank'); // an address that differs in its fragment alone would not load
  await page.goto(`${inject('pageUrl')}${address}`);
  await find('combobox', MENU[language]);
};

test('English is the language of a browser that prefers it', async () => {
  await open('', 'en');
  expect(await languageOf()).toBe('en');
});

test('the address chooses', async () => {
  await open('?lang=de#view=train&weights=fresh', 'de');
  expect(await languageOf()).toBe('de ltr');
});

test('the menu chooses: the page opens at the same place, and later without the language in its address', async () => {
  const menu = await find('combobox', 'Sprache');
  await Promise.all([
    page.waitForNavigation(),
    menu.evaluate((element) => {
      (element as HTMLSelectElement).value = 'en';
      element.dispatchEvent(new Event('change'));
    }),
  ]);
  await find('combobox', 'Language');
  expect(new URL(page.url()).search).toBe('?lang=en');
  expect(new URL(page.url()).hash).toContain('view=train');

  const english = await find('combobox', 'Language');
  await Promise.all([
    page.waitForNavigation(),
    english.evaluate((element) => {
      (element as HTMLSelectElement).value = 'de';
      element.dispatchEvent(new Event('change'));
    }),
  ]);
  await find('combobox', 'Sprache');
  await open('', 'de');
  expect(await languageOf()).toBe('de ltr');
});

test('a language that the page lacks is named', async () => {
  await open('?lang=xx', 'de');
  await page.waitForSelector('lab-app >>> ::-p-text(“lang=xx” is no language of this page)');
});
