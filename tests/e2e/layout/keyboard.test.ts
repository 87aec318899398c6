// Keyboard only: from the landing page to a trained model, one of its heads, and its kernel.
import type { Browser, CDPSession, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { launchBrowser } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

/** The focused element, through all shadow roots, as a screen reader announces it. */
interface FocusedElement {
  readonly role: string;
  readonly name: string;
  /** Whether its focus indicator is visible. */
  readonly shown: boolean;
  /** Whether it is the document, which has the focus between the last and the first tab stop. */
  readonly isDocument: boolean;
  /** Landmarks, groups and dialogs around it, from the outermost: `main > region Notes`. */
  readonly within: string;
}

/** More than the tab stops of any view. */
const MOST_STOPS = 150;

let browser: Browser;
let page: Page;
let devtools: CDPSession;
/** Tab stops without a visible focus indicator. */
const missingFocusRings = new Set<string>();

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  page = await browser.newPage();
  devtools = await page.createCDPSession();
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(`${inject('pageUrl')}#view=course&preset=facts`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
});

afterAll(() => browser?.close());

const { find } = pageReader(() => page);

async function focused(): Promise<FocusedElement> {
  const evaluated = await devtools.send('Runtime.evaluate', { expression: `(${findFocused})()` });
  const { objectId } = evaluated.result;
  const { nodes } = await devtools.send('Accessibility.getPartialAXTree', { objectId, fetchRelatives: true });
  const described = await devtools.send('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: `${describeFocus}`,
    returnByValue: true,
  });
  const [{ role, name, parentId }, ...others] = nodes;
  const around: string[] = [];
  const parentOf = (id?: string) => others.find(({ nodeId }) => nodeId === id);
  for (let node = parentOf(parentId); node; node = parentOf(node.parentId))
    if (LANDMARKS.test(node.role?.value))
      around.unshift(`${node.role?.value} ${node.name?.value ?? ''}`.trim());
  return {
    role: role?.value,
    name: name?.value ?? '',
    ...described.result.value,
    within: around.join(' > '),
  };
}

const LANDMARKS = /^(banner|main|navigation|region|complementary|dialog|group)$/;

/** Runs in the page: the focused element. */
function findFocused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Runs in the page with the element as `this`: its indicator is on itself, on its card, or around its canvas. */
function describeFocus(this: Element): Pick<FocusedElement, 'shown' | 'isDocument'> {
  const outlines = [
    getComputedStyle(this),
    getComputedStyle(this, '::after'),
    ...[...this.children].map((child) => getComputedStyle(child)),
  ];
  const shown = outlines.some(
    ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px',
  );
  return { shown, isDocument: this === document.body };
}

/** Presses Tab, or Shift + Tab, until the target has the focus. */
async function tabUntil(where: (focus: FocusedElement) => boolean, back = false): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (back) await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    if (back) await page.keyboard.up('Shift');
    const focus = await focused();
    if (!focus.shown && !focus.isDocument)
      missingFocusRings.add(`${focus.within}: ${focus.role} ${focus.name}`);
    if (where(focus)) return;
  }
  throw new Error(`The keyboard did not get there: ${where}; focus on ${JSON.stringify(await focused())}`);
}

/** Goes to the menu, and in it to an entry. */
async function chooseFromMenu(entry: string): Promise<void> {
  await tabUntil(({ name }) => name === 'Menu', true);
  await page.keyboard.press('Enter');
  await find('dialog', 'Menu', '');
  await tabUntil(({ name }) => name === entry);
  await page.keyboard.press('Enter');
}

const lab = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value);

test('the first tab stop is a skip link to the stage', async () => {
  await tabUntil(({ name }) => name === 'Skip to content');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await focused()).role).toBe('main');
  await page.keyboard.press('Tab');
  expect(await focused()).toMatchObject({ role: 'button', name: 'Start with chapter 1', within: 'main' });
});

test('trains a network and pauses it', async () => {
  await chooseFromMenu('Train');
  await tabUntil(({ within, role, name }) => /^main/.test(within) && role === 'button' && name === 'Train');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => {
    const { step, source } = (document.querySelector('lab-app') as LabApp).lab.value;
    return !source && step >= 30;
  });
  await tabUntil(({ within, name }) => /^main/.test(within) && name === 'Pause');
  await page.keyboard.press('Space');
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.value.runState === 'paused',
  );
  expect((await lab()).step).toBeGreaterThanOrEqual(30);
});

test('reads a head and its kernel; the dialog traps the focus and restores it', async () => {
  await chooseFromMenu('Attention');
  await find('application');
  await tabUntil(({ role }) => role === 'application');
  /** The URL stores the selected query. */
  const token = () => new URLSearchParams(new URL(page.url()).hash.slice(1)).get('token');
  const before = token();
  for (const key of ['ArrowRight', 'ArrowDown', 'Enter'] as const) await page.keyboard.press(key);
  await expect.poll(token).not.toBe(before);

  await tabUntil(({ name }) => name === 'Show kernel');
  const opener = await focused();
  await page.keyboard.press('Enter');
  await find('dialog', undefined, '');
  for (let stop = 0; stop < 8; stop++) {
    await page.keyboard.press('Tab');
    const { within, isDocument } = await focused();
    if (!isDocument) expect(within).toMatch(/dialog/);
  }
  await page.keyboard.press('Escape');
  await page.waitForSelector(byRole('dialog'), { hidden: true });
  expect(await focused()).toMatchObject({ role: opener.role, name: opener.name, within: opener.within });
});

test('changes the settings of this device', async () => {
  const paused = () =>
    find('radio', 'Paused until the tab is visible', '').then((radio) =>
      radio.evaluate((element) => (element as HTMLInputElement).checked),
    );
  await chooseFromMenu('Device and settings');
  await find('dialog', 'Device settings', '');
  await tabUntil(({ role, within }) => role === 'radio' && /dialog Device settings/.test(within));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(paused).toBe(true);
  await page.keyboard.press('Escape');
  expect((await focused()).name).toBe('Menu');
  await page.reload();
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  await chooseFromMenu('Device and settings');
  expect(await paused()).toBe(true);
});

test('every tab stop has a visible focus indicator', () => {
  expect([...missingFocusRings]).toEqual([]);
});
