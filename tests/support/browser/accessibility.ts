// Accessibility violations that axe finds on a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'puppeteer';

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * One line per violated rule, with the first element that violates it. Frames are excluded: those of other hosts are the
 * only ones. axe is injected once per document; results of rules that pass are not collected.
 */
export async function axeViolations(page: Page, rules: RunOptions['rules'] = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE_SOURCE);
  const violations = await page.evaluate(async (rules) => {
    const { axe } = window as unknown as {
      axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
    };
    const results = await axe.run(document, { rules, resultTypes: ['violations'], iframes: false });
    return results.violations.map(({ id, nodes: [first] }) => `${id}: ${first.target}: ${first.html}`);
  }, rules);
  return violations;
}
