// Every dialog and menu while it is open, in both themes, with a mouse and on a touch screen: no axe violations, nothing
// clipped, no target too small; Escape closes it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from '../../support/browser/accessibility.ts';
import {
  findClippedElements,
  findSmallTargets,
  openLab,
  openPage,
  PAGES,
} from '../../support/browser/lab-pages.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';
import { gpt2Files } from '../../support/model/gpt2-files.ts';

const MENU_BUTTON = byRole('button', 'Menu');
/** The buttons that open the menus of the dock; the name of one contains the current model. */
const MODEL_BUTTON = `${byRole('group', 'Current model')}${byRole('button')}`;
const ENGINE_BUTTON = byRole('button', 'Engine: CPU');
/** The page of each dialog, the buttons that open it, and role and name of the open element. */
const DIALOGS: readonly {
  name: string;
  on?: string;
  press: readonly string[];
  role: 'dialog' | 'group' | 'note';
  label?: string;
}[] = [
  { name: 'model menu', press: [MODEL_BUTTON], role: 'group', label: 'Model menu' },
  { name: 'engine menu', press: [ENGINE_BUTTON], role: 'group', label: 'Engine menu' },
  { name: 'menu', press: [MENU_BUTTON], role: 'dialog', label: 'Menu' },
  { name: 'export', press: [MENU_BUTTON, byRole('button', 'Export')], role: 'dialog', label: 'Menu' },
  {
    name: 'model from URL',
    press: [MODEL_BUTTON, byRole('button', 'Open from URL …')],
    role: 'dialog',
    label: 'Open model from URL',
  },
  { name: 'open files', press: [MODEL_BUTTON], role: 'dialog' },
  {
    name: 'device settings',
    press: [MENU_BUTTON, byRole('button', 'Device and settings')],
    role: 'dialog',
    label: 'Device settings',
  },
  {
    name: 'diagnostics',
    press: [ENGINE_BUTTON, byRole('button', 'Diagnostics …')],
    role: 'dialog',
    label: 'Diagnostics',
  },
  {
    name: 'licences',
    on: 'landing page',
    press: [byRole('button', 'Licences')],
    role: 'dialog',
    label: 'Licences',
  },
  {
    name: 'kernel source from the dock',
    press: [ENGINE_BUTTON, byRole('button', 'Kernel source …')],
    role: 'dialog',
  },
  { name: 'kernel source', on: 'attention', press: [byRole('button', 'Show kernel')], role: 'dialog' },
  { name: 'glossary term', on: 'network', press: [byRole('button', 'weights')], role: 'note' },
];

let browser: Browser;
let page: Page;
let pageErrors: string[];
let folder: string;
let files: string[];

const { click, find } = pageReader(() => page);

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false, serviceWorker: true }));
  await openLab(page);
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
  expect(pageErrors).toEqual([]);
});

describe.each([
  // The page around what is open is audited once, and elsewhere on its own.
  { theme: 'light', least: 24, viewport: { width: 1440, height: 900 }, isWhole: true },
  { theme: 'light', least: 24, viewport: { width: 844, height: 390 } },
  { theme: 'dark', least: 44, viewport: { width: 390, height: 844, isMobile: true, hasTouch: true } },
])(
  '$theme, $viewport.width × $viewport.height: accessible, nothing clipped, closed by Escape',
  ({ theme, least, viewport, isWhole }) => {
    // Loads the page again where the kind of screen changes.
    beforeAll(() => page.setViewport(viewport));

    test.each(DIALOGS)('$name', async ({ name, on = 'train', press, role, label }) => {
      await openPage(page, PAGES.find((one) => one.name === on) as (typeof PAGES)[number], theme);
      for (const button of press) {
        const pressed = await page.waitForSelector(button, { visible: true });
        await pressed?.evaluate((element) => {
          element.scrollIntoView({ block: 'center' }); // only what is in view can be pressed
          (element as HTMLElement).click();
        });
      }
      if (name === 'open files') {
        const [chooser] = await Promise.all([page.waitForFileChooser(), click('button', 'Open files …')]);
        await chooser.accept(files);
      }
      const dialog = await find(role, label, '');
      // axe does not check the accessible name of a <dialog>.
      if (role === 'dialog')
        expect(await page.accessibility.snapshot({ root: dialog })).toMatchObject({
          role,
          name: expect.stringMatching(/\w/),
        });
      expect(await axeViolations(page, {}, isWhole ? undefined : dialog)).toEqual([]);
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
      await page.waitForSelector(byRole(role, label), { hidden: true });
    });
  },
);
