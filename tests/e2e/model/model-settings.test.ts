// The settings of a model: a block and its parts are chosen, drawn, counted, trained, linked and saved.
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { formatInteger } from '../../../src/ui/format/numbers.ts';
import { formatBytes, formatCompact } from '../../../src/ui/format/quantities.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { startAnew } from '../../support/browser/lab-pages.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const main = byRole('main');
const form = 'lab-app >>> lab-settings-form';
const diagram = 'lab-app >>> lab-architecture-diagram';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
});
afterAll(() => browser?.close());
afterEach(() => expect(pageErrors).toEqual([]));

const { click, find, press, textsOf } = pageReader(() => page);

/** An untrained model, on the page that is there if it need not be as it was opened. */
async function openPage({ settings = '', isNew = false } = {}): Promise<void> {
  if (isNew) await open(`weights=fresh&${settings}`);
  else await startAnew(page, `#view=train&weights=fresh&${settings}`);
  await until('ready');
  await page.waitForSelector(`${diagram} >>> svg`);
}

/** A new page, in place of the one that is there. */
async function open(hash: string): Promise<void> {
  await page?.close();
  page = await browser.newPage();
  pageErrors = collectPageErrors(page);
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(`${inject('pageUrl')}#view=train&${hash}`);
}

const until = (state: string) =>
  page.waitForFunction(
    (state) => (document.querySelector('lab-app') as LabApp).lab.value.runState === state,
    {},
    state,
  );

/** What the engine says about the model and its training. */
const engine = () =>
  page.evaluate(() => {
    const { run, costs, step, series } = (document.querySelector('lab-app') as LabApp).lab.value;
    return { run, costs, step, losses: series.points.map(({ loss }) => loss) };
  });

/** Id of the current run among the saved ones. */
const runId = () =>
  page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.runs.value.current.model.id);

const hasModel = (model: object) =>
  page.waitForFunction(
    (model) => {
      const run = (document.querySelector('lab-app') as LabApp).lab.value.run;
      return Object.entries(model).every(([key, value]) => run?.model[key as 'L'] === value);
    },
    {},
    model,
  );

/** Shapes of the drawing with these classes. */
const count = async (classes: string) =>
  (await page.$$(`${diagram} >>> svg .${classes.split(' ').join('.')}`)).length;
/** Accessible name of the drawing. */
const drawingText = () => page.$eval(`${diagram} >>> svg`, (svg) => svg.getAttribute('aria-label') ?? '');
const labels = () => textsOf(`${diagram} >>> svg text`);
/** Values and changes of the three figures. */
const figures = () => textsOf('lab-app >>> lab-model-costs >>> dd');

async function setField(id: string, value: string): Promise<void> {
  const field = `${form} >>> #${id}`;
  await page.$eval(
    field,
    (input, value) => {
      (input as HTMLInputElement).value = value;
      input.dispatchEvent(new Event('change'));
    },
    value,
  );
}

const LLAMA = { norm: 'rms', positions: 'rotary', keyValueHeads: 2, biases: 'none', activation: 'swiglu' };

test('Llama’s block: gate and shared heads are drawn, figures are the engine’s, it trains, and link and saved run carry it', async () => {
  await openPage({ settings: 'steps=10', isNew: true });
  const before = await engine();
  expect(await count('chip key')).toBe(4);
  await click('radio', 'Llama');
  await hasModel(LLAMA);
  await expect.poll(drawingText).toContain('which share 2 heads of keys and values');
  expect(await drawingText()).toContain('SwiGLU neurons with a gate');
  expect([await count('chip query'), await count('chip key'), await count('chip value')]).toEqual([4, 2, 2]);
  expect(await textsOf(`${diagram} >>> svg .bias`)).toEqual([]);
  expect(await count('dial:not(.back)')).toBe(4);

  const { run, costs } = await engine();
  if (!run || !costs || !before.costs) throw new Error('no model');
  const { weights, flopsPerToken } = run;
  expect(costs.weights).toEqual(weights);
  expect(weights.total).toBe(run.parameterCount);
  const change = (after: number, earlier: number) => {
    const percent = 100 * (after / earlier - 1);
    return new RegExp(`^[+−]${Math.abs(percent).toFixed(Math.abs(percent) < 9.95 ? 1 : 0)} %$`);
  };
  const [total, totalChange, memory, memoryChange, flops, flopsChange] = await figures();
  expect(total).toBe(formatInteger(run.parameterCount));
  expect(totalChange).toMatch(change(run.parameterCount, before.costs.weights.total));
  expect(memory).toBe(formatBytes(costs.memory.total).replace(/\s/g, ' '));
  expect(memoryChange).toMatch(change(costs.memory.total, before.costs.memory.total));
  expect(flops).toBe(formatCompact(flopsPerToken.training).replace(/\s/g, ' '));
  expect(flopsChange).toMatch(change(flopsPerToken.training, before.costs.flopsPerToken.training));
  const texts = await labels();
  for (const part of ['query', 'key', 'value', 'output', 'gate', 'up', 'down'] as const)
    expect(
      texts.some((text) => text.includes(formatInteger(weights.block[part] ?? 0))),
      part,
    ).toBe(true);

  await press(main, 'Train');
  await until('finished');
  const { step, losses } = await engine();
  expect(step).toBe(10);
  expect(losses).toHaveLength(10);
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(losses[9]).toBeLessThan(losses[0]);

  const link = await page.evaluate(() => location.hash);
  expect(link).toContain('keyValueHeads=2');
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.runs.value.autosave.state === 'saved',
  );
  const trained = await runId();
  await page.evaluate(() => {
    location.hash = 'view=runs';
  });
  await press('lab-app', 'Duplicate');
  await press('lab-app', 'Open');
  await expect.poll(runId).not.toBe(trained);
  await hasModel(LLAMA);
  expect((await engine()).step).toBe(10);
  await page.waitForFunction(() => location.hash.includes('keyValueHeads=2'));
  await page.evaluate(() => {
    location.hash = location.hash.replace('view=runs', 'view=train');
  });
  await page.click(`${form} >>> .card > summary`);
  await page.waitForSelector(`${diagram} >>> svg`);
  expect(await drawingText()).toContain('SwiGLU neurons with a gate');

  await open(link.replace('#view=train&', ''));
  await hasModel(LLAMA);
  await page.waitForSelector(`${diagram} >>> svg`);
  expect(await drawingText()).toContain('SwiGLU neurons with a gate');
});

