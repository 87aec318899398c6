// Threads of the CPU engine on pages: several tabs at once, most of them hidden, and a thread whose script ends in training. Training
// goes on, nothing waits for ever, and the numbers stay.

import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';

/** Small, and large enough for its kernels to be shared. */
const RUN = 'view=train&preset=league&weights=fresh&seed=5&L=1&H=2&C=64&T=32&mlpWidth=128&B=8';
const STEPS = 40;
/** So many that they take seconds: time to find a thread and end it. */
const LONG = 1000;
const TABS = 4;

let browser: Browser;
/** The losses of one thread, by the steps of the run. */
const reference: Record<number, readonly number[]> = {};

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  for (const steps of [STEPS, LONG]) {
    const { page } = await openTab(1, steps);
    await train(page);
    await waitForState(page, 'finished');
    reference[steps] = await lossesOf(page);
    expect(reference[steps]).toHaveLength(steps);
    await page.close();
  }
});
afterAll(() => browser?.close());

/** A tab whose model is loaded, on as many threads: half of those of the processor. */
async function openTab(threads: number, steps: number): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument((value) => {
    Object.defineProperty(navigator, 'hardwareConcurrency', { value });
  }, 2 * threads);
  const errors = collectPageErrors(page);
  await page.goto(`${inject('pageUrl')}#${RUN}&steps=${steps}`);
  await waitForState(page, 'ready');
  const engine = await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.engine);
  expect(engine?.threads ?? 1).toBe(threads);
  return { page, errors };
}

/** A hidden page runs no animation frames, in which puppeteer would look. */
const waitForState = (page: Page, state: string) =>
  page.waitForFunction(
    (state) => (document.querySelector('lab-app') as LabApp).lab.value.runState === state,
    { polling: 50 },
    state,
  );

const train = (page: Page) =>
  page.evaluate(() => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    void lab.train();
  });

const lossesOf = (page: Page) =>
  page.evaluate(() => {
    const { series } = (document.querySelector('lab-app') as LabApp).lab.value;
    return series.points.map(({ loss }) => loss);
  });

const stepOf = (page: Page) =>
  page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.step);

test('four tabs train on two threads each, three of them hidden: each to its end, with the losses of one thread', async () => {
  const tabs: Awaited<ReturnType<typeof openTab>>[] = [];
  for (let tab = 0; tab < TABS; tab++) tabs.push(await openTab(2, STEPS));
  await tabs[TABS - 1].page.bringToFront();
  await expect
    .poll(() => Promise.all(tabs.map(({ page }) => page.evaluate(() => document.hidden))))
    .toEqual([true, true, true, false]);
  await Promise.all(tabs.map(({ page }) => train(page)));
  await Promise.all(tabs.map(({ page }) => waitForState(page, 'finished')));
  for (const { page, errors } of tabs) {
    expect(await lossesOf(page)).toEqual(reference[STEPS]);
    expect(errors).toEqual([]);
    await page.close();
  }
});

test('a thread whose script ends in training: the run goes on to its end, with the same losses', async () => {
  const { page, errors } = await openTab(2, LONG);
  const [first, ...others] = page.workers();
  expect(first).toBeDefined();
  expect(others).toHaveLength(1);
  await train(page);
  await expect.poll(() => stepOf(page)).toBeGreaterThan(1);
  // It never returns to its event loop; the debugger ends its script, wherever it is. Then it answers.
  await others[0].client.send('Runtime.terminateExecution');
  expect(await others[0].evaluate(() => 1 + 1)).toBe(2);
  expect(await stepOf(page)).toBeLessThan(LONG);
  await waitForState(page, 'finished');
  expect(await lossesOf(page)).toEqual(reference[LONG]);
  expect(errors).toEqual([]);
  await page.close();
});
