// Chapter 5 in a browser test.
import type { Page } from 'puppeteer';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { chapter } from '../../../src/ui/course/05-transformers/chapter.ts';
import { stagedMomentAt } from '../../../src/ui/course/moments.ts';

/** Seeks to a time, like the list of moments, and opens the panel of its moment, with the tools of the picture. */
export async function openPanelAt(page: Page, at: number): Promise<void> {
  const { view: panel } = stagedMomentAt(chapter.moments, at);
  await page.evaluate(
    (at, panel) => {
      const { page } = document.querySelector('lab-app') as LabApp;
      page.update({ at, isExploring: true, stage: { ...page.value.stage, show: { panel } } });
    },
    at,
    panel,
  );
}
