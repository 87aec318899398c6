// The header has seven chapters and a menu; the menu has everything else, by mouse, by keyboard and on a phone.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { SidebarEvent } from '../../../src/ui/events/index.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { MENU, openFromMenu } from '../../support/browser/menu.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

let browser: Browser;
let page: Page;
let pageErrors: string[];

const { click, find, textsOf } = pageReader(() => page);

const HEADER = 'lab-app >>> lab-header';

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }));
});

afterAll(async () => {
  await browser?.close();
  expect(pageErrors).toEqual([]);
});

beforeEach(async () => {
  await page.setViewport({ width: 1440, height: 900 });
  await open('view=course&preset=facts');
});

async function open(hash: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${inject('pageUrl')}#${hash}`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp | null)?.lab.value.run);
}

const view = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.value.view);

const focusedName = () =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.ariaLabel ?? active?.textContent?.trim();
  });

const isClosed = () => page.waitForSelector('lab-app >>> lab-menu >>> dialog[open]', { hidden: true });

/** Names of the visible controls of the header; the skip link is out of view. */
const controls = () =>
  page.$$eval(`${HEADER} >>> :is(a, button)`, (elements) =>
    elements.filter((element) => element.checkVisibility()).map((element) => element.ariaLabel),
  );

test('the header is 44 pixels high: seven chapters with what is watched of them, and the menu', async () => {
  const box = await (await page.waitForSelector(HEADER))?.boundingBox();
  expect(box?.height).toBe(44);
  expect(await controls()).toEqual([
    ...[1, 2, 3, 4, 5, 6, 7].map((chapter) => expect.stringMatching(`^Chapter ${chapter}: [^%]+$`)),
    'Menu',
  ]);
  await page.evaluate(() => {
    const { course } = document.querySelector('lab-app') as LabApp;
    for (const moment of [0, 1, 2, 10_000]) course.markWatched(6, moment, 0);
  });
  const ring = await find('link', 'Chapter 6: Attention in transformers, step-by-step, 10 % watched');
  await ring.click();
  await expect.poll(view).toBe('chapter');
  expect(
    await page.$eval(`${HEADER} >>> [aria-current=page]`, ({ textContent }) => textContent?.trim()),
  ).toBe('6');
});

test('a key opens the menu, arrows walk it, Escape closes it, and the focus is back', async () => {
  await page.focus(`${HEADER} >>> .menu`);
  await page.keyboard.press('.');
  await page.waitForSelector(MENU);
  expect(await focusedName()).toBe('Home');
  await page.keyboard.press('ArrowDown');
  expect(await focusedName()).toBe('Network');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  expect(await focusedName()).toBe('Lab');
  await page.keyboard.press('ArrowUp');
  expect(await focusedName()).toBe('Keyboard?');
  expect(await axeViolations(page, { 'label-content-name-mismatch': { enabled: true } })).toEqual([]);
  await page.keyboard.press('Escape');
  await isClosed();
  expect(await focusedName()).toBe('Menu');
});

test('a press beside the menu closes it', async () => {
  await click('button', 'Menu');
  await page.waitForSelector(MENU);
  await page.mouse.click(300, 500);
  await isClosed();
  await click('button', 'Menu');
  await page.waitForSelector(MENU);
});

test('the pages of the lab are in the menu, and as tiles on a page of their own', async () => {
  const pages = ['Network', 'Train', 'Compare', 'Attention', 'Runs', 'Speed', 'Notes'];
  await click('button', 'Menu');
  await page.waitForSelector(MENU);
  expect(await textsOf('lab-app >>> lab-menu >>> nav a')).toEqual(['Lab', 'Home', ...pages]);
  await page.keyboard.press('Escape');
  await openFromMenu(page, 'Lab', 'link');
  await page.waitForSelector('lab-app >>> lab-lab-view >>> a', { visible: true });
  expect(await textsOf('lab-app >>> lab-lab-view >>> strong')).toEqual(pages);
  await page.locator('lab-app >>> lab-lab-view >>> ::-p-text(Compare)').click();
  await expect.poll(view).toBe('compare');
  await openFromMenu(page, 'Home', 'link');
  await expect.poll(view).toBe('course');
});

test('theme, link and keys', async () => {
  await browser
    .defaultBrowserContext()
    .overridePermissions(new URL(page.url()).origin, ['clipboard-sanitized-write']);
  await openFromMenu(page, 'Light or dark System');
  await click('button', 'Light or dark Dark', MENU);
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
  await click('button', 'Share', MENU);
  await page.waitForSelector(`${MENU}::-p-text(Link copied)`);
  await click('button', 'Keyboard', MENU);
  await page.waitForSelector(byRole('dialog', 'Keyboard'), { visible: true });
  await isClosed();
});

test('a chapter has its moments, questions, notes and words in the menu; a lesson only what it shows', async () => {
  const entries = async () => {
    await click('button', 'Menu');
    await page.waitForSelector(MENU);
    const texts = await textsOf('lab-app >>> lab-menu >>> section button');
    await page.keyboard.press('Escape');
    await isClosed();
    return texts;
  };
  expect(await entries()).not.toContain('All moments m');
  await open('view=chapter&chapter=1');
  expect(await entries()).toEqual(
    expect.arrayContaining(['All momentsm', 'Questions', 'Notes on the videon', 'Words used here']),
  );
  const asked = page.evaluate(
    () =>
      new Promise((resolve) =>
        addEventListener('lab-sidebar', (event) => resolve((event as SidebarEvent).part)),
      ),
  );
  await openFromMenu(page, 'All moments');
  expect(await asked).toBe('moments');
  await openFromMenu(page, 'Words used here');
  await page.waitForSelector(`${MENU}::-p-text(The output of a neuron)`);

  await open('view=chapter&chapter=1&hide=moments&questions=none');
  const few = await entries();
  expect(few).toContain('Notes on the videon');
  expect(few).not.toContain('Questions');
  expect(few).not.toContain('All momentsm');
  await open('view=chapter&chapter=1&hide=header');
  await page.keyboard.press('.');
  await page.keyboard.press('?');
  await page.waitForSelector(byRole('dialog', 'Keyboard'), { visible: true });
  expect(await page.$('lab-app >>> lab-menu >>> dialog[open]')).toBeNull();
});

test.each([
  [390, 844],
  [844, 390],
])(
  'on a phone, %i × %i, the header has two controls: one opens the list of chapters',
  async (width, height) => {
    await page.setViewport({ width, height, isMobile: true, hasTouch: true });
    expect(await controls()).toEqual(['Chapters', 'Menu']);
    await click('button', 'Chapters');
    const chapter = `${MENU}${byRole('link', 'Chapter 3: What is backpropagation really doing?')}`;
    await page.waitForSelector(chapter);
    expect(await axeViolations(page, { 'label-content-name-mismatch': { enabled: true } })).toEqual([]);
    await page.locator(chapter).click();
    await expect.poll(view).toBe('chapter');
    await find('button', 'Chapter 3 / 7');
  },
);
