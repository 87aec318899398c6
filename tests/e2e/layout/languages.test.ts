// The language of the page, by address, choice and preference, and its texts, numbers and direction.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { findClippedElements, openPage, PAGES } from '../../support/browser/lab-pages.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { nextLoad, openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

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

const { click, find, textsOf } = pageReader(() => page);

const languageOf = () => page.$eval('html', ({ lang, dir }) => `${lang} ${dir}`.trim());
const MENU = { en: 'Menu', de: 'Menü' };

/** Waits for the menu by its name in the language of the page. */
const open = async (address: string, language: keyof typeof MENU) => {
  await openLink(page, `${inject('pageUrl')}${address}`);
  await find('button', MENU[language]);
};

/** By the keyboard: only the button that Enter presses loads the page. */
const choose = async (menu: string, name: string) => {
  await (await find('button', menu)).focus();
  await page.keyboard.press('Enter');
  await (await find('button', name, '')).focus();
  await Promise.all([nextLoad(page), page.keyboard.press('Enter')]);
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
  await choose('Menü', 'English');
  await find('button', 'Menu');
  expect(new URL(page.url()).search).toBe('');
  expect(new URL(page.url()).hash).toContain('view=train');
  await choose('Menu', 'Deutsch');
  await find('button', 'Menü');
  await open('', 'de');
  expect(await languageOf()).toBe('de ltr');
});

test('a language that the page lacks is named', async () => {
  await open('?lang=xx', 'de');
  await page.waitForSelector('lab-app >>> ::-p-text(„lang=xx“ ist keine Sprache dieser Seite)');
});

test('a page in German has German in header, title, question and numbers', async () => {
  await open('?lang=de#view=chapter&chapter=1&at=234', 'de');
  await find('link', 'Kapitel 1: Was ist eigentlich ein neuronales Netz?');
  await find('heading', 'Die Ausgabeschicht');
  await click('button', 'Menü');
  await find('link', 'Trainieren', '');
  expect(await textsOf('lab-app >>> lab-menu >>> nav a')).toEqual(
    expect.arrayContaining(['Start', 'Trainieren', 'Notizen']),
  );
  await click('button', 'Fragen', '');
  await page.waitForSelector('lab-app >>> ::-p-text(Was liest es?)');
  await page.keyboard.press('Escape');
  await click('button', 'Erkunden');
  // The sixteen neurons of a layer, and 13,002 weights and biases.
  await expect
    .poll(async () => (await textsOf('lab-app >>> lab-dock >>> span')).join(' '))
    .toContain('13.002 Gewichte und Biases');
  expect(await axeViolations(page)).toEqual([]);
});

test('a training text of one’s own is there in the other language', async () => {
  await open('?lang=de#view=train&preset=text&weights=fresh', 'de');
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  const field = `lab-app${byRole('textbox', 'Trainingstext')}`;
  await page.waitForSelector(field);
  const text = 'It was the best of times, it was the worst of times. '.repeat(20);
  await page.$eval(
    field,
    (area, text) => {
      (area as HTMLTextAreaElement).value = text;
      area.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      area.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
    },
    text,
  );
  await expect
    .poll(() => page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.value.settings.text))
    .toBe(text);
  await choose('Menü', 'English');
  const there = await find('textbox', 'Training text');
  expect(await there.evaluate((area) => (area as HTMLTextAreaElement).value)).toBe(text);
});

/** Texts in German, which are long, from right to left, as those of a catalogue in Arabic would be. */
const turnAround = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    const turn = () => {
      const { documentElement: html } = document;
      if (html?.lang === 'de' && html.dir !== 'rtl') html.dir = 'rtl';
    };
    new MutationObserver(turn).observe(document, {
      subtree: true,
      childList: true,
      attributeFilter: ['lang', 'dir'],
    });
  });

describe('from right to left', () => {
  let page: Page;

  beforeAll(async () => {
    page = await browser.newPage();
    await turnAround(page);
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(`${inject('pageUrl')}?lang=de#view=course`);
    await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
    expect(await page.$eval('html', ({ dir }) => dir)).toBe('rtl');
  });

  afterAll(() => page?.close());

  const seen = PAGES.filter(({ name }) => /landing|train|notes|runs|chapter [1467]/.test(name));
  test.each(seen.map((one, i) => ({ ...one, theme: i % 2 === 0 ? ('light' as const) : ('dark' as const) })))(
    '$name: nothing is clipped on a desktop, a tablet and a phone, and axe finds nothing',
    async ({ theme, ...one }) => {
      await page.setViewport({ width: 1440, height: 900 });
      await openPage(page, one, theme);
      expect(await axeViolations(page)).toEqual([]);
      for (const [width, height] of [
        [1440, 900],
        [1024, 768],
        [390, 844],
      ]) {
        await page.setViewport({ width, height });
        await expectNothingSticksOut(page, width);
      }
    },
  );
});

async function expectNothingSticksOut(page: Page, width: number): Promise<void> {
  const message = `${width} pixels wide`;
  await expect.poll(() => page.evaluate(findClippedElements), { message, timeout: 15_000 }).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), message).toBe(0);
}
