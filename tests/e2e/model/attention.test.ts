// The attention view on a trained model: displayed values equal the engine's, and every control can be reached.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { parseFirstNumber } from '../../support/browser/page-reader.ts';

const grid = 'lab-app >>> lab-attention-grid';
const gallery = 'lab-app >>> lab-head-gallery';
const prompt = 'lab-app >>> lab-prompt-input';
const nextToken = 'lab-app >>> lab-next-token';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }));
  await page.goto(`${inject('pageUrl')}#view=attention&layer=2&head=3&token=4`);
  await seen(`${grid} >>> canvas`);
});

afterAll(() => browser?.close());

/** Waits for a visible element; with `visible`, Puppeteer searches shadow roots again. */
const seen = (selector: string) => page.waitForSelector(selector, { visible: true });

/** Texts of all matching elements, once there is one. */
async function textsOf(selector: string): Promise<string[]> {
  await seen(selector);
  return page.$$eval(selector, (elements) => elements.map((element) => element.textContent?.trim() ?? ''));
}

/** The engine's values for the displayed prompt: score and weight of one cell of a head, next-token probabilities. */
function queryEngine(layer: number, head: number, query: number, key: number) {
  return page.evaluate(
    async (layer, head, query, key) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      const names = [`blocks.${layer}.attn.hook_attn_scores`, `blocks.${layer}.attn.hook_pattern`] as const;
      const text = lab.value.run?.prompts[0] ?? '';
      const { activations, next, tokens } = await lab.client.transformer.inspect({ text, names: [...names] });
      const [score, weight] = names.map(
        (name) => activations[name]?.data[(head * tokens.length + query) * tokens.length + key] ?? Number.NaN,
      );
      return { score, weight, next, tokens: tokens.map((token) => token.text) };
    },
    layer,
    head,
    query,
    key,
  );
}

test('the readout of a cell shows the engine’s score and weight', async () => {
  // The URL selects query 3 (the fourth token): up to the first key, then right to query 4.
  await page.focus(`${grid} >>> .picture`);
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  const engine = await queryEngine(1, 2, 4, 0);
  const [query, key, score, weight] = await textsOf(`${grid} >>> dd`);
  expect(query).toContain(engine.tokens[4]);
  expect(key).toContain(engine.tokens[0]);
  expect(parseFirstNumber(score)).toBeCloseTo(engine.score, 1);
  expect(parseFirstNumber(weight)).toBeCloseTo(100 * engine.weight, 0);
});

test('a later key is labelled as masked', async () => {
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
  expect((await textsOf(`${grid} >>> dd`)).slice(2)).toEqual(['−∞', 'masked']);
});

test('in the transposed grid, arrow keys move along the other axis', async () => {
  await page.click('lab-app >>> lab-attention-view >>> input[name="Orientation"]:not(:checked)');
  await page.waitForFunction(() => location.hash.includes('orientation=queries-left'));
  await page.focus(`${grid} >>> .picture`);
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowDown');
  const engine = await queryEngine(1, 2, 4, 0);
  const [, , score] = await textsOf(`${grid} >>> dd`);
  expect(parseFirstNumber(score)).toBeCloseTo(engine.score, 1);
});

test('every head has a labelled canvas, and a click selects it', async () => {
  const labels = await textsOf(`${gallery} >>> button span`);
  expect(labels.map((label) => label.slice(0, 3))).toEqual([
    '1.1',
    '1.2',
    '1.3',
    '1.4',
    '2.1',
    '2.2',
    '2.3',
    '2.4',
  ]);
  await (await page.$$(`${gallery} >>> button`))[1].click();
  await page.waitForFunction(() => location.hash.includes('head=2') && !location.hash.includes('layer='));
  await seen('lab-app >>> lab-attention-view >>> ::-p-text(layer 1, head 2)');
  const engine = await queryEngine(0, 1, 3, 0);
  await page.focus(`${grid} >>> .picture`);
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowLeft');
  const [, , score] = await textsOf(`${grid} >>> dd`);
  expect(parseFirstNumber(score)).toBeCloseTo(engine.score, 1);
});

test('next-token probabilities equal the engine’s, and stay equal after a head is ablated', async () => {
  const engine = await queryEngine(0, 1, 0, 0);
  const rows = await textsOf(`${nextToken} >>> tbody tr`);
  expect(rows).toHaveLength(9);
  const shown = await page.$$eval(`${nextToken} >>> tbody tr`, (elements) =>
    elements.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')),
  );
  const [token, , probability] = shown[0];
  expect(token).toBe(engine.next[0].text);
  expect(parseFirstNumber(probability)).toBeCloseTo(100 * engine.next[0].probability, 0);
  const total = shown.reduce((sum, [, , cell]) => sum + parseFirstNumber(cell), 0);
  expect(Math.abs(total - 100)).toBeLessThan(1);
});

test('lists unknown words, and applies a suggestion', async () => {
  await page.click(`${prompt} >>> input`, { count: 3 });
  await page.keyboard.type('Michael Jordn plays');
  await page.keyboard.press('Enter');
  const [warning] = await textsOf(`${prompt} >>> .warning`);
  expect(warning).toContain('“Jordn”');
  const suggestions = await page.$$(`${prompt} >>> .warning button`);
  await suggestions[0].click();
  await page.waitForFunction(() =>
    decodeURIComponent(location.hash).replaceAll('+', ' ').includes('Michael Jordan'),
  );
  await seen(`${prompt} >>> .token`);
  expect(await textsOf(`${prompt} >>> .token`)).toEqual(['Michael', 'Jordan', 'plays']);
});

test('shows the kernel of the grid and its backend', async () => {
  await page.click('lab-app >>> lab-attention-view >>> .head .bar button');
  const [source] = await textsOf('lab-app >>> lab-kernel-dialog >>> pre');
  expect(source).toContain('@compute');
  const [who] = await textsOf('lab-app >>> lab-kernel-dialog >>> .body p');
  expect(who).toContain('The CPU computed these values');
  await page.keyboard.press('Escape');
});

test('the pattern follows training up to the last step', async () => {
  const title = 'lab-app >>> lab-attention-view >>> .title p';
  const stepShown = async () =>
    Number((await textsOf(title))[0].match(/step ([\d,]+)/)?.[1].replace(',', ''));
  const pictures = (view: string) =>
    page.$$eval(`${view} >>> canvas`, (canvases) =>
      canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
    );
  const drawn = async () => ({ grid: await pictures(grid), gallery: await pictures(gallery) });
  const before = await drawn();
  const trained = await stepShown();
  await page.click('lab-app >>> lab-dock >>> button.main');
  await seen(`${title}::-p-text(live)`);
  await expect.poll(stepShown).toBeLessThan(trained);
  const first = await stepShown();
  await expect.poll(stepShown).toBeGreaterThan(first);
  await page.click('lab-app >>> lab-dock >>> button.main');
  const state = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value);
  await expect.poll(async () => (await state()).runState).toBe('paused');
  await expect.poll(stepShown).toBe((await state()).step);
  // The label names the step, and the canvases no longer show an earlier one.
  const after = await drawn();
  expect(after.grid).not.toEqual(before.grid);
  expect(after.gallery).not.toEqual(before.gallery);
});

test('no errors on the page', () => {
  expect(pageErrors).toEqual([]);
});
