// Every page, light on a desktop and dark on a phone: no axe violations, no overflow, no unwanted motion, labelled canvases.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { openLab, openPage, PAGES } from '../../support/browser/lab-pages.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole } from '../../support/browser/page-reader.ts';

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

test.each(PAGES.flatMap((one) => APPEARANCES.map((appearance) => ({ ...one, ...appearance }))))(
  '$name, $theme, $width × $height: no violations, no overflow',
  async ({ theme, width, height, ...one }) => {
    await page.setViewport({ width, height });
    await openPage(page, one, theme);
    expect(await axeViolations(page, { 'target-size': { enabled: true } })).toEqual([]);
    const { overflow, moving, unlabelled } = await page.evaluate(auditPage);
    expect(overflow).toBe(0);
    expect(moving).toEqual([]);
    expect(unlabelled).toEqual([]);
    for (const width of theme === 'light' ? [2560, 768] : [320]) {
      await page.setViewport({ width, height });
      // Charts resize a frame later.
      await expect
        .poll(async () => (await page.evaluate(auditPage)).overflow, { message: `at ${width} pixels` })
        .toBe(0);
    }
  },
);

test('a view opens scrolled to its top', async () => {
  const main = `lab-app${byRole('main')}`;
  const top = () => page.$eval(main, ({ scrollTop }) => scrollTop);
  await page.setViewport({ width: 390, height: 844 });
  const [course, train] = PAGES;
  await openPage(page, course, 'light');
  // The page is long enough once its content has arrived.
  await expect
    .poll(async () => {
      await page.$eval(main, (element) => element.scrollTo(0, 300));
      return top();
    })
    .toBe(300);
  await openPage(page, train, 'light');
  expect(await top()).toBe(0);
});

/** Runs in the page: horizontal overflow, animations despite reduced motion, and canvases without label or table. */
function auditPage() {
  const main = document.querySelector('lab-app')?.shadowRoot?.querySelector('main');
  const [unlabelled, moving]: [string[], string[]] = [[], []];
  const visit = (root: Document | ShadowRoot) => {
    // `getAnimations` of a root returns those of its own elements only.
    for (const { effect } of root.getAnimations())
      moving.push((effect as KeyframeEffect).target?.outerHTML.slice(0, 80) ?? '');
    for (const canvas of root.querySelectorAll('canvas')) {
      const label =
        canvas.closest('[role="img"], [aria-label], [role="application"], figure') ??
        root.querySelector('lab-data-table') ??
        // A thumbnail in a labelled button.
        (canvas.ariaHidden && (root as ShadowRoot).host?.closest('button[title], button[aria-label]'));
      if (!label) unlabelled.push((root as ShadowRoot).host?.localName ?? 'page');
    }
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) visit(element.shadowRoot);
  };
  visit(document);
  return {
    overflow: main ? main.scrollWidth - main.clientWidth : Number.NaN,
    moving,
    unlabelled,
  };
}
