// Steering and probes on the network page: a direction of the data set, its strength, texts and other prompts, and the direction of a
// probe; the numbers are the engine's.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { LensResult } from '../../../src/workers/rpc/api/lab-api.ts';
import { lensReader, recordLens, recordLensAlong } from '../../support/browser/engine.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { mapSummary, openNetwork } from '../../support/browser/network-page.ts';
import { byRole, pageReader, parseFirstNumber } from '../../support/browser/page-reader.ts';

const PROMPT = 'The king said that';
const SLOW = { timeout: 60_000 };

let browser: Browser;
let page: Page;
let pageErrors: string[];
/** The place whose probe reads best. */
let probed: LensResult<'probes'>['detail']['place'];

const { click, find, tableOf, textsOf } = pageReader(() => page);

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await openNetwork(page, 'world', PROMPT, SLOW);
}, SLOW.timeout);

afterAll(() => browser?.close());

const summary = mapSummary(() => page, SLOW);
const engine = lensReader(() => page);

const panel = (selector: string) => `lab-app >>> .steering ${selector}`;

async function set(selector: string, value: string, type: 'change' | 'input'): Promise<void> {
  await page.waitForSelector(selector, SLOW);
  await page.$eval(
    selector,
    (element, value, type) => {
      (element as HTMLInputElement).value = value;
      element.dispatchEvent(new Event(type, { bubbles: true }));
    },
    value,
    type,
  );
}

test('the direction of the prompt’s own word is suggested, and its strength is a slider', SLOW, async () => {
  await (await find('combobox', 'Overlay')).select('steering');
  await summary(/gender: male → female, \+0\.\d\d × the stream’s length after block 2/);
  await set('lab-app >>> lab-stage >>> input[aria-valuetext*="mean length"]', '0.6', 'input');
  await summary(/\+0\.60 × the stream’s length/);
  const { kl, random } = await engine('steering', {
    ...{ text: PROMPT, strength: 0.6, samples: 8, measure: false },
    direction: { kind: 'classes', set: 'gender' },
  });
  expect(random.kind).toBe('shuffled');
  expect(kl).toBeGreaterThan(2 * random.kl.high);
  expect(kl).toBeGreaterThan(10 * random.kl.mean);
  await summary(
    new RegExp(`becomes “she” .* moves by ${kl.toFixed(2)} nats \\(KL\\), by ${random.kl.low.toFixed(2)} to`),
  );
});

test('texts are written without it and with it, and other prompts steered', SLOW, async () => {
  const answer = await recordLens(page, 'steering');
  await click('button', 'Write with it, and steer other prompts');
  await page.waitForSelector(panel('dd.with'), SLOW);
  const {
    request,
    result: { written, others = [], sets },
  } = await answer();
  expect(request).toMatchObject({ text: PROMPT, strength: 0.6 });
  expect(await textsOf(panel('dd'))).toEqual(
    [written?.before.greedy, written?.after.greedy, written?.before.sampled, written?.after.sampled].map(
      (text) => text?.replace(/\s+/g, ' ').trim(),
    ),
  );
  expect(written?.after.greedy).toMatch(/^She/);
  const rows = await textsOf(panel('dl ~ table tbody td:nth-child(2)'));
  expect(rows).toEqual(others.map(({ kl }) => kl.toFixed(2)));
  expect(sets.map(({ name }) => name)).toContain('sport');
});

test(
  'two lists of prompts begin with those of the direction; an empty list is refused with a sentence',
  SLOW,
  async () => {
    await set('lab-app >>> lab-stage >>> form select', 'prompts', 'change');
    await summary(/your prompts, /);
    const [away, toward] = ['Away from, a prompt a line', 'Toward, a prompt a line'].map(
      (name) => `lab-app ${byRole('textbox', name)}`,
    );
    await set(toward, '', 'change');
    await summary(/A direction needs prompts on both sides; type at least one in each list\./);
    await set(toward, 'The cats\nThe dogs', 'change');
    await summary(/your prompts, /);
    await set(away, 'The cat\nThe dog', 'change');
    const direction = {
      kind: 'prompts' as const,
      away: ['The cat', 'The dog'],
      toward: ['The cats', 'The dogs'],
    };
    const { kl } = await engine('steering', { text: PROMPT, direction, measure: false });
    await summary(new RegExp(`moves by ${kl.toFixed(2)} nats`));
  },
);

test(
  'two embeddings give a direction; a word that is no token is refused with a sentence',
  SLOW,
  async () => {
    await (await find('combobox', 'Direction')).select('embeddings');
    await summary(/^.*embeddings: \S+ → \S+, \+/);
    const type = async (field: string, text: string) =>
      (await find('textbox', field)).evaluate((input, text) => {
        (input as HTMLInputElement).value = text;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      }, text);
    await type('Embedding of', 'queen');
    await summary(/embeddings: \S+ → queen, \+/);
    await type('less that of', 'king');
    const direction = { kind: 'embeddings' as const, from: 'king', to: 'queen' };
    const { kl } = await engine('steering', { text: PROMPT, direction, measure: false });
    await summary(new RegExp(`embeddings: king → queen, .* moves by ${kl.toFixed(2)} nats`));
    await type('less that of', 'kingqueen');
    await summary(/“kingqueen” is not one token of the model/);
    await type('less that of', 'king');
    await summary(/embeddings: king → queen/);
  },
);

