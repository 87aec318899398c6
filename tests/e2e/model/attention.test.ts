// The attention view on a trained model: displayed values equal the engine's, and every control can be reached.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { recordLens, recordLensAlong } from '../../support/browser/engine.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader, parseFirstNumber } from '../../support/browser/page-reader.ts';

const main = byRole('main');
const dock = byRole('region', 'Model');
const pattern = byRole('region', 'Attention pattern');
const grid = `${pattern}${byRole('application')}`;
const readout = `${pattern}${byRole('definition')}`;
const gallery = byRole('radiogroup', 'Attention heads');
const nextToken = `${byRole('region', 'Next token')}${byRole('table')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }));
  await page.goto(`${inject('pageUrl')}#view=attention&preset=facts&layer=2&head=3&token=4`);
  await seen(grid);
});

afterAll(() => browser?.close());

const { click, press, textsOf: readTexts } = pageReader(() => page);

/** Waits for a visible element; with `visible`, Puppeteer searches shadow roots again. */
const seen = (selector: string) => page.waitForSelector(selector, { visible: true });

/** Texts of all matching elements, once there is one. */
async function textsOf(selector: string): Promise<string[]> {
  await seen(selector);
  return readTexts(selector);
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

test('what the selected head reads and copies over the vocabulary is the engine’s, beside random heads', async () => {
  const circuits = byRole('region', 'What head 2.3 reads and copies');
  await press(circuits, 'Compare all tokens');
  const table = `${circuits}${byRole('table', 'OV: what reading a token raises')}`;
  const [first] = await textsOf(`${table}${byRole('rowheader')}`);
  const { ov, tokens } = await page.evaluate(() => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    return lab.client.transformer.lens('head-circuits', { layer: 1, head: 2 });
  });
  expect(first).toBe(ov.pairs[0].from.text);
  const [, value] = await textsOf(`${table}${byRole('cell')}`);
  expect(parseFirstNumber(value)).toBeCloseTo(ov.pairs[0].value, 1);
  const [, text] = await textsOf('lab-app >>> .circuits p');
  expect(text).toContain(
    `Score of its eigenvalues ${ov.score.toFixed(2).replace('-', '−')}; 20 random heads`,
  );
  expect(text).toContain(`of ${tokens} tokens`);
});

test('the readout of a cell shows the engine’s score and weight', async () => {
  // The URL selects query 3 (the fourth token): up to the first key, then right to query 4.
  await page.focus(grid);
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  const engine = await queryEngine(1, 2, 4, 0);
  const [query, key, score, weight] = await textsOf(readout);
  expect(query).toContain(engine.tokens[4]);
  expect(key).toContain(engine.tokens[0]);
  expect(parseFirstNumber(score)).toBeCloseTo(engine.score, 1);
  expect(parseFirstNumber(weight)).toBeCloseTo(100 * engine.weight, 0);
});

test('a later key is labelled as masked', async () => {
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
  expect((await textsOf(readout)).slice(2)).toEqual(['−∞', 'masked']);
});

test('in the transposed grid, arrow keys move along the other axis', async () => {
  await click('radio', 'left', byRole('group', 'Orientation'));
  await page.waitForFunction(() => location.hash.includes('orientation=queries-left'));
  await page.focus(grid);
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowDown');
  const engine = await queryEngine(1, 2, 4, 0);
  const [, , score] = await textsOf(readout);
  expect(parseFirstNumber(score)).toBeCloseTo(engine.score, 1);
});

test('every head has a labelled canvas, and a click selects it', async () => {
  const labels = await textsOf(`${gallery}${byRole('radio')}`);
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
  await (await page.$$(`${gallery}${byRole('radio')}`))[1].click();
  await page.waitForFunction(() => location.hash.includes('layer=1&head=2'));
  await seen(`${main}::-p-text(layer 1, head 2)`);
  const engine = await queryEngine(0, 1, 3, 0);
  await page.focus(grid);
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowLeft');
  const [, , score] = await textsOf(readout);
  expect(parseFirstNumber(score)).toBeCloseTo(engine.score, 1);
});

