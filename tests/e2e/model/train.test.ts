// The train view on the built page: training starts with one click, every state is reachable, no errors.
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';

const view = 'lab-app >>> lab-train-view';
const dock = 'lab-app >>> lab-dock';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
});

afterAll(() => browser?.close());
afterEach(async () => {
  await page.close();
  expect(pageErrors).toEqual([]);
});

/** A new page with its model loaded. */
async function openPage(settings = '', processorThreads?: number): Promise<void> {
  page = await browser.newPage();
  if (processorThreads !== undefined) {
    await page.evaluateOnNewDocument((value) => {
      Object.defineProperty(navigator, 'hardwareConcurrency', { value });
    }, processorThreads);
  }
  pageErrors = collectPageErrors(page);
  await page.goto(`${inject('pageUrl')}#view=train&weights=fresh&${settings}`);
  await until('ready');
}

const until = (state: string) =>
  page.waitForFunction(
    (state) => (document.querySelector('lab-app') as LabApp).lab.value.runState === state,
    {},
    state,
  );

const textOf = (selector: string) => page.$eval(selector, (element) => element.textContent?.trim() ?? '');

const press = async (selector: string) => {
  await page.waitForSelector(`${selector}:enabled`, { visible: true });
  await page.$eval(selector, (button) => (button as HTMLButtonElement).click());
};

/** The state of the lab. */
const labOf = () =>
  page.evaluate(() => {
    const { step, series, evaluations, run, problems } = (document.querySelector('lab-app') as LabApp).lab
      .value;
    return {
      step,
      losses: series.points.map(({ loss }) => loss),
      evaluations: evaluations.length,
      preset: run?.preset,
      layers: run?.model.L,
      seed: run?.training.seed,
      problems,
    };
  });

test('diagnostics: machine, speed on request, copy or select', async () => {
  await openPage();
  await page.click(`${dock} >>> .badge`);
  await page.click(`${dock} >>> button ::-p-text(Diagnostics …)`);
  const dialog = 'lab-app >>> lab-diagnostics-dialog';
  const text = () => page.$eval(`${dialog} >>> textarea`, (area) => (area as HTMLTextAreaElement).value);
  await page.waitForFunction(
    () => document.querySelector('lab-app')?.shadowRoot?.querySelector('lab-diagnostics-dialog')?.shadowRoot,
  );
  await expect.poll(text).toMatch(/engine: CPU, WebAssembly.*reason: .*speed: not measured$/s);

  const measure = `${dialog} >>> .actions button:first-child`;
  await press(measure);
  await expect.poll(() => textOf(measure)).toBe('Stop');
  await press(measure);
  await expect.poll(() => textOf(`${dialog} >>> [role=status]`)).toContain('Stopped');
  await press(measure);
  await expect.poll(text).toMatch(/speed, small .*tokens\/s.*speed, middle .*tokens\/s/s);

  const copied = () => textOf(`${dialog} >>> [role=status]`);
  await page.bringToFront();
  const origin = new URL(page.url()).origin;
  await browser
    .defaultBrowserContext()
    .overridePermissions(origin, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
  await press(`${dialog} >>> .primary`);
  await expect.poll(copied).toBe('Copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await text());
  // The browser denies clipboard access.
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await press(`${dialog} >>> .primary`);
  await expect.poll(copied).toContain('the text is selected');
  const selected = await page.$eval(`${dialog} >>> textarea`, (area) => {
    const { selectionStart, selectionEnd, value } = area as HTMLTextAreaElement;
    return value.slice(selectionStart, selectionEnd);
  });
  expect(selected).toBe(await text());

  expect(await axeViolations(page)).toEqual([]);
});

test('shows the memory of settings before they are applied, and rejects those that do not fit, with the size', async () => {
  await openPage('preset=repeats');
  const form = `${view} >>> lab-settings-form`;
  expect(await textOf(`${form} >>> .memory`)).toMatch(/Training memory: [\d.]+.MB/);
  const before = await labOf();
  await page.evaluate(() => {
    window.location.hash = 'view=train&weights=fresh&preset=repeats&L=8&H=16&C=512&T=64&B=128';
  });
  await page.waitForFunction(() =>
    (document.querySelector('lab-app') as LabApp).lab.value.problems.some(({ message }) =>
      /Training needs [\d.]+ GB of memory/.test(message),
    ),
  );
  expect(await textOf(`${form} >>> .memory`)).toMatch(/Training memory: [\d.]+.GB/);
  expect(await labOf()).toMatchObject({ layers: before.layers, step: 0 });
});

test('one click trains the default network: the loss falls, facts are evaluated, prompts are completed', async () => {
  await openPage();
  expect(await textOf(`${dock} >>> .badge`)).toContain('CPU');
  const themes = await page.evaluateHandle(() => {
    const written: MutationRecord[] = [];
    const watch = new MutationObserver((records) => written.push(...records));
    watch.observe(document.documentElement, { attributes: true });
    return written;
  });
  await press(`${view} >>> button.big`);
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.value.evaluations.length >= 2,
  );
  const quantities = () => page.$$eval(`${dock} >>> .optional`, (all) => all.map((each) => each.textContent));
  await expect.poll(quantities).toContainEqual(expect.stringMatching(/^[\d.,]+(\u202f[kM])? tokens\/s$/));
  // A change there redraws every canvas: a training step must not cause one.
  expect(await themes.evaluate((written) => written.length)).toBe(0);
  const { preset, losses } = await labOf();
  expect(preset).toBe('facts');
  expect(losses[losses.length - 1]).toBeLessThan(losses[0] - 1);
  expect(await textOf(`${view} >>> lab-measures >>> section`)).toMatch(/recall.*training set.*held-out set/s);
  expect(await textOf(`${view} >>> lab-completions >>> .latest .text`)).not.toBe('');

  // Pause between two steps, single step, resume.
  await press(`${view} >>> button.big`);
  await until('paused');
  const paused = await labOf();
  await press(`${dock} >>> .step-button`);
  await page.waitForFunction(
    (step) => (document.querySelector('lab-app') as LabApp).lab.value.step === step + 1,
    {},
    paused.step,
  );
  await press(`${dock} >>> .main`);
  await until('training');
});

test('the same seed gives the same losses, also after a reset and after the loss of a thread', async () => {
  await openPage('steps=60&seed=5', 4);
  expect(await textOf(`${dock} >>> .badge`)).toContain('2 threads');
  await press(`${view} >>> button.big`);
  await until('finished');
  const first = await labOf();
  expect(first).toMatchObject({ step: 60, seed: 5 });

  // The gradient worker exists only after it was used; then it can fail.
  const gradientWorker = await findGradientWorker(page);
  expect(await gradientWorker.evaluate(() => self.name)).toBe('gradient-worker');
  await gradientWorker.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('out of breath');
      }, 0),
  );
  await expect
    .poll(() => textOf(`${dock} >>> #engine`))
    .toContain('stopped: out of breath. The first computes');
  expect(await textOf(`${dock} >>> .badge`)).not.toContain('threads');

  const run = await page.evaluateHandle(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  await press(`${view} >>> button.big`);
  await page.waitForFunction(
    (before) => (document.querySelector('lab-app') as LabApp).lab.value.run !== before,
    {},
    run,
  );
  await until('finished');
  expect((await labOf()).losses).toEqual(first.losses);
});

