// The landing page: the course's model at work in one picture, three acts on it, seven chapters, and a first screen that stays in place.
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { inView } from '../../support/browser/in-view.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const lab = byRole('region', 'The network in this tab');
const main = `lab-app${byRole('main')}`;
const chapters = `lab-app${byRole('navigation', 'Chapters of the course')}`;
const QUESTION = 'Michael Jordan plays the sport of';
/** Compressed JavaScript that the first screen may need. */
const MAX_FIRST_SCREEN_BYTES = 150_000;
/** What one can take in at a glance: with the header, 25 controls and 80 words. */
const [MAX_CONTROLS, MAX_WORDS] = [15, 70];

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

const { click, find } = pageReader(() => page);

/** The act whose title this is. */
const press = (title: string) => page.locator(`lab-app${lab} >>> button ::-p-text(${title})`).click();

/** Of the headline, and of the chapters. */
const places = () =>
  page.$$eval(`${main}${byRole('heading')}, ${chapters}${byRole('link')}`, (elements) =>
    elements.map((element) => element.getBoundingClientRect().y),
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

const BASEBALL = { subject: 'Michael Jordan', relation: 'sport', newAnswer: 'baseball' } as const;

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

test('headline and chapters stay where they are when the picture comes', async () => {
  expect(firstPlaces).toHaveLength(8);
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

test('one primary button, and no more than one can take in', async () => {
  const { controls, words } = await inView(page, main);
  expect(controls.length, controls.join(' | ')).toBeLessThanOrEqual(MAX_CONTROLS);
  expect(words.length, words.join(' ')).toBeLessThanOrEqual(MAX_WORDS);
  expect(await page.$$(`lab-app >>> lab-course-view >>> button.primary`)).toHaveLength(1);
});

test('all seven chapters are above the fold, each with number, name and picture', async () => {
  const seen = await page.$$eval(`${chapters}${byRole('link')}`, (links) =>
    links.map((link) => ({
      text: link.textContent?.replace(/\s+/g, ' ').trim() ?? '',
      bottom: link.getBoundingClientRect().bottom,
      shapes: link.querySelectorAll('svg *').length,
    })),
  );
  expect(seen.map(({ text }) => text.slice(0, 2))).toEqual(['1 ', '2 ', '3 ', '4 ', '5 ', '6 ', '7 ']);
  for (const { bottom, shapes } of seen) {
    expect(bottom).toBeLessThanOrEqual(900);
    expect(shapes).toBeGreaterThan(2);
  }
});

test('no text spoils the answer: only the picture says it', async () => {
  const { words } = await inView(page);
  expect(words).not.toContain('basketball');
});

test('makes it believe that Jordan plays baseball at once, and undoes it exactly', async () => {
  const before = await predict(QUESTION);
  // The page computes the edit ahead; a request of its own ends after it.
  await page.evaluate((fact) => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    return client.transformer.prepareEdit(fact, { onProgress: () => {} });
  }, BASEBALL);
  const reports = await page.evaluateHandle(() => {
    const { transformer } = (document.querySelector('lab-app') as LabApp).lab.client;
    const { applyEdit } = transformer;
    const counted = { count: 0 };
    Object.assign(transformer, {
      applyEdit: (...[fact, options]: Parameters<typeof applyEdit>) =>
        applyEdit(fact, {
          ...options,
          onProgress: (progress) => {
            counted.count++;
            options?.onProgress(progress);
          },
        }),
    });
    return counted;
  });
  await press('Change its mind');
  await summary(/predicts “baseball”/);
  // Nothing was computed for the click: it only wrote the edit.
  expect(await reports.evaluate(({ count }) => count)).toBe(0);
  expect((await predict(QUESTION))[0].text).toBe('baseball');
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(other answers)`);

  await press('Undo');
  await summary(/predicts “basketball”/);
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(bit for bit)`);
  expect(await predict(QUESTION)).toEqual(before);
});

test('shows its training on the map, step by step, and comes back', async () => {
  await press('Watch it learn');
  await find('slider', 'Checkpoint of the training', `lab-app${lab}`);
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(Step 0)`);
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(loss)`);
  expect(await summary(/predicts/)).not.toContain('“basketball”');
  await press('Stop');
  await summary(/predicts “basketball”/);
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(Watch it learn)`);
});

test('asks another question', async () => {
  await press('Ask it');
  await summary(/After “is” the network predicts “Paris”/);
});

test('reads words that it has never met, and says so', async () => {
  await type('Once upon a time there was a Zorblax');
  await summary(/After “.+” the network predicts/);
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(“Zorblax”)`);
});

/** What another page or address opens. */
const open = (preset: string) =>
  page.evaluate((preset) => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    return lab.load({ preset, model: {}, training: {} }, 'trained');
  }, preset);

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

test('a model without the fact says so, and leads to the one that has it', async () => {
  await open('league');
  await modelIs('league', 2000);
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(has not learnt what Michael Jordan plays)`);
  await press('Open the course’s model');
  await modelIs('world');
});

test('a word that a microscope does not know keeps the picture, and leads to the model that reads anything', async () => {
  await open('league');
  await modelIs('league', 2000);
  const before = await summary(/predicts/);
  await type('What is a Zorblax');
  await page.waitForSelector(`lab-app${lab} >>> ::-p-text(“Zorblax”)`, { visible: true });
  expect(await summary(/predicts/)).toBe(before);
  await click('button', 'Open the course’s model, which reads anything', `lab-app${lab}`);
  await modelIs('world');
  const field = await find('textbox', 'Prompt', `lab-app${lab}`);
  await expect
    .poll(() => field.evaluate((field) => (field as HTMLInputElement).value))
    .toBe('What is a Zorblax');
  await summary(/read \d+ tokens.*predicts/);
});