test('next-token probabilities equal the engine’s, and stay equal after a head is ablated', async () => {
  const engine = await queryEngine(0, 1, 0, 0);
  await seen(nextToken);
  const [, ...shown] = await page.$eval(nextToken, (table) =>
    [...(table as HTMLTableElement).rows].map((row) =>
      [...row.cells].map((cell) => cell.textContent?.trim() ?? ''),
    ),
  );
  expect(shown).toHaveLength(9);
  const [token, , probability] = shown[0];
  expect(token).toBe(engine.next[0].text);
  expect(parseFirstNumber(probability)).toBeCloseTo(100 * engine.next[0].probability, 0);
  const total = shown.reduce((sum, [, , cell]) => sum + parseFirstNumber(cell), 0);
  expect(Math.abs(total - 100)).toBeLessThan(1);
});

test('lists unknown words, and applies a suggestion', async () => {
  await page.click(byRole('textbox', 'Prompt'), { count: 3 });
  await page.keyboard.type('Michael Jordn plays');
  await page.keyboard.press('Enter');
  const unknown = `${main}${byRole('status')}::-p-text(“Jordn”)`;
  await seen(unknown);
  // An empty field has no unknown words; what is shown is of the prompt before.
  await page.click(byRole('textbox', 'Prompt'), { count: 3 });
  await page.keyboard.press('Backspace');
  await seen(`${main}${byRole('status')}::-p-text(The prompt is empty)`);
  expect(await page.$(unknown)).toBeNull();
  await page.keyboard.type('Michael Jordn plays');
  await seen(unknown);
  await page.click(`${unknown}${byRole('button')}`);
  await page.waitForFunction(() =>
    decodeURIComponent(location.hash).replaceAll('+', ' ').includes('Michael Jordan'),
  );
  const tokens = `${byRole('list', 'Prompt tokens: select a query')}${byRole('listitem')}`;
  expect(await textsOf(tokens)).toEqual(['Michael', 'Jordan', 'plays']);
});

test('shows the kernel of the grid and its backend', async () => {
  await press(pattern, 'Show kernel');
  const dialog = byRole('dialog');
  const [source] = await textsOf(`${dialog}::-p-aria(WGSL source)`);
  expect(source).toContain('@compute');
  await seen(`${dialog}::-p-text(The CPU computed these values)`);
  await page.keyboard.press('Escape');
});

test('all heads are scored over the data, sorted by any score, and a click opens the page of a head', async () => {
  const scores = byRole('region', 'All heads over the data');
  const answer = await recordLens(page, 'head-table');
  await press(scores, 'Score all heads');
  const table = `${scores}${byRole('table')}`;
  const names = await textsOf(`${table}${byRole('rowheader')}`);
  const { request, result: engine } = await answer();
  expect(request).toEqual({ rows: 64, ablation: 'resample' });
  const label = ({ layer, head }: { layer: number; head: number }) => `${layer + 1}.${head + 1}`;
  expect(names.slice(0, engine.heads.length)).toEqual(engine.heads.map(label));
  const induction = engine.patterns.findIndex(({ name }) => name === 'induction');
  const shown = await textsOf(`lab-app >>> lab-head-table >>> td.pattern-${induction}`);
  expect(shown.map(parseFirstNumber)).toEqual(
    engine.heads.map(({ patterns }) => Number(patterns[induction].score.toFixed(2))),
  );
  const losses = await textsOf('lab-app >>> lab-head-table >>> td.ablation');
  losses.forEach((text, h) => {
    expect(parseFirstNumber(text)).toBeCloseTo(engine.heads[h].ablation?.change ?? Number.NaN, 3);
  });

  await press(table, 'induction');
  const sorted = engine.heads.toSorted(
    (a, b) => b.patterns[induction].score - a.patterns[induction].score || 0,
  );
  await expect
    .poll(async () => (await textsOf(`${table}${byRole('rowheader')}`)).slice(0, engine.heads.length))
    .toEqual(sorted.map(label));

  const first = label(sorted[0]);
  const profileAnswer = await recordLens(page, 'head-profile');
  await press(table, `Open head ${first}`);
  const opened = byRole('region', `Head ${first}`);
  await seen(opened);
  const { layer, head } = sorted[0];
  const strengths = await textsOf('lab-app >>> .profile .strength');
  const { request: asked, result: profile } = await profileAnswer();
  expect(asked).toEqual({ layer, head, rows: 64 });
  expect(strengths).toEqual(profile.sequences.map(({ strength }) => `${strength.toFixed(1)} ×`));
  const changes = await textsOf('lab-app >>> .profile section:nth-of-type(2) tbody td:nth-of-type(1)');
  expect(changes.map(parseFirstNumber)).toEqual(
    profile.ablations.map(({ change }) => Number(change.toFixed(4))),
  );
});

