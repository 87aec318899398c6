// Keyboard only: from the landing page to a trained model, one of its heads, and its kernel.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { launchBrowser } from '../../support/browser/launch-browser.ts';

/** The focused element, through all shadow roots. */
interface FocusedElement {
  readonly name: string;
  readonly text: string;
  readonly shown: boolean;
  readonly within: string;
}

/** More than the tab stops of any view. */
const MOST_STOPS = 150;

let browser: Browser;
let page: Page;
/** Tab stops without a visible focus indicator. */
const missingFocusRings = new Set<string>();

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(`${inject('pageUrl')}#view=course`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
});

afterAll(() => browser?.close());

const focused = (): Promise<FocusedElement> =>
  page.evaluate(() => {
    let active = document.activeElement;
    const hosts: string[] = [];
    while (active?.shadowRoot?.activeElement) {
      hosts.push(active.localName);
      active = active.shadowRoot.activeElement;
    }
    if (!active) return { name: '', text: '', shown: false, within: '' };
    // The indicator is on the element, on its card, or around its canvas.
    const outlines = [
      getComputedStyle(active),
      getComputedStyle(active, '::after'),
      ...[...active.children].map((child) => getComputedStyle(child)),
    ];
    return {
      name: [active.localName, ...active.classList].join('.'),
      text: (active.getAttribute('aria-label') ?? active.textContent ?? '').replace(/\s+/g, ' ').trim(),
      shown: outlines.some(
        ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px',
      ),
      within: hosts.join(' '),
    };
  });

/** Presses Tab, or Shift + Tab, until the target has the focus. */
async function tabUntil(where: (focus: FocusedElement) => boolean, back = false): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (back) await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    if (back) await page.keyboard.up('Shift');
    const focus = await focused();
    if (!focus.shown && focus.name !== 'body') missingFocusRings.add(`${focus.within} ${focus.name}`);
    if (where(focus)) return;
  }
  throw new Error(`The keyboard did not get there: ${where}`);
}

const lab = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value);

test('the first tab stop is a skip link to the stage', async () => {
  await tabUntil(({ text }) => text === 'Skip to content');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await focused()).name).toBe('main.course');
  await page.keyboard.press('Tab');
  expect((await focused()).within).toMatch(/lab-course-view/);
});

test('trains a network and pauses it', async () => {
  await tabUntil(({ text }) => text === 'Train a model →');
  await page.keyboard.press('Enter');
  await page.waitForSelector('lab-app >>> lab-train-view', { visible: true });
  await tabUntil(({ within, name }) => /lab-train-view/.test(within) && /\bbig\b/.test(name));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => {
    const { step, source } = (document.querySelector('lab-app') as LabApp).lab.value;
    return !source && step >= 30;
  });
  await tabUntil(({ within, name }) => /lab-dock/.test(within) && /\bmain\b/.test(name));
  expect((await focused()).text).toContain('Pause');
  await page.keyboard.press('Space');
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.value.runState === 'paused',
  );
  expect((await lab()).step).toBeGreaterThanOrEqual(30);
});

test('reads a head and its kernel; the dialog traps the focus and restores it', async () => {
  await tabUntil(({ within, text }) => /lab-header/.test(within) && text === 'Attention', true);
  await page.keyboard.press('Enter');
  await page.waitForSelector('lab-app >>> lab-attention-grid >>> canvas', { visible: true });
  await tabUntil(({ within }) => /lab-attention-grid/.test(within));
  const token = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.value.focus);
  const before = await token();
  for (const key of ['ArrowRight', 'ArrowDown', 'Enter'] as const) await page.keyboard.press(key);
  await expect.poll(token).not.toEqual(before);

  await tabUntil(({ text }) => /kernel/i.test(text));
  const opener = await focused();
  await page.keyboard.press('Enter');
  await page.waitForSelector('lab-app >>> lab-kernel-dialog >>> dialog[open]', { visible: true });
  for (let stop = 0; stop < 8; stop++) {
    await page.keyboard.press('Tab');
    const { within, name } = await focused();
    if (name !== 'body') expect(within).toMatch(/lab-kernel-dialog/);
  }
  await page.keyboard.press('Escape');
  await page.waitForSelector('lab-app >>> lab-kernel-dialog >>> dialog[open]', { hidden: true });
  expect(await focused()).toMatchObject({ name: opener.name, within: opener.within });
});

test('changes the settings of this device', async () => {
  await tabUntil(({ name }) => /\bdevice\b/.test(name), true);
  await page.keyboard.press('Enter');
  await tabUntil(({ name, within }) => name === 'input' && /lab-device-dialog/.test(within));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect
    .poll(() =>
      page.evaluate(() => (document.querySelector('lab-app') as LabApp).deviceSettings.value.hidden),
    )
    .toBe('pause');
  await page.keyboard.press('Escape');
  expect((await focused()).name).toMatch(/\bdevice\b/);
  await page.reload();
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  expect(
    await page.evaluate(() => (document.querySelector('lab-app') as LabApp).deviceSettings.value.hidden),
  ).toBe('pause');
});

test('every tab stop has a visible focus indicator', () => {
  expect([...missingFocusRings]).toEqual([]);
});
