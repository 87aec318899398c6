// What axe finds on a page: tests expect nothing.
import { AxePuppeteer } from '@axe-core/puppeteer';
import type { Page } from 'puppeteer';

/**
 * A line for each rule that is broken, with the first element that breaks it. All happens within the page: otherwise axe puts its
 * findings together in a tab of its own, which hides the page meanwhile. That is for frames of other hosts, and there are none.
 */
export async function axeViolations(
  page: Page,
  rules: Record<string, { enabled: boolean }> = {},
): Promise<string[]> {
  const { violations } = await new AxePuppeteer(page).setLegacyMode().options({ rules }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}: ${nodes[0].html}`);
}