test('probes of the prompt’s own word are fitted by themselves, with their controls', SLOW, async () => {
  const answer = await recordLens(page, 'probes');
  await (await find('combobox', 'Overlay')).select('probes');
  await summary(/gender, best /);
  const { request, result } = await answer();
  expect(request).toEqual({ text: PROMPT });
  const { detail, places, set } = result;
  expect(set).toBe('gender');
  probed = detail.place;
  await summary(/at the word: read with 100\.0/);
  await page.waitForSelector(`lab-app ${byRole('table', 'Score of the probe')}`, SLOW);
  const rows = await textsOf('lab-app >>> lab-probes-panel >>> table.scores td:nth-child(2)');
  expect(rows.map(parseFirstNumber)).toEqual(
    [detail.place.accuracy, detail.place.shuffled, detail.place.lookup, detail.place.majority].map((share) =>
      Number((100 * share).toFixed(1)),
    ),
  );
  // Before the word both classes are the same.
  const before = places.filter(({ offset }) => offset < 0);
  expect(before.map(({ accuracy }) => accuracy)).toEqual(before.map(() => 0.5));
});

test('the probe is fitted anew at every checkpoint: its line is the engine’s', SLOW, async () => {
  const along = 'lab-app >>> lab-along-checkpoints';
  await page.waitForSelector(`${along} >>> button`, SLOW);
  const answer = await recordLensAlong(page, 'probes');
  await page.$eval(`${along} >>> button`, (button) => (button as HTMLElement).click());
  await page.waitForSelector(`${along} >>> lab-line-chart`, SLOW);
  const { request, result: results } = await answer();
  expect(request).toEqual({ set: 'gender', place: { name: probed.name, offset: probed.offset } });
  const expected = results.map(({ step, result }) => [step, result.detail.place.accuracy]);
  expect(expected.length).toBeGreaterThan(3);
  const lines = await page.$eval(`${along} >>> lab-line-chart`, (chart) =>
    (chart as unknown as { lines: { name: string; points: [number, number][] }[] }).lines.map(
      ({ name, points }) => ({ name, points: points.map((point) => [...point]) }),
    ),
  );
  expect(lines.find(({ name }) => name === 'accuracy')?.points).toEqual(expected);
});

test(
  'the direction of a probe steers the prediction; a prompt without a labelled word gets one',
  SLOW,
  async () => {
    const press = (selector: string) =>
      page.$eval(`lab-app >>> lab-probes-panel >>> ${selector}`, (button) => (button as HTMLElement).click());
    await press('.steer button');
    await summary(
      /probe of step 2,000: male → female, \+0\.50 × the stream’s length after the embedding: “he” .* becomes/,
    );
    await (await find('combobox', 'Overlay')).select('probes');
    await set('lab-app >>> lab-stage >>> form select', 'number', 'change');
    await summary(/The prompt has no word with this label; try “/);
    await press('.actions button');
    await summary(
      /number, best .* places with shuffled labels: up to [\d.]+\s%\.(?! The prompt has no word)/,
    );
  },
);

test('the tuned lens is fitted by its switch, and reads the map; without it the logit lens does', {
  timeout: 120_000,
}, async () => {
  // A small network, which is fitted soon.
  await page.evaluate(() => {
    location.hash = 'view=network&preset=stories';
  });
  await page.waitForFunction(() => {
    const { run, pending } = (document.querySelector('lab-app') as LabApp).lab.value;
    return run?.preset === 'stories' && !pending;
  });
  await (await find('combobox', 'Overlay')).select('logit-lens');
  const checkbox = 'lab-app >>> lab-stage >>> form input[type=checkbox]';
  const toggle = () => page.$eval(checkbox, (input) => (input as HTMLElement).click());
  await page.waitForSelector(checkbox, SLOW);
  await toggle();
  await page.waitForSelector('lab-app >>> .tuned-lens >>> summary', { timeout: 110_000 });
  await summary(/Each vector is first translated by the tuned lens of step 1,500\./);
  await page.$eval('lab-app >>> .tuned-lens >>> summary', (element) => (element as HTMLElement).click());
  const name = 'KL divergence from the final prediction, in nats';
  await page.waitForSelector(`lab-app ${byRole('table', name)}`, { visible: true });
  const rows = await tableOf(name);
  for (const row of rows.slice(0, -1))
    expect(Number(row['tuned lens'])).toBeLessThan(Number(row['logit lens']));
  await toggle();
  await expect
    .poll(
      async () => (await find('application')).evaluate((canvas) => canvas.getAttribute('aria-label')),
      SLOW,
    )
    .not.toMatch(/tuned lens/);
  expect(pageErrors).toEqual([]);
});
