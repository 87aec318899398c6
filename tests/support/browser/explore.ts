// The tools of a chapter's picture, as a visitor reaches them: Explore, then Figures, then a group of panels and a panel.

import type { Page } from 'puppeteer';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { byRole, pageReader } from './page-reader.ts';

const STAGE = `lab-app${byRole('region', 'Stage')}`;
/** By CSS: until a page is asked for roles, Chromium keeps no accessibility tree of it. */
const DRAWER = 'lab-app >>> lab-chapter-view >>> .stage > * >>> #drawer';

export const isExploring = (page: Page): Promise<boolean> =>
  page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.value.isExploring);

/** Presses “Explore”, or the key where a question stands in its place, unless the tools are there. */
export async function explore(page: Page): Promise<void> {
  if (await isExploring(page)) return;
  if (await page.$('lab-app >>> lab-question-card')) await page.keyboard.press('e');
  else await pageReader(() => page).click('button', 'Explore');
}

/** Presses “Figures”, unless the drawer is open. */
export async function openDrawer(page: Page): Promise<void> {
  await explore(page);
  if (!(await page.$(DRAWER))) await pageReader(() => page).click('button', 'Figures', STAGE);
}

/** Opens a group of panels in the drawer, at its first, or one of its panels. */
export async function openFigure(page: Page, group: string, panel?: string): Promise<void> {
  const { press } = pageReader(() => page);
  await openDrawer(page);
  await press(`${DRAWER} > lab-panel-bar[grouped]`, group);
  if (panel !== undefined) await press(`${DRAWER} > lab-panel-bar:not([grouped])`, panel);
}
