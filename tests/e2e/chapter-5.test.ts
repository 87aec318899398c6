// Chapter 5's stage on a real model: every moment has its view, and what stands there is what the lab computes.
import { AxePuppeteer } from '@axe-core/puppeteer';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../src/ui/app/app.ts';
import { chapter } from '../../src/ui/chapters/05-transformers/chapter.ts';
import type { Lenses, LensName } from '../../src/workers/lab-api.ts';
import { complaintsOf, launchBrowser } from '../support/browser.ts';

const stage = 'lab-app >>> lab-chapter-5-stage';

let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  page = await browser.newPage();
  complaints = complaintsOf(page);
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=5&at=898.3&preset=stories&L=1&steps=30`);
  await seen(`${stage} >>> lab-analogies >>> .answers td`);
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.train());
});

afterAll(() => browser?.close());

const seen = (selector: string) => page.waitForSelector(selector, { visible: true });

/** Moves the stage, as the cue list does. */
async function goTo(at: number, selector: string): Promise<void> {
  await page.evaluate((at) => (document.querySelector('lab-app') as LabApp).page.update({ at }), at);
  await seen(`${stage} >>> ${selector}`);
}

/** The texts of every cell of a table's rows. */
async function rowsOf(selector: string): Promise<string[][]> {
  await seen(`${stage} >>> ${selector} tr`);
  return page.$$eval(`${stage} >>> ${selector} tr`, (rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')),
  );
}

const run = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.run);

async function idOf(word: string): Promise<number> {
  return (await run())?.vocabulary.indexOf(word) ?? -1;
}

function lens<Name extends LensName>(
  name: Name,
  asks: Lenses[Name]['asks'],
): Promise<Lenses[Name]['answers']> {
  const answer = page.evaluate(
    (name, asks) =>
      (document.querySelector('lab-app') as LabApp).lab.lab.lens(name as LensName, asks as never),
    name as string,
    asks as object,
  );
  return answer as Promise<Lenses[Name]['answers']>;
}

/** The number in a text such as `43.1 %`, `−0.40` or `1,480`. */
const numberIn = (text: string) => Number.parseFloat(text.replace('−', '-').replace(/[<>,]/g, ''));

/** The last token's logits for the first prompt, from the engine. */
const engineLogits = () =>
  page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const { prompts = [], model } = lab.value.run ?? {};
    const { activations } = await lab.lab.inspect({ text: prompts[0], names: ['logits'] });
    return Array.from(activations.logits?.data.subarray(-(model?.V ?? 0)) ?? []);
  });

const ELEMENTS: Record<string, string> = {
  'generation-loop': 'lab-generation-loop',
  'transformer-pipeline': 'lab-pipeline',
  'matrix-notation': 'lab-pipeline',
  'token-splitter': 'lab-token-cuts',
  'context-window': 'lab-token-cuts',
  'linear-regression': 'lab-line-fit',
  'param-ledger': 'lab-parameter-ledger',
  'embedding-lookup': 'lab-embedding-matrix',
  'embedding-space-3d': 'lab-embedding-space',
  analogy: 'lab-analogies',
  'dot-product': 'lab-directions',
  'residual-stack': 'lab-residual-stream',
  unembedding: 'lab-logits-table',
  softmax: 'lab-logits-table',
  temperature: 'lab-logits-table',
};

test('every moment shows its view, with numbers', async () => {
  for (const { at, view } of chapter.moments) {
    await goTo(at, `${ELEMENTS[view]} >>> .explained`);
    const text = await page.$eval(
      `${stage} >>> ${ELEMENTS[view]}`,
      (element) => element.shadowRoot?.textContent ?? '',
    );
    expect(text, view).toMatch(/\d/);
    expect(text, view).not.toMatch(/NaN|undefined|not a number/);
  }
});

test('the ledger of the model adds up to all its weights, and GPT-3’s to the figure of the video', async () => {
  await goTo(666.3, 'lab-parameter-ledger >>> .own');
  const own = await rowsOf('lab-parameter-ledger >>> .own tbody');
  const sum = own.reduce((total, [, , count]) => total + numberIn(count), 0);
  expect(sum).toBe((await run())?.parameterCount);
  const [[, , total]] = await rowsOf('lab-parameter-ledger >>> .gpt3 tfoot');
  expect(total).toBe('175,181,291,520');
});

test('neighbours are the lab’s', async () => {
  await goTo(861.3, 'lab-embedding-space >>> .neighbours td');
  const { nearest } = await lens('neighbours', { id: await idOf('king'), by: 'cosine', count: 8 });
  const rows = await rowsOf('lab-embedding-space >>> .neighbours tbody');
  expect(rows.map(([word]) => word)).toEqual(nearest.map(({ text }) => text));
  expect(numberIn(rows[0][2])).toBeCloseTo(nearest[0].score, 2);
});

test('an analogy’s rank is the lab’s, and an unknown word is refused with a sentence', async () => {
  await goTo(898.3, 'lab-analogies >>> .rank b');
  const [a, b, c, expected] = await Promise.all(['king', 'man', 'woman', 'queen'].map(idOf));
  const { expectedRank } = await lens('analogy', { a, b, c, expected, count: 8 });
  const shown = await page.$eval(`${stage} >>> .rank b`, (element) => element.textContent ?? '');
  expect(numberIn(shown.replace('number', ''))).toBe(expectedRank);

  const message = await page.$eval(`${stage} >>> input[name="a"]`, (element) => {
    const field = element as HTMLInputElement;
    field.value = 'Hogwarts';
    field.dispatchEvent(new Event('change'));
    const said = field.validationMessage;
    field.value = 'king';
    field.dispatchEvent(new Event('change'));
    return said;
  });
  expect(message).toContain('never seen “Hogwarts”');
});

test('turning the temperature makes other probabilities of the same logits, without asking the model', async () => {
  await goTo(1435.1, 'lab-logits-table >>> .probabilities td');
  const logits = await engineLogits();
  await page.evaluate(() => {
    const { lab } = (document.querySelector('lab-app') as LabApp).lab;
    lab.inspect = () => Promise.reject(new Error('the model was asked'));
  });
  await setTemperature(0.5);
  const rows = await rowsOf('lab-logits-table >>> .probabilities tbody');
  const powers = logits.map((logit) => Math.exp((logit - Math.max(...logits)) / 0.5));
  const p = Math.max(...powers) / powers.reduce((a, b) => a + b);
  expect(numberIn(rows[0][1])).toBeCloseTo(Math.max(...logits), 2);
  expect(numberIn(rows[0][4])).toBeCloseTo(100 * p, 0);
  await setTemperature(0);
  expect((await rowsOf('lab-logits-table >>> .probabilities tbody'))[0][4]).toContain('100.0');
  await page.evaluate(() => {
    const { lab } = (document.querySelector('lab-app') as LabApp).lab;
    delete (lab as Partial<typeof lab>).inspect; // the method of the class is there again
  });
  expect(await page.$(`${stage} >>> [role="alert"]`)).toBeNull();
});

async function setTemperature(T: number): Promise<void> {
  await page.$eval(
    `${stage} >>> input[name="temperature"]`,
    (element, T) => {
      (element as HTMLInputElement).value = String(T);
      element.dispatchEvent(new Event('input'));
    },
    T,
  );
  await seen(`${stage} >>> lab-logits-table`);
}

test('at temperature 0 the loop appends what the engine finds most probable, and the video no longer moves the stage', async () => {
  await goTo(105, 'lab-generation-loop >>> .tokens li');
  const logits = await engineLogits();
  await page.click(`${stage} >>> lab-generation-loop >>> ::-p-text(Back to the prompt)`);
  await expect.poll(() => page.$(`${stage} >>> li.new`)).toBeNull();
  const best = (await run())?.vocabulary[logits.indexOf(Math.max(...logits))];
  await page.click(`${stage} >>> lab-generation-loop >>> button.primary`);
  await seen(`${stage} >>> lab-generation-loop >>> li.new`);
  expect(await page.$eval(`${stage} >>> li.new`, (element) => element.textContent)).toBe(best);
  await seen('lab-app >>> lab-chapter-view >>> ::-p-text(You have the stage)');
});

test('light and 360 wide: nothing for axe to find in any view, and nothing sticks out', async () => {
  await page.setViewport({ width: 360, height: 740 });
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.update({ theme: 'light' }));
  const firsts = new Map([...chapter.moments].reverse().map(({ view, at }) => [ELEMENTS[view], at]));
  for (const [element, at] of firsts) {
    await goTo(at, `${element} >>> .explained`);
    const { violations } = await new AxePuppeteer(page).analyze();
    expect(violations.map(({ id, nodes }) => `${element} ${id}: ${nodes[0].target}`)).toEqual([]);
    const overflow = await page.$eval('lab-app >>> main', (main) => main.scrollWidth - main.clientWidth);
    expect(overflow, element).toBe(0);
  }
});

test('nothing went wrong on the way', () => {
  expect(complaints).toEqual([]);
});
