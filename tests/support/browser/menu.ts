// The menu of the page's header.

import type { Page } from 'puppeteer';
import { byRole } from './page-reader.ts';

/** Outside an open modal dialog the accessibility tree is empty. */
export const MENU = byRole('dialog', 'Menu');

/** Opens the menu and presses one of its entries. Clicks elements, not positions: content around them may still grow. */
export async function openFromMenu(
  page: Page,
  name: string,
  role: 'link' | 'button' = 'button',
): Promise<void> {
  for (const control of [`lab-app ${byRole('button', 'Menu')}`, `${MENU}${byRole(role, name)}`]) {
    await page.waitForSelector(control, { visible: true });
    await page.$eval(control, (element) => (element as HTMLElement).click());
  }
}
