// Chapter 6's stage on a real model: the view of each moment, and its numbers against the engine's.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { chapter } from '../../../src/ui/course/06-attention/chapter.ts';
import type { PANELS } from '../../../src/ui/course/06-attention/panels.ts';
import type { PanelKey } from '../../../src/ui/course/chapter-stage/panel-groups.ts';
import { lensReader } from '../../support/browser/engine.ts';
import { openDrawer, openFigure } from '../../support/browser/explore.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { pageReader, parseFirstNumber } from '../../support/browser/page-reader.ts';
import { stageReader } from '../../support/course/stage-reader.ts';

const stage = 'lab-app >>> lab-chapter-view >>> lab-chapter-6-stage';
const pair = `${stage} >>> .pair`;

/** Layer 2, head 3; the query is the fourth token. */
const [LAYER, HEAD, QUERY] = [1, 2, 3];
const PROMPT = 'the happy king smiles because';
const PLACE = `view=chapter&chapter=6&preset=stories&prompt=${encodeURIComponent(PROMPT)}&layer=2&head=3&token=4`;

type Panel = PanelKey<typeof PANELS>;

const counting = 'lab-stage[data-scene=counting]';

/** Elements that occur in this view only. */
const ELEMENTS: Readonly<Record<Panel, string>> = {
  words: '[aria-label="Embedding and nearest neighbours"] table',
  senses: 'lab-stage[data-scene=senses]',
  growing: 'lab-stage[data-scene=senses]',
  blocks: '[aria-label="Blocks of the network"] .attention',
  transfer: '[aria-label="Prediction from the last vector"] lab-next-token',
  prefixes: 'lab-stage[data-scene=prefixes]',
  depth: '[aria-label="Residual stream by layer"] table',
  task: '[aria-label="Head patterns"] table',
  refined: '[aria-label="E to E′"] table',
  question: '[aria-label="Query and matching keys"] table',
  query: 'lab-projection >>> h2 .query',
  key: '[aria-label="Angle between query and key"] svg',
  scores: '.products',
  attends: '[aria-label="Selected query and key"] .bars .signed',
  formula: 'lab-stage[data-scene=formula]',
  mask: '[aria-label="Selected query and key"] th::-p-text(leakage)',
  softmax: '[aria-label="Column"] tfoot',
  pattern: '[aria-label="Selected query and key"] th::-p-text(effective keys)',
  value: '[aria-label="Values of all tokens"] table',
  change: 'lab-stage[data-scene=delta]',
  grid: '[aria-label^="Ablate head"]',
  kinds: '[aria-label="Table of scores"] table',
  sum: 'lab-stage[data-scene=heads]',
  factors: 'lab-stage[data-scene=factors]',
  output: '[aria-label="Output matrix"] lab-heatmap',
  'count-query-key': counting,
  'count-head': counting,
  'count-all': counting,
  context: 'lab-stage[data-scene=context]',
  cross: 'lab-stage[data-scene=cross]',
  rank: '[aria-label="Rank"] table',
  effects: '[aria-label="Direct effect on logits"] th::-p-text(promoted)',
};

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 1400 }));
  await page.goto(`${inject('pageUrl')}#${PLACE}&at=510&explore=yes&show.view=scores`);
  await openDrawer(page);
  await seen(`${pair} .sum`);
});

afterAll(() => browser?.close());

const { textOf, press } = pageReader(() => page);

const seen = (selector: string) => page.waitForSelector(selector, { visible: true });

/** Opens a view in the drawer. */
async function show(view: Panel): Promise<void> {
  const moment = chapter.moments.find((each) => each.view === view);
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `${PLACE}&at=${moment?.startTime ?? 0}&explore=yes&show.view=${view}`,
  );
  await seen(`${stage} >>> ${ELEMENTS[view]}`);
}

const queryLens = lensReader(() => page);

const queryHead = () => queryLens('head-trace', { text: PROMPT, layer: LAYER, head: HEAD, query: QUERY });

/** All text of the stage, shadow roots and what stands in their slots included. */
const writtenOnStage = () =>
  page.$eval(stage, (element) => {
    const inside = (node: Node): Iterable<Node> =>
      node instanceof HTMLSlotElement
        ? node.assignedNodes()
        : ((node as Element).shadowRoot?.childNodes ?? node.childNodes);
    const textIn = (node: Node): string =>
      node instanceof Element && ['STYLE', 'LAB-PROMPT-INPUT', 'LAB-VIEW-BAR'].includes(node.tagName)
        ? ''
        : [node.nodeType === Node.TEXT_NODE ? node.textContent : '', ...[...inside(node)].map(textIn)].join(
            ' ',
          );
    return textIn(element).replace(/\s+/g, ' ').trim();
  });