test('the scores of the selected head at every checkpoint are those of the lens there', async () => {
  const { layer, head } = await page.evaluate(() => {
    const { page } = document.querySelector('lab-app') as LabApp;
    const { layer = 0, head = 0 } = page.value.focus;
    return { layer, head };
  });
  const history = byRole('region', `When does head ${layer + 1}.${head + 1} appear?`);
  const steps = await page.evaluate(
    () => (document.querySelector('lab-app') as LabApp).lab.runs.value.current.model.checkpoints,
  );
  expect(steps.length).toBeGreaterThan(2);
  const answer = await recordLensAlong(page, 'head-table');
  await press(history, `Score ${steps.length + 1} steps`);
  await seen(`${history} lab-line-chart`);
  const { request, result: results } = await answer();
  expect(request).toEqual({ rows: 64 });
  const along = results.map(({ step, result }) => ({
    step,
    copying: result.heads.find((each) => each.layer === layer && each.head === head)?.copying ?? 0,
  }));
  expect(along.slice(0, -1).map(({ step }) => step)).toEqual(steps);
  const lines = await page.$eval(`${history} lab-line-chart`, (chart) =>
    (chart as unknown as { lines: { name: string; style: string; points: [number, number][] }[] }).lines.map(
      ({ name, style, points }) => ({ name, style, points: points.map((point) => [...point]) }),
    ),
  );
  const copying = lines.find(({ name, style }) => name === 'copying (OV)' && style === 'dotted');
  expect(copying?.points).toEqual(along.map(({ step, copying }) => [step, copying]));
  // The mark stands at the step that is shown.
  const mark = lines.find(({ name, style }) => name === 'copying (OV)' && style === 'mark');
  expect(mark?.points).toEqual([copying?.points.at(-1)]);
});

test('the page of a head names its step, and is offered anew where another step is shown', async () => {
  const view = (step?: number) =>
    page.evaluate(
      (step) => (document.querySelector('lab-app') as LabApp).lab.runs.viewCheckpoint(step),
      step,
    );
  const { checkpoints, step } = await page.evaluate(() => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    return { checkpoints: lab.runs.value.current.model.checkpoints, step: lab.value.step };
  });
  const data = byRole('region', 'Over the data');
  await seen(`${data}::-p-text(Step ${step.toLocaleString('en')}.)`);
  await view(checkpoints[1]);
  await press(data, `Find again at step ${checkpoints[1]}`);
  await seen(`${data}::-p-text(Step ${checkpoints[1]}.)`);
  // The history ends with the run itself, whatever is shown: nothing is missing from it.
  const history = 'lab-app >>> section[aria-labelledby="appears"]';
  expect((await readTexts(`${history} >>> button`)).filter((text) => text.startsWith('Score'))).toEqual([]);
  await view();
  await seen(`${data}${byRole('button', `Find again at step ${step.toLocaleString('en')}`)}`);
});

test('the pattern follows training up to the last step', async () => {
  const title = `${main}::-p-text(of your model)`;
  const stepShown = async () =>
    Number((await textsOf(title))[0].match(/step ([\d,]+)/)?.[1].replace(',', ''));
  const pictures = (selector: string) =>
    page.$$eval(`${selector} >>> canvas`, (canvases) =>
      canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
    );
  const drawn = async () => ({ grid: await pictures(grid), gallery: await pictures(gallery) });
  const before = await drawn();
  const trained = await stepShown();
  await press(dock, 'Train');
  await seen(`${title}::-p-text(live)`);
  await expect.poll(stepShown).toBeLessThan(trained);
  const first = await stepShown();
  await expect.poll(stepShown).toBeGreaterThan(first);
  await press(dock, 'Pause');
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
