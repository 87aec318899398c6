// Every dialog and menu while it is open, in both themes, with a mouse and on a touch screen: no axe violations, nothing
// clipped, no target too small; Escape closes it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ElementHandle, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from '../../support/browser/accessibility.ts';
import {
  findClippedElements,
  findSmallTargets,
  openLab,
  openPage,
  PAGES,
} from '../../support/browser/lab-pages.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { gpt2Files } from '../../support/model/gpt2-files.ts';

const MODEL_MENU = 'lab-dock >>> lab-model-menu >>> ';
/** The page of each dialog, the buttons that open it, and the open element. */
const DIALOGS: readonly { name: string; on?: string; press: readonly string[]; shown: string }[] = [
  { name: 'model menu', press: [`${MODEL_MENU} button.plain`], shown: `${MODEL_MENU} #menu` },
  { name: 'engine menu', press: ['lab-dock >>> button.badge'], shown: 'lab-dock >>> #engine' },
  { name: 'export', press: ['lab-export-menu >>> .open'], shown: 'lab-export-menu >>> #export' },
  {
    name: 'model from URL',
    press: [`${MODEL_MENU} button.plain`, `${MODEL_MENU} button ::-p-text(Open from URL)`],
    shown: 'lab-model-url-dialog >>> dialog',
  },
  { name: 'open files', press: [], shown: 'lab-open-model-dialog >>> dialog' },
  { name: 'device settings', press: ['lab-header >>> .device'], shown: 'lab-device-dialog >>> dialog' },
  {
    name: 'diagnostics',
    press: ['lab-dock >>> button.badge', 'lab-dock >>> button ::-p-text(Diagnostics)'],
    shown: 'lab-diagnostics-dialog >>> dialog',
  },
  {
    name: 'licences',
    on: 'landing page',
    press: ['lab-course-view >>> button ::-p-text(Licences)'],
    shown: 'lab-licences-dialog >>> dialog',
  },
  {
    name: 'kernel source',
    on: 'attention',
    press: ['lab-attention-view >>> button ::-p-text(Show kernel)'],
    shown: 'lab-kernel-dialog >>> dialog',
  },
  {
    name: 'glossary term',
    on: 'chapter 5',
    press: ['lab-chapter-5-stage >>> .model-status lab-term >>> button'],
    shown: 'lab-chapter-5-stage >>> .model-status lab-term >>> p',
  },
];

let browser: Browser;
let folder: string;
let files: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  folder = mkdtempSync(join(tmpdir(), 'lab-dialogs-'));
  files = await Promise.all(
    gpt2Files({ type: 'F16' }).map(async (file) => {
      const path = join(folder, file.name);
      writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
      return path;
    }),
  );
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  { theme: 'light', least: 24, viewport: { width: 1440, height: 900 } },
  { theme: 'dark', least: 44, viewport: { width: 390, height: 844, isMobile: true, hasTouch: true } },
  { theme: 'light', least: 24, viewport: { width: 844, height: 390 } },
])(
  '$theme, $viewport.width × $viewport.height: accessible, nothing clipped, closed by Escape',
  ({ theme, least, viewport }) => {
    let page: Page;
    let pageErrors: string[];
    const seen = (selector: string) =>
      page.waitForSelector(`lab-app >>> ${selector}`, { visible: true }) as Promise<ElementHandle>;

    beforeAll(async () => {
      page = await browser.newPage();
      pageErrors = collectPageErrors(page);
      await page.setViewport(viewport);
      await openLab(page);
    });

    afterAll(async () => {
      await page?.close();
      expect(pageErrors).toEqual([]);
    });

    test.each(DIALOGS)('$name', async ({ on = 'train', press, shown }) => {
      await openPage(page, PAGES.find(({ name }) => name === on) as (typeof PAGES)[number], theme);
      for (const button of press)
        await (await seen(button)).evaluate((element) => (element as HTMLElement).click());
      if (press.length === 0) {
        const picker = await page.$(`lab-app >>> ${MODEL_MENU} input`);
        await (picker as ElementHandle<HTMLInputElement>).uploadFile(...files);
      }
      const dialog = await seen(shown);
      // axe does not check the accessible name of a <dialog>.
      const { role, name } = (await page.accessibility.snapshot({ root: dialog })) ?? {};
      if (shown.endsWith('dialog')) expect([role, name]).toEqual(['dialog', expect.stringMatching(/\w/)]);
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(findClippedElements)).toEqual([]);
      expect(await page.evaluate(findSmallTargets, least)).toEqual([]);
      const { left, top, right, bottom } = await dialog.evaluate((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { left, top, right, bottom };
      });
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(viewport.width);
      expect(bottom).toBeLessThanOrEqual(viewport.height);
      await page.keyboard.press('Escape');
      await page.waitForSelector(`lab-app >>> ${shown}`, { hidden: true });
    });
  },
);
