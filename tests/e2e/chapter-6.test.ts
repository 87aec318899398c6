// Chapter 6's stage on a real model: the numbers of the chosen pair, what the head writes, and a head switched off.
import { AxePuppeteer } from '@axe-core/puppeteer';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../src/ui/app/app.ts';
import { complaintsOf, launchBrowser } from '../support/browser.ts';

const stage = 'lab-app >>> lab-chapter-view >>> lab-chapter-6-stage';
const steps = `${stage} >>> lab-head-steps`;
const table = `${stage} >>> lab-head-table`;

/** Layer 2, head 3; the query is the fourth token, the key the second. */
const [LAYER, HEAD, QUERY, KEY] = [1, 2, 3, 1];

let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  page = await browser.newPage();
  complaints = complaintsOf(page);
  await page.setViewport({ width: 1440, height: 1400 });
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=6&at=510&layer=2&head=3&token=4`);
  await seen(`${steps} >>> .sum`);
});

afterAll(() => browser?.close());

const seen = (selector: string) => page.waitForSelector(selector, { visible: true });
const textOf = (selector: string) => page.$eval(selector, (element) => element.textContent?.trim() ?? '');
const numberIn = (text: string) => Number.parseFloat(text.replace('−', '-').replace(/[<>]\s*/, ''));

/** Presses the button with these words. */
async function press(within: string, words: string): Promise<void> {
  for (const button of await page.$$(`${within} >>> button`)) {
    if ((await button.evaluate((element) => element.textContent?.trim())) === words) return button.click();
  }
  throw new Error(`There is no button “${words}” in ${within}.`);
}

function askEngine() {
  return page.evaluate(
    async (layer, head, query) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      const text = lab.value.run?.prompts[0] ?? '';
      const chain = await lab.lab.lens('head', { text, layer, head, query });
      const { q, k, scores, pattern, leaking, tokens, speaksFor } = chain;
      const { activations } = await lab.lab.inspect({ text, names: [`blocks.${layer}.attn.hook_pattern`] });
      const engine = activations[`blocks.${layer}.attn.hook_pattern`]?.data ?? new Float32Array();
      const T = tokens.length;
      const square = engine.slice(head * T * T, (head + 1) * T * T);
      const plain = (values: Float32Array) => Array.from(values);
      return {
        T,
        text,
        words: tokens.map((token) => token.text),
        q: plain(q),
        k: plain(k),
        scores: plain(scores),
        pattern: plain(pattern),
        leaking: plain(leaking),
        engine: plain(square),
        promoted: speaksFor[head],
      };
    },
    LAYER,
    HEAD,
    QUERY,
  );
}

test('sum, score and weight of the chosen pair are the engine’s', async () => {
  const { T, words, q, k, scores, pattern, engine } = await askEngine();
  await press(steps, `${KEY + 1} ${words[KEY]}`);
  const D = q.length / T;
  let sum = 0;
  for (let d = 0; d < D; d++) sum += q[QUERY * D + d] * k[KEY * D + d];
  await expect.poll(async () => numberIn(await textOf(`${steps} >>> .sum`))).toBeCloseTo(sum, 1);
  expect(numberIn(await textOf(`${steps} >>> .products tfoot td:nth-of-type(3)`))).toBeCloseTo(sum, 1);
  expect(await page.$$eval(`${steps} >>> .products tbody tr`, (rows) => rows.length)).toBe(D);
  expect(numberIn(await textOf(`${steps} >>> .scaled`))).toBeCloseTo(scores[QUERY * T + KEY], 1);
  expect(numberIn(await textOf(`${steps} >>> .weight`))).toBeCloseTo(100 * engine[QUERY * T + KEY], 0);
  expect(pattern).toEqual(engine);
});

test('without the mask, what leaks is shown and called hypothetical', async () => {
  const { T, words, leaking } = await askEngine();
  await press(steps, 'mask');
  await press(steps, `${QUERY + 2} ${words[QUERY + 1]}`);
  await expect.poll(() => textOf(`${steps} >>> .weight`)).toBe('masked');
  await page.click(`${steps} >>> input[name="mask"]`);
  await seen(`${steps} >>> .hypothetical`);
  expect(numberIn(await textOf(`${steps} >>> .weight`))).toBeCloseTo(100 * leaking[QUERY * T + QUERY + 1], 0);
  await page.click(`${steps} >>> input[name="mask"]`);
});

test('what ΔE speaks for is what the lens reads', async () => {
  const { promoted } = await askEngine();
  await press(steps, 'E + ΔE');
  await seen(`${steps} >>> .promoted`);
  const shown = await page.$$eval(`${steps} >>> .promoted tbody tr`, (rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')),
  );
  expect(shown.map(([word]) => word)).toEqual(promoted.map(({ text }) => text));
  shown.forEach(([, score], i) => {
    expect(numberIn(score)).toBeCloseTo(promoted[i].score, 1);
  });
});

test('every head is scored beside chance, and one is switched off and on', async () => {
  await press(stage, 'All heads');
  await seen(`${table} >>> .scores`);
  expect(await page.$$eval(`${table} >>> .scores tbody tr`, (rows) => rows.length)).toBe(8);
  const chance = await page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    return (await lab.lab.lens('headScores', {})).habits[0].chance;
  });
  expect(numberIn(await textOf(`${table} >>> .scores tfoot td`))).toBeCloseTo(100 * chance, 0);
  await press(table, 'off: zero');
  await seen(`${table} >>> .loss`);
  const losses = (await textOf(`${table} >>> .loss`)).match(/\d+\.\d{3}/g)?.map(Number) ?? [];
  const expected = await page.evaluate(
    async (layer, head) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      const text = lab.value.run?.prompts[0] ?? '';
      const { whole, ablated } = await lab.lab.lens('ablation', { text, layer, head, kind: 'zero', seed: 1 });
      return [whole.loss, ablated.loss];
    },
    LAYER,
    HEAD,
  );
  expect(losses[0]).toBeCloseTo(expected[0], 3);
  expect(losses[1]).toBeCloseTo(expected[1], 3);
  await press(table, 'on');
  await expect.poll(() => page.$(`${table} >>> .loss`)).toBeNull();
});

test('on a phone no panel sticks out, and axe finds nothing in any', async () => {
  await page.setViewport({ width: 360, height: 740 });
  for (const [words, element] of [
    ['All heads', 'lab-head-table'],
    ['Lines over the text', 'lab-attention-lines'],
    ['Counting', 'lab-attention-counts'],
    ['Cross-attention', 'lab-cross-grid'],
    ['One head', 'lab-head-steps'],
  ]) {
    await press(stage, words);
    await seen(`${stage} >>> ${element}`);
    const { violations } = await new AxePuppeteer(page).analyze();
    expect(violations.map(({ id, nodes }) => `${words}: ${id}: ${nodes[0].target}`)).toEqual([]);
    const cards = await page.$$eval(`${stage} >>> .card`, (found) =>
      found.filter((card) => card.scrollWidth > card.clientWidth).map((card) => card.ariaLabel),
    );
    expect(cards, words).toEqual([]);
  }
});

test('nothing went wrong on the way', () => {
  expect(complaints).toEqual([]);
});
