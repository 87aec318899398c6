// The recorded history of a bundled model: curves at once, checkpoints fetched by the slider.

import type { LitElement } from 'lit';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { readDigitMap, waitForDigitMap } from '../../support/browser/digit-map.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  pageErrors = collectPageErrors(page);
  await page.evaluateOnNewDocument(recordHeights);
  await page.goto(`${inject('pageUrl')}#view=train&preset=facts`);
  await page.waitForFunction(() => {
    const { run, pending } = (document.querySelector('lab-app') as LabApp).lab.value;
    return run?.preset === 'facts' && !pending;
  });
});

/** Runs in the page: the heights of what is above the slider, from the first frame that has it. */
function recordHeights(): void {
  const heights = new Set<number>();
  Object.assign(globalThis, { heights });
  const look = () => {
    const main = document.querySelector('lab-app')?.shadowRoot?.querySelector('main');
    if (main) heights.add(main.getBoundingClientRect().height);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

afterAll(() => browser?.close());
afterEach(() => expect(pageErrors).toEqual([]));

const { click, find, textsOf } = pageReader(() => page);

/** Step, loss curve and most probable next token of what the page shows. */
const shown = () =>
  page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const { step, series, evaluations, run } = lab.value;
    const { next } = await lab.client.transformer.inspect({ text: run?.prompts[0] ?? '', names: [] });
    return {
      step,
      lastPoint: series.points.at(-1)?.step,
      evaluated: evaluations.map((evaluation) => evaluation.step),
      next: next[0],
    };
  });

/** Names of the checkpoints that the worker has fetched. */
const fetched = () =>
  page.evaluate(async () => {
    const urls = await (document.querySelector('lab-app') as LabApp).lab.client.resourceUrls();
    return urls.flatMap((url) => /\/models\/(\w+\/step-\d+)\.safetensors/.exec(url)?.[1] ?? []);
  });

test('nothing moves when the checkpoints come: the slider has its place before', async () => {
  await page.waitForSelector('lab-app >>> lab-checkpoint-slider >>> input:enabled');
  const heights = await page.evaluate(() => [...(globalThis as unknown as { heights: Set<number> }).heights]);
  expect(heights).toHaveLength(1);
});

test('the slider moves through the training of a bundled model; a checkpoint is fetched when it is selected', async () => {
  const present = await shown();
  expect(present).toMatchObject({ step: 1500, lastPoint: 1499 });
  expect(present.evaluated.length).toBeGreaterThanOrEqual(13);
  expect(await fetched()).toEqual([]);

  await page.focus(`lab-app ${byRole('slider', 'Checkpoint')}`);
  await page.keyboard.press('Home');
  await page.waitForSelector(`lab-app ${byRole('slider', 'Viewing checkpoint')}`, { visible: true });
  await expect.poll(async () => (await shown()).step).toBe(0);
  const start = await shown();
  expect(start.lastPoint).toBeUndefined();
  expect(start.next.text).not.toBe(present.next.text);
  expect(await fetched()).toEqual(['facts/step-0']);

  await click('button', 'Return to latest');
  await expect.poll(shown).toEqual(present);
});

test('the network of the digits has the curve of its training, and its accuracy along it', async () => {
  await page.evaluate(() => {
    location.hash = 'view=chapter&chapter=2';
  });
  await page.waitForFunction(() => {
    const { run, evaluations } = (document.querySelector('lab-app') as LabApp).lab.digits.value;
    return run?.step === evaluations.at(-1)?.step && evaluations.length >= 13;
  });
  const accuracies = await page.evaluate(() =>
    (document.querySelector('lab-app') as LabApp).lab.digits.value.evaluations.map(
      ({ test }) => test.accuracy,
    ),
  );
  expect(accuracies[0]).toBeLessThan(0.3);
  expect(accuracies.at(-1)).toBeGreaterThan(0.95);
});

test('the map shows the network of the chapter, also when the stage of the last one gets what it waited for', async () => {
  const stepOfMap = async () => (await readDigitMap(page)).step;
  await waitForDigitMap(page);
  await expect.poll(stepOfMap).toBe(0); // chapter 2 begins with random weights
  const left = await page.waitForSelector('lab-app >>> lab-chapter-2-stage');
  await page.evaluate(() => {
    location.hash = 'view=chapter&chapter=1&at=70';
  });
  await expect.poll(stepOfMap).toBe(30_000);
  await left?.evaluate(async (element) => {
    const stage = element as LitElement;
    stage.requestUpdate();
    await stage.updateComplete;
  });
  expect(await stepOfMap()).toBe(30_000);
});

test('the slider moves the digit network on the map through its training', async () => {
  const dock = 'lab-app >>> lab-dock';
  const shown = async () => {
    const { step, pixels, activations } = await readDigitMap(page);
    return { step, pixels, activations, dock: (await textsOf(`${dock} >>> span`)).join(' ') };
  };
  await click('button', 'Explore');
  await find('region', 'Model');
  const present = await shown();

  await page.focus(`lab-app ${byRole('slider', 'Checkpoint')}`);
  await page.keyboard.press('Home');
  await expect.poll(async () => (await readDigitMap(page)).step).toBe(0);
  expect((await fetched()).filter((file) => file.startsWith('digits/'))).toEqual(['digits/step-0']);
  const start = await shown();
  expect(start.pixels).toEqual(present.pixels);
  expect(start.activations).not.toEqual(present.activations);
  expect(start.dock).toMatch(/step 0 of 30,000 .* accuracy/);
  const isDisabled = (button: Element) => (button as HTMLButtonElement).disabled;
  expect(await page.$eval(`${dock} >>> .step-button`, isDisabled)).toBe(true);

  await click('button', 'Return to latest');
  await expect.poll(shown).toEqual(present);
});
