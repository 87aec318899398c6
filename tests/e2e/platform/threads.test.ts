// Threads of the CPU engine on pages: several tabs at once, most of them hidden, and a thread whose script ends in training. Training
// goes on, nothing waits for ever, and the numbers stay.

import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';

/** Small, and large enough for its kernels to be shared. */
const SIZES = 'L=1&H=2&C=64&T=32&mlpWidth=128&B=8';
/** A constant learning rate: a shorter run takes the same first steps. */
const RATE = 'learningRate=0.001&minLearningRate=0.001&warmupSteps=0';
const RUN = `view=train&preset=league&weights=fresh&seed=5&${SIZES}&${RATE}`;
const STEPS = 40;
/** More than there is time for. */
const ENDLESS = 100_000;
const TABS = 4;

let browser: Browser;
/** A tab of one thread, which trains as far as it is compared. */
let single: Page;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false, window: true });
  ({ page: single } = await openTab(1, ENDLESS));
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

/** The losses of one thread. */
async function referenceLosses(steps: number): Promise<readonly number[]> {
  await single.bringToFront();
  await train(single);
  await expect.poll(() => stepOf(single)).toBeGreaterThanOrEqual(steps);
  await pause(single);
  return (await lossesOf(single)).slice(0, steps);
}

const train = (page: Page) =>
  page.evaluate(() => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    void lab.train();
  });

const pause = (page: Page) => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.pause());

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
  const reference = await referenceLosses(STEPS);
  expect(reference).toHaveLength(STEPS);
  for (const { page, errors } of tabs) {
    expect(await lossesOf(page)).toEqual(reference);
    expect(errors).toEqual([]);
    await page.close();
  }
});

test('a thread whose script ends in training: the run goes on, with the same losses', async () => {
  const { page, errors } = await openTab(2, ENDLESS);
  const [first, ...others] = page.workers();
  expect(first).toBeDefined();
  expect(others).toHaveLength(1);
  await train(page);
  await expect.poll(() => stepOf(page)).toBeGreaterThan(1);
  // It never returns to its event loop; the debugger ends its script, wherever it is. Then it answers.
  await others[0].client.send('Runtime.terminateExecution');
  expect(await others[0].evaluate(() => 1 + 1)).toBe(2);
  const step = await stepOf(page);
  await expect.poll(() => stepOf(page)).toBeGreaterThan(step + STEPS);
  await pause(page);
  const losses = await lossesOf(page);
  expect(losses).toEqual(await referenceLosses(losses.length));
  expect(errors).toEqual([]);
  await page.close();
});