test('every moment has a distinct view with numbers', async () => {
  const written = new Map<string, string>();
  for (const { view, title } of chapter.moments) {
    await show(view as Panel);
    expect(await page.$$(`${stage} >>> [role="alert"]`), title).toEqual([]);
    const text = await writtenOnStage();
    expect(text.match(/\d/g)?.length, title).toBeGreaterThan(10);
    // A scene of several moments says the same beside other marks.
    written.set(ELEMENTS[view as Panel].startsWith('lab-stage') ? `${view}: ${text}` : text, title);
  }
  expect(written.size).toBe(chapter.moments.length);
});

test('products, score and weight of the selected pair match the engine', async () => {
  const { q, k, scores, pattern, tokens } = await queryHead();
  const [T, key] = [tokens.length, 1];
  await show('scores');
  await page.select(`${pair} select[name="key"]`, String(key));
  const D = q.length / T;
  let sum = 0;
  for (let d = 0; d < D; d++) sum += q[QUERY * D + d] * k[key * D + d];
  await expect.poll(async () => parseFirstNumber(await textOf(`${pair} .sum`))).toBeCloseTo(sum, 1);
  const rows = await page.$$eval(`${stage} >>> .products tbody tr`, (found) =>
    found.map((row) => row.children[3].textContent ?? ''),
  );
  expect(rows.map(parseFirstNumber).reduce((a, b) => a + b)).toBeCloseTo(sum, 0);
  expect(rows).toHaveLength(D);
  expect(parseFirstNumber(await textOf(`${pair} .scaled`))).toBeCloseTo(scores[QUERY * T + key], 1);
  expect(parseFirstNumber(await textOf(`${pair} .weight`))).toBeCloseTo(100 * pattern[QUERY * T + key], 0);
  await page.select(`${pair} select[name="key"]`, String(T - 1));
  await expect.poll(() => textOf(`${pair} .weight`)).toBe('masked');
});

test('the row slider of a matrix: the products add up to the engine’s value', async () => {
  const { q, tokens } = await queryHead();
  const D = q.length / tokens.length;
  await show('query');
  const sum = `${stage} >>> lab-projection >>> table`;
  for (const row of [D, 2]) {
    await page.$eval(
      `${stage} >>> lab-projection >>> input[name="row"]`,
      (input, row) => {
        (input as HTMLInputElement).value = String(row);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      },
      row,
    );
    await expect.poll(() => textOf(`${sum} tfoot th`)).toContain(`[${row}]`);
    const result = q[QUERY * D + row - 1];
    expect(parseFirstNumber(await textOf(`${sum} tfoot td:last-child`))).toBeCloseTo(result, 1);
    const products = await page.$$eval(`${sum} tbody td:last-child`, (cells) =>
      cells.map((cell) => cell.textContent ?? ''),
    );
    expect(products.map(parseFirstNumber).reduce((a, b) => a + b)).toBeCloseTo(result, 1);
  }
});

test('every weight of the selected query matches the engine, in the grid’s table and beside it', async () => {
  const { pattern, tokens } = await queryHead();
  const T = tokens.length;
  await show('softmax');
  const column = await page.$$eval(`${stage} >>> [aria-label="Column"] tbody tr`, (rows) =>
    rows.map((row) => row.lastElementChild?.textContent?.trim() ?? ''),
  );
  expect(column).toHaveLength(T);
  column.forEach((shown, key) => {
    if (key > QUERY) expect(shown).toBe('masked');
    else expect(parseFirstNumber(shown)).toBeCloseTo(100 * pattern[QUERY * T + key], 1);
  });
});

test('without the mask, leakage is shown and marked as hypothetical', async () => {
  const { unmaskedPattern, tokens } = await queryHead();
  const T = tokens.length;
  await show('mask');
  const leaks = await page.$$eval(
    `${stage} >>> [aria-label="Selected query and key"] table tbody tr`,
    (rows) => rows.map((row) => row.children[1].textContent ?? ''),
  );
  leaks.forEach((shown, query) => {
    const later = unmaskedPattern.slice(query * T + query + 1, (query + 1) * T).reduce((a, b) => a + b, 0);
    expect(parseFirstNumber(shown)).toBeCloseTo(100 * later, 0);
  });
  await page.click(`${stage} >>> [aria-label="Grid of queries and keys"] input[name="mask"]`);
  await seen(`${stage} >>> [aria-label="Grid of queries and keys"] .hypothetical`);
  expect(page.url()).toContain('show.masked=no');
  await page.click(`${stage} >>> [aria-label="Grid of queries and keys"] input[name="mask"]`);
  await expect
    .poll(() => page.$(`${stage} >>> [aria-label="Grid of queries and keys"] .hypothetical`))
    .toBeNull();
});

