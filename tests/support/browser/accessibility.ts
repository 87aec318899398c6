// Accessibility violations that axe finds on a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { ElementHandle, Page } from 'puppeteer';

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * One line per violated rule, with the first element that violates it, of the page or `within` an element of it. Frames are excluded:
 * those of other hosts are the only ones. axe is injected once per document; results of rules that pass are not collected, and
 * style sheets and media are not loaded again: the rules that need them are about players and about the rotation of a screen.
 */
export async function axeViolations(
  page: Page,
  rules: RunOptions['rules'] = {},
  within?: ElementHandle,
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE_SOURCE);
  return page.evaluate(
    async (rules, within) => {
      const { axe } = window as unknown as {
        axe: { run(context: Node, options: RunOptions): Promise<AxeResults> };
      };
      const options: RunOptions = { rules, resultTypes: ['violations'], iframes: false, preload: false };
      const results = await axe.run(within ?? document, options);
      return results.violations.map(({ id, nodes: [first] }) => `${id}: ${first.target}: ${first.html}`);
    },
    rules,
    within,
  );
}

/** As `axeViolations`, of an element of the page: the parts around it are looked at once, in `tests/e2e/layout/responsive.test.ts`. */
export async function axeViolationsIn(page: Page, selector: string): Promise<string[]> {
  const element = await page.waitForSelector(selector);
  return axeViolations(page, {}, element ?? undefined);
}