/** The worker that the lab's worker started. */
async function findGradientWorker(page: Page) {
  const names = async () => Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name)));
  await expect.poll(names).toContain('gradient-worker');
  return page.workers()[(await names()).indexOf('gradient-worker')];
}

test('an untrained model follows the settings; invalid ones show a message and change nothing', async () => {
  await openPage();
  await page.click(`${view} >>> lab-settings-form >>> summary`);
  await fill('L', '3');
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.value.run?.model.L === 3,
  );
  expect(await page.evaluate(() => location.hash)).toBe('#view=train&L=3&weights=fresh');
  await fill('L', '99');
  await page.waitForSelector(`${view} >>> .banner.error`, { visible: true });
  expect(await textOf(`${view} >>> .banner.error`)).toMatch(/L is 99; it can be 1 to 8/);
  expect(await labOf()).toMatchObject({ layers: 3 });
});

async function fill(id: string, value: string): Promise<void> {
  const field = `${view} >>> lab-settings-form >>> #${id}`;
  await page.waitForSelector(field, { visible: true });
  await page.$eval(
    field,
    (input, value) => {
      (input as HTMLInputElement).value = value;
      input.dispatchEvent(new Event('change'));
    },
    value,
  );
}

test('selecting a preset over a trained model asks for confirmation, and the model can be kept', async () => {
  await openPage('steps=4');
  await press(`${view} >>> button.big`);
  await until('finished');
  await press(`${view} >>> lab-preset-picker >>> input[value="league"]`);
  await page.waitForSelector(`${view} >>> .banner`, { visible: true });
  expect(await textOf(`${view} >>> .banner`)).toMatch(/replaces the current\s+model/);
  expect((await labOf()).preset).toBe('facts');
  await press(`${view} >>> .buttons button:not(.big)`);
  await page.waitForSelector(`${view} >>> .banner`, { hidden: true });
  expect(await page.evaluate(() => location.hash)).toBe('#view=train&steps=4&weights=fresh');
});

test('trains on the visitor’s own text, with advice, and never puts it into the URL', async () => {
  await openPage('preset=text&steps=300');
  const text = 'the cat sat on the mat. the dog sat on the log. '.repeat(30);
  await page.$eval(
    `${view} >>> lab-text-source >>> textarea`,
    (area, text) => {
      (area as HTMLTextAreaElement).value = text;
      area.dispatchEvent(new Event('change'));
    },
    text,
  );
  await page.waitForSelector(`${view} >>> lab-text-source >>> li`, { visible: true });
  expect(await textOf(`${view} >>> lab-text-source >>> li`)).toMatch(/will probably overfit/);
  await page.waitForFunction(
    (size) => (document.querySelector('lab-app') as LabApp).lab.value.run?.vocabulary.length === size,
    {},
    new Set(text).size,
  );
  expect(await page.evaluate(() => location.hash)).toBe('#view=train&preset=text&steps=300&weights=fresh');
});

test('unsupported URL parameters show a message, and the others apply', async () => {
  await openPage('layer=never&L=99&prompt=hello&preset=league');
  await page.waitForSelector('lab-app >>> .notice', { visible: true });
  const notice = await textOf('lab-app >>> .notice');
  expect(notice).toContain('“layer=never” in the URL was ignored');
  expect(notice).toContain('L is 99');
  expect((await labOf()).preset).toBe('league');
});

test.each([
  ['dark', 1440, 900],
  ['light', 390, 844],
  ['dark', 360, 740],
])('%s at %d × %d: nothing for axe to find, and nothing sticks out', async (theme, width, height) => {
  await openPage(`theme=${theme}&steps=3`);
  await page.setViewport({ width, height });
  await press(`${view} >>> button.big`);
  await until('finished');
  await page.click(`${view} >>> lab-settings-form >>> summary`);
  expect(await axeViolations(page)).toEqual([]);
  const overflow = await page.$eval(
    'lab-app >>> main',
    ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
  );
  expect(overflow).toBe(0);
});
