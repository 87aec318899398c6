// Every page in both themes, wide and on a phone: nothing for axe to find, nothing sticks out, canvases have their words.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { openLab, openPage, PAGES } from '../../support/browser/lab-pages.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';

const APPEARANCES = [
  { theme: 'light', width: 1440, height: 900 },
  { theme: 'dark', width: 360, height: 740 },
];

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }));
  await openLab(page);
});

afterAll(async () => {
  await browser?.close();
  expect(pageErrors).toEqual([]);
});

test.each(PAGES.flatMap((one) => APPEARANCES.map((look) => ({ ...one, ...look }))))(
  '$name, $theme, $width × $height',
  async ({ theme, width, height, ...one }) => {
    await page.setViewport({ width, height });
    await openPage(page, one, theme);
    expect(await axeViolations(page, { 'target-size': { enabled: true } })).toEqual([]);
    const { overflow, moving, silent } = await page.evaluate(auditPage);
    expect(overflow).toBe(0);
    expect(moving).toEqual([]);
    expect(silent).toEqual([]);
    for (const width of theme === 'light' ? [2560, 768] : [320]) {
      await page.setViewport({ width, height });
      // Charts follow the width a frame later.
      await expect
        .poll(async () => (await page.evaluate(auditPage)).overflow, { message: `at ${width} pixels` })
        .toBe(0);
    }
  },
);

test('a view begins at its top, wherever the last one was left', async () => {
  const main = 'lab-app >>> main';
  const top = () => page.$eval(main, ({ scrollTop }) => scrollTop);
  await page.setViewport({ width: 390, height: 844 });
  const [course, train] = PAGES;
  await openPage(page, course, 'light');
  await page.$eval(main, (element) => element.scrollTo(0, 600));
  expect(await top()).toBe(600);
  await openPage(page, train, 'light');
  expect(await top()).toBe(0);
});

/** In the page: what sticks out sideways, what moves though motion is unwanted, and canvases without words or table. */
function auditPage() {
  const main = document.querySelector('lab-app')?.shadowRoot?.querySelector('main');
  const [silent, moving]: [string[], string[]] = [[], []];
  const visit = (root: Document | ShadowRoot) => {
    // Each root tells of its own elements only.
    for (const { effect } of root.getAnimations())
      moving.push((effect as KeyframeEffect).target?.outerHTML.slice(0, 80) ?? '');
    for (const canvas of root.querySelectorAll('canvas')) {
      const words =
        canvas.closest('[role="img"], [aria-label], [role="application"], figure') ??
        root.querySelector('lab-data-table') ??
        // A small picture in a button that says what it is.
        (canvas.ariaHidden && (root as ShadowRoot).host?.closest('button[title], button[aria-label]'));
      if (!words) silent.push((root as ShadowRoot).host?.localName ?? 'page');
    }
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) visit(element.shadowRoot);
  };
  visit(document);
  return {
    overflow: main ? main.scrollWidth - main.clientWidth : Number.NaN,
    moving,
    silent,
  };
}
