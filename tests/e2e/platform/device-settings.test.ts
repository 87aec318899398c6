// Device settings apply during training and show their status: wake lock, training in a hidden tab.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { openFromMenu } from '../../support/browser/menu.ts';
import { byRole } from '../../support/browser/page-reader.ts';

/** Not within `lab-app`: outside an open modal dialog, the accessibility tree is empty. */
const dialog = byRole('dialog', 'Device settings');
const notifications = `lab-app ${byRole('region', 'Notifications')}`;

/** Fakes of the browser: a headless browser cannot hide a tab or turn its screen off. */
interface FakeDevice {
  visibility: DocumentVisibilityState;
  refuses: boolean;
  /** Held wake locks. */
  locks: number;
}

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  page = await browser.newPage();
  pageErrors = collectPageErrors(page);
  await page.setViewport({ width: 1280, height: 800 });
  await page.evaluateOnNewDocument(() => {
    const played: FakeDevice = { visibility: 'visible', refuses: false, locks: 0 };
    Object.assign(window, { played });
    Object.defineProperty(document, 'visibilityState', { get: () => played.visibility });
    WakeLock.prototype.request = async () => {
      if (played.refuses) throw new DOMException('The battery is low.', 'NotAllowedError');
      played.locks++;
      const release = async () => void played.locks--;
      return Object.assign(new EventTarget(), { release }) as unknown as WakeLockSentinel;
    };
  });
  await page.goto(
    `${inject('pageUrl')}#view=train&weights=fresh&steps=100000&preset=league&L=1&H=2&C=32&T=32`,
  );
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp | null)?.lab.value.runState === 'ready',
  );
});

afterAll(async () => {
  await browser?.close();
  expect(pageErrors).toEqual([]);
});

const setFakeDevice = (changes: Partial<FakeDevice>) =>
  page.evaluate((changes) => {
    Object.assign((window as unknown as { played: FakeDevice }).played, changes);
    if (changes.visibility) document.dispatchEvent(new Event('visibilitychange'));
  }, changes);
const locks = () => page.evaluate(() => (window as unknown as { played: FakeDevice }).played.locks);

/** Clicks the element, not its position: content above it may still grow. */
async function clickControl(selector: string): Promise<void> {
  await page.waitForSelector(selector, { visible: true });
  await page.$eval(selector, (control) => (control as HTMLElement).click());
}

async function choose(role: 'checkbox' | 'radio', label: string): Promise<void> {
  await openFromMenu(page, 'Device and settings');
  await clickControl(`${dialog}${byRole(role, label)}`);
  await page.keyboard.press('Escape');
  await page.waitForSelector(dialog, { hidden: true });
}

const stateIs = (wanted: string) =>
  page.waitForFunction(
    (wanted) => (document.querySelector('lab-app') as LabApp).lab.value.runState === wanted,
    {},
    wanted,
  );

async function train(): Promise<void> {
  await page.evaluate(() => void (document.querySelector('lab-app') as LabApp).lab.train());
  await stateIs('training');
}

async function pause(): Promise<void> {
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.pause());
  await stateIs('paused');
}

async function expectNotice(words: string): Promise<void> {
  await page.waitForSelector(`${notifications}${byRole('alert')}::-p-text(${words})`, { visible: true });
  await clickControl(`${notifications}${byRole('alert')}${byRole('button', 'Dismiss')}`);
  for (const role of ['status', 'alert'])
    await page.waitForSelector(`${notifications}${byRole(role)}`, { hidden: true });
}

test('the wake lock is held from the first to the last step, if enabled; a denied lock shows a message', async () => {
  await train();
  expect(await locks()).toBe(0); // off by default
  await choose('checkbox', 'Keep the screen on while training');
  await expect.poll(locks).toBe(1);
  await pause();
  await expect.poll(locks).toBe(0);
  await setFakeDevice({ refuses: true });
  await train();
  await expectNotice('The screen may turn off during training (The battery is low)');
  await pause();
  await choose('checkbox', 'Keep the screen on while training');
});

test.each([
  ['pause', 'Paused until the tab is visible', 'Paused · ', 'Training paused at step', 'paused'],
  [
    'slow',
    'Reduced to about 10 % speed',
    'Training slowly · ',
    'Training was throttled while this tab was hidden',
    'training',
  ],
])('training in a hidden tab, %s: the title and a notice say so', async (_, label, title, message, state) => {
  const before = await page.title();
  await choose('radio', label);
  await train();
  await setFakeDevice({ visibility: 'hidden' });
  await stateIs(state);
  await expect.poll(() => page.title()).toBe(`${title}${before}`);
  await setFakeDevice({ visibility: 'visible' });
  await expectNotice(message);
  await stateIs('training');
  expect(await page.title()).toBe(before);
  await pause();
});