test('a changed part is marked and moves the drawing; the field with the focus is outlined; all of it by keyboard', async () => {
  await openPage();
  const gpt2 = await find('radio', 'GPT-2');
  await gpt2.focus();
  await page.keyboard.press('ArrowDown');
  await hasModel(LLAMA);
  await page.focus(`${form} >>> .parts > summary`);
  await page.keyboard.press('Enter');
  const biases = await page.waitForSelector(`${form} >>> #biases`, { visible: true });
  await biases?.focus();
  await page.waitForSelector(`${diagram} >>> svg .described`);
  await biases?.select('qkv');
  await hasModel({ biases: 'qkv' });
  await expect.poll(() => textsOf(`${diagram} >>> svg .bias`)).toHaveLength(3);
  expect(await count('changed')).toBeGreaterThan(0);
  expect(await textsOf(`${form} >>> #biases-help`)).toEqual([
    'in these projections alone (Yang et al. 2024).',
  ]);
});

test('a model that was trained before is drawn and counted too, once its settings are opened', async () => {
  await open('preset=league');
  await page.waitForFunction(() => {
    const { run, costs, step } = (document.querySelector('lab-app') as LabApp).lab.value;
    return step > 0 && run && costs?.config.V === run.model.V;
  });
  expect(await page.$(`${diagram} >>> svg`)).toBeNull();
  await page.click(`${form} >>> .card > summary`);
  await page.waitForSelector(`${diagram} >>> svg`);
  const { run } = await engine();
  expect((await figures())[0]).toBe(formatInteger(run?.parameterCount ?? 0));
});

test('an impossible part shows its error at its field, and the drawing stays', async () => {
  await openPage();
  const drawn = await drawingText();
  await setField('keyValueHeads', '3');
  await expect
    .poll(() => textsOf(`${form} >>> .invalid p`))
    .toEqual(['H is 4 and keyValueHeads is 3; the heads must divide evenly among them.']);
  expect(await page.$eval(`${form} >>> .parts`, (parts) => (parts as HTMLDetailsElement).open)).toBe(true);
  await page.waitForSelector(`${diagram} >>> svg.outdated`);
  expect(await drawingText()).toBe(drawn);
  await setField('keyValueHeads', '');
  await expect.poll(() => textsOf(`${form} >>> .invalid p`)).toEqual([]);
  await page.waitForSelector(`${form} >>> #keyValueHeads`, { visible: true });
});

test('all parts open, in both themes and on a phone: nothing for axe to find, and nothing sticks out', async () => {
  await openPage({ isNew: true });
  await click('radio', 'Qwen3');
  await hasModel({ qkNorm: true });
  await page.click(`${form} >>> .parts > summary`);
  await page.click(`${diagram} >>> lab-data-table >>> summary`);
  for (const [theme, width, height] of [
    ['dark', 1440, 900],
    ['light', 390, 844],
    ['dark', 360, 740],
  ] as const) {
    await page.setViewport({ width, height });
    await page.evaluate(
      (theme) => (document.querySelector('lab-app') as LabApp).page.update({ theme }),
      theme,
    );
    await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, {}, theme);
    expect(await axeViolations(page), `${theme}, ${width} pixels`).toEqual([]);
    const overflow = await page.$eval(main, ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(overflow, `${theme}, ${width} pixels`).toBe(0);
  }
});
