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
  await find('button', MENU[language]);
};

/** By the keyboard: only the button that Enter presses loads the page. */
const choose = async (menu: string, name: string) => {
  await (await find('button', menu)).focus();
  await page.keyboard.press('Enter');
  await (await find('button', name)).focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
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
  await choose('Sprache', 'English');
  await find('button', 'Language');
  expect(new URL(page.url()).search).toBe('');
  expect(new URL(page.url()).hash).toContain('view=train');
  await choose('Language', 'Deutsch');
  await find('button', 'Sprache');
  await open('', 'de');
  expect(await languageOf()).toBe('de ltr');
});

test('a language that the page lacks is named', async () => {
  await open('?lang=xx', 'de');
  await page.waitForSelector('lab-app >>> ::-p-text(„lang=xx“ ist keine Sprache dieser Seite)');
});
