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

/** Opens the drawer and in it a group of panels, at its first, or one of its panels. */
export async function openFigure(page: Page, group: string, panel?: string): Promise<void> {
  const { click, press } = pageReader(() => page);
  await explore(page);
  if (!(await page.$(DRAWER))) await click('button', 'Figures', STAGE);
  await press(`${DRAWER} > lab-panel-bar[grouped]`, group);
  if (panel !== undefined) await press(`${DRAWER} > lab-panel-bar:not([grouped])`, panel);
}
