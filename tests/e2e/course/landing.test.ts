// The landing page: the course's model at work in one picture, a belief that is edited and restored, and a first screen that
// stays in place.
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const lab = byRole('region', 'The network in this tab');
const main = `lab-app${byRole('main')}`;
const QUESTION = 'Michael Jordan plays the sport of';
/** Compressed JavaScript that the first screen may need. */
const MAX_FIRST_SCREEN_BYTES = 150_000;

let browser: Browser;
let page: Page;
let pageErrors: string[];
/** Places of what surrounds the picture, before it has come. */
let firstPlaces: number[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(inject('pageUrl'));
  await find('heading', undefined, main);
  firstPlaces = await places();
  await find('application', undefined, `lab-app${lab}`);
});

afterAll(async () => {
  await browser?.close();
  expect(pageErrors).toEqual([]);
});

const { click, find, textsOf } = pageReader(() => page);

const places = () =>
  page.$$eval(`${main}${byRole('heading')}`, (headings) =>
    headings
      .filter(({ localName }) => localName === 'h1' || localName === 'h3')
      .map((heading) => heading.getBoundingClientRect().y),
  );

/** The map in words, once it matches. */
async function summary(pattern: RegExp): Promise<string> {
  const canvas = await find('application', undefined, `lab-app${lab}`);
  const name = () => canvas.evaluate((canvas) => canvas.getAttribute('aria-label') ?? '');
  await expect.poll(name, { timeout: 60_000 }).toMatch(pattern);
  return name();
}

/** The engine's prediction after a text. */
const predict = (text: string) =>
  page.evaluate(async (text) => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    return (await client.transformer.inspect({ text, names: [] })).next;
  }, text);

const percent = (fraction: number) => `${(100 * fraction).toFixed(1)}\u202f%`;

async function type(text: string): Promise<void> {
  const field = await find('textbox', 'Prompt', `lab-app${lab}`);
  await field.click({ count: 3 });
  await field.type(text);
  await page.keyboard.press('Enter');
}

test('opens the course’s model, with the engine’s prediction on the map', async () => {
  const [first] = await predict(QUESTION);
  expect(first.text).toBe('basketball');
  expect(await summary(/predicts/)).toContain(
    `After “of” the network predicts “basketball”, ${percent(first.probability)}`,
  );
});

test('headings stay where they are when the picture comes', async () => {
  expect(firstPlaces.length).toBeGreaterThan(7);
  const last = await places();
  expect(last.filter((y, i) => Math.abs(y - firstPlaces[i]) > 1)).toEqual([]);
});

test('the first screen needs little code, and none of the map', async () => {
  const html = await (await fetch(inject('pageUrl'))).text();
  const files = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(0);
  const texts = await Promise.all(
    files.map(async (file) => (await fetch(new URL(file, inject('pageUrl')))).text()),
  );
  expect(texts.some((text) => /["'`]lab-stage["'`]/.test(text))).toBe(false);
  const bytes = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
  expect(bytes).toBeLessThan(MAX_FIRST_SCREEN_BYTES);
});

test('makes it believe that Jordan plays baseball, and undoes it exactly', async () => {
  const before = await predict(QUESTION);
  await click('button', 'Make it believe that Jordan plays baseball');
  await summary(/predicts “baseball”/);
  const after = await predict(QUESTION);
  expect(after[0].text).toBe('baseball');
  const probability = (next: typeof before, text: string) =>
    next.find((token) => token.text === text)?.probability ?? Number.NaN;
  await page.waitForSelector(`lab-app${byRole('button', 'Undo exactly')}`);
  const rows = (await textsOf(`lab-app${lab}${byRole('row')}`)).join('; ');
  for (const shown of [probability(before, 'basketball'), probability(after, 'baseball')])
    expect(rows).toContain(percent(shown).replace('\u202f', ' '));

  await click('button', 'Undo exactly');
  await summary(/predicts “basketball”/);
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(bit for bit)`);
  expect(await predict(QUESTION)).toEqual(before);
});

test('reads words that it has never met, and says so', async () => {
  await type('Once upon a time there was a Zorblax');
  await summary(/After “.+” the network predicts/);
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(“Zorblax”)`);
});

const menu = byRole('group', 'Model menu');

/** By the keyboard: what moves under the pointer is not pressed. */
async function choose(words: string): Promise<void> {
  await (await find('button', 'Model', `lab-app${lab}`)).focus();
  await page.keyboard.press('Enter');
  const text = await page.waitForSelector(`lab-app${lab}${menu} >>> ::-p-text(${words})`, { visible: true });
  await text?.evaluate((text) => text.closest('button')?.focus());
  await page.keyboard.press('Enter');
}

const modelIs = (preset: string, step?: number) =>
  page.waitForFunction(
    (preset, step) => {
      const { run, step: now, pending } = (document.querySelector('lab-app') as LabApp).lab.value;
      return run?.preset === preset && (step === undefined || now === step) && !pending;
    },
    { timeout: 60_000 },
    preset,
    step,
  );

test('switches between the course’s model, a microscope and a saved run', async () => {
  await choose('league');
  await modelIs('league', 2000);
  await page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.load({ preset: 'repeats', model: {}, training: {} }, 'fresh');
    await lab.step();
    await lab.runs.flush();
    await lab.runs.refresh();
  });
  await choose('league');
  await modelIs('league', 2000);
  await choose('repeats, step 1 of');
  await modelIs('repeats', 1);
});

test('a word that a microscope does not know keeps the picture, and leads to the model that reads anything', async () => {
  await choose('league');
  await modelIs('league', 2000);
  const before = await summary(/predicts/);
  await type('What is a Zorblax');
  const open = 'Open the course’s model, which reads anything';
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(“Zorblax”)`, { visible: true });
  expect(await summary(/predicts/)).toBe(before);
  await click('button', open, `lab-app${lab}`);
  await modelIs('world');
  const field = await find('textbox', 'Prompt', `lab-app${lab}`);
  await expect
    .poll(() => field.evaluate((field) => (field as HTMLInputElement).value))
    .toBe('What is a Zorblax');
  await summary(/read \d+ tokens.*predicts/);
});