test('promoted tokens of ΔE match the lens', async () => {
  const { promoted } = await queryHead();
  await show('effects');
  const shown = await page.$$eval(
    `${stage} >>> [aria-label="Direct effect on logits"] table:first-child tbody tr`,
    (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')),
  );
  expect(shown.map(([word]) => word)).toEqual(promoted[HEAD].map(({ text }) => text));
  shown.forEach(([, score], i) => {
    expect(parseFirstNumber(score)).toBeCloseTo(promoted[HEAD][i].score, 1);
  });
});

test('every head is scored with chance, and named by a clear pattern', async () => {
  const { habits } = await queryLens('head-patterns', {});
  await show('kinds');
  const table = `${stage} >>> [aria-label="Table of scores"] table`;
  const columns = await page.$$eval(`${table} tbody tr`, (rows) =>
    rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim() ?? '')),
  );
  habits.forEach(({ scores }, h) => {
    scores.flat().forEach((score, head) => {
      expect(parseFirstNumber(columns[head][h])).toBeCloseTo(100 * score, 0);
    });
  });
  const chances = await page.$$eval(`${table} tfoot td`, (cells) =>
    cells.map((cell) => cell.textContent ?? ''),
  );
  habits.forEach(({ chance }, h) => {
    expect(parseFirstNumber(chances[h])).toBeCloseTo(100 * chance, 0);
  });
});

test('ablates a head and turns it on again', async () => {
  const ablation = `${stage} >>> [aria-label^="Ablate head"]`;
  const before = await queryHead();
  await show('grid');
  await press(ablation, 'off: zero');
  await seen(`${ablation} .loss`);
  const { whole, ablated } = await queryLens('head-ablation', {
    text: PROMPT,
    layer: LAYER,
    head: HEAD,
    kind: 'zero',
    seed: 1,
  });
  const losses = (await textOf(`${ablation} .loss`)).match(/\d+\.\d{3}/g)?.map(Number) ?? [];
  expect(losses.slice(0, 2)).toEqual([expect.closeTo(whole.loss, 3), expect.closeTo(ablated.loss, 3)]);
  expect(await textOf(`${ablation} .without`)).toBe(ablated.text.replace(/\s+/g, ' ').trim());
  const [first] = await page.$$eval(`${ablation} lab-next-token >>> tbody tr`, (rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')),
  );
  expect(first[0]).toBe(whole.next[0].text);
  const without = ablated.next.find(({ id }) => id === whole.next[0].id)?.probability ?? 0;
  expect(parseFirstNumber(first[2])).toBeCloseTo(100 * whole.next[0].probability, 0);
  expect(parseFirstNumber(first[3])).toBeCloseTo(100 * without, 0);
  await press(ablation, 'on');
  await expect.poll(() => page.$(`${ablation} .loss`)).toBeNull();
  // Bit-identical to the scores and weights before.
  expect(await queryHead()).toEqual(before);
});

test('the URL stores and restores the choices on the stage', async () => {
  await show('scores');
  await openFigure(page, 'Cross-attention');
  const keys = async () =>
    (await stageReader(page).marks('cross')).flatMap(({ key, name }) => (/^key-/.test(key) ? [name] : []));
  await expect.poll(async () => (await keys()).length).toBeGreaterThan(0);
  const before = await keys();
  await page.$eval(`${stage} >>> lab-stage`, ({ scene, nodes }) =>
    scene.select(nodes.find(({ subject }) => subject === 'next')),
  );
  await expect.poll(keys).not.toEqual(before);
  const chosen = await keys();
  expect(page.url()).toContain('show.view=cross');
  await page.reload();
  await expect.poll(keys).toEqual(chosen);
});

test('on a phone the drawer leaves the picture in sight, and gives its overlay’s fields back', async () => {
  const map = `${stage} >>> lab-stage`;
  const fields = `${map} >>> [part="form"]`;
  await page.setViewport({ width: 390, height: 844 });
  await show('grid');
  await press(stage, 'Figures');
  await page.select(`${map} >>> .bar select`, 'patching');
  await page.waitForSelector(fields, { visible: true });
  await openFigure(page, 'One head');
  const top = (selector: string) => page.$eval(selector, (element) => element.getBoundingClientRect().top);
  expect((await top(`${stage} >>> #drawer`)) - (await top(`${map} >>> canvas`))).toBeGreaterThan(120);
  await press(stage, 'Figures');
  await page.waitForSelector(`${stage} >>> #drawer`, { hidden: true });
  await page.waitForSelector(fields, { visible: true });
});

test('no errors on the page', () => {
  expect(pageErrors).toEqual([]);
});
