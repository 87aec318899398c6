// Chapter 3's stage: wishes that are gradients, their sums, the table whose mean is the batch's gradient, two paths on one plane.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { chapter } from '../../../src/ui/course/03-backpropagation/chapter.ts';
import { PANELS, panelOf } from '../../../src/ui/course/03-backpropagation/panels.ts';
import { GLOSSARY } from '../../../src/ui/views/text/term/glossary.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { pageReader } from '../../support/browser/page-reader.ts';

const stage = 'lab-app >>> lab-chapter-view >>> lab-chapter-3-stage';
const pressed = `${stage} >>> lab-panel-bar >>> [aria-pressed="true"]`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

const pathOf = (at: number) => `${inject('pageUrl')}#view=chapter&chapter=3&at=${at}`;

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 1400 }));
  await page.goto(pathOf(260));
  await page.waitForSelector(`${stage} >>> lab-desired-output-changes >>> td.wish`, {
    visible: true,
  });
});

afterAll(() => browser?.close());

const { textsOf, numbersOf, press } = pageReader(() => page);

const show = async (panel: keyof typeof PANELS, element: string) => {
  await press(stage, PANELS[panel]);
  await page.waitForSelector(`${stage} >>> ${element}`, { visible: true });
};

/** A table has the places of its largest number, four at most; a product of two of its numbers has their errors. */
const expectShown = (shown: readonly number[], wanted: readonly number[], error = 0.5e-4) => {
  expect(shown).toHaveLength(wanted.length);
  shown.forEach((value, i) => {
    expect(Math.abs(value - wanted[i])).toBeLessThanOrEqual(error + 1e-9);
  });
};

test('the wishes of the outputs are minus the gradient: the 2 up, all others down', async () => {
  const gradient = await page.evaluate(async () => {
    const { digits } = (document.querySelector('lab-app') as LabApp).lab.client;
    const { d_a } = await digits.lens('gradient', { split: 'train', indices: [588] });
    return Array.from(d_a.at(-1)?.data ?? []);
  });
  const wishes = await numbersOf(`${stage} >>> lab-desired-output-changes >>> td.wish`);
  expectShown(
    wishes,
    gradient.map((d) => -d),
    0.5e-3,
  );
  expect(Math.max(...wishes.map(Math.abs))).toBeGreaterThan(0.5);
  expect(wishes.map((wish) => wish > 0).indexOf(true)).toBe(2);
  expect(wishes.filter((wish) => wish > 0)).toHaveLength(1);
});

test('weights are to change in proportion to activations, activations in proportion to weights', async () => {
  await press(stage, 'Re-initialize');
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.digits.value.step === 0);
  await show('ways', 'lab-three-methods >>> td.nudge');
  await press(`${stage} >>> lab-three-methods`, 'the weights');
  const ways = `${stage} >>> lab-three-methods >>>`;
  const read = async () => {
    const [bias] = await numbersOf(`${ways} .bias`);
    const [activations, weights, nudges, wishes] = await Promise.all(
      ['activation', 'weight', 'nudge', 'wish'].map((name) => numbersOf(`${ways} td.${name}`)),
    );
    return { bias, activations, weights, nudges, wishes };
  };
  await expect.poll(async () => Math.abs((await read()).bias)).toBeGreaterThan(0.01);
  const { bias, activations, weights, nudges, wishes } = await read();
  expect(nudges).toHaveLength(16);
  expectShown(
    nudges,
    activations.map((a) => bias * a),
    2e-4,
  );
  expectShown(
    wishes,
    weights.map((w) => bias * w),
    Math.abs(bias) * 0.006 + 1e-4,
  );
  const sizes = nudges.map(Math.abs);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

test('wishes of all outputs add up to the sum beside them', async () => {
  await show('sum', 'lab-summed-desired-changes >>> td.sum');
  const cells = await numbersOf(`${stage} >>> lab-summed-desired-changes >>> td.cell`);
  const sums = await numbersOf(`${stage} >>> lab-summed-desired-changes >>> td.sum`);
  expect(sums).toHaveLength(16);
  const most = Math.max(...cells.map(Math.abs));
  sums.forEach((sum, k) => {
    const own = cells.slice(10 * k, 10 * k + 10).reduce((total, wish) => total + wish, 0);
    expect(Math.abs(own - sum)).toBeLessThan(0.05 * most);
  });
});

test('the mean of the table is the gradient of the batch, to 10⁻⁵', async () => {
  await show('table', 'lab-nudge-table >>> td.batch');
  const mean = await numbersOf(`${stage} >>> lab-nudge-table >>> td.mean`);
  const batch = await numbersOf(`${stage} >>> lab-nudge-table >>> td.batch`);
  expect(mean).toHaveLength(12);
  mean.forEach((value, i) => {
    expect(Math.abs(value - batch[i])).toBeLessThanOrEqual(1e-5);
  });
  const [off] = await numbersOf(`${stage} >>> lab-nudge-table >>> .off`);
  expect(Math.max(...batch.map(Math.abs))).toBeGreaterThan(1e-3);
  expect(off).toBeLessThanOrEqual(1e-5);
});

test('for the same images mini-batches come further, on one plane', async () => {
  await show('paths', 'lab-sgd-paths');
  await press(`${stage} >>> lab-sgd-paths`, 'Train them side by side');
  await page.waitForSelector(`${stage} >>> lab-sgd-paths >>> lab-cost-contours >>> canvas`, {
    visible: true,
    timeout: 90_000,
  });
  expect(await page.$$(`${stage} >>> progress`)).toEqual([]);
  const [words] = await textsOf(`${stage} >>> lab-sgd-paths >>> [role="status"]`);
  const [full, mini] = [...words.matchAll(/(\d\.\d+) with/g)].map(([, cost]) => Number(cost));
  expect(mini).toBeLessThan(full);
  await press(stage, 'Load pretrained');
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.digits.value.isBundled);
});

test('a word of the lab is explained by key, and Escape takes the explanation away', async () => {
  const term = `${stage} >>> .model-status >>> lab-term`;
  const told = () =>
    page.$eval(`${term} >>> p`, (meaning) => meaning.matches(':popover-open') && meaning.textContent);
  expect(await told()).toBe(false);
  await page.focus(`${term} >>> button`);
  await page.keyboard.press('Enter');
  expect(await told()).toBe(`weight: ${GLOSSARY.weight}`);
  await page.keyboard.press('Escape');
  expect(await told()).toBe(false);
});

test('each moment shows its panel, and axe finds nothing on any', async () => {
  const looked = new Set<string>();
  for (const moment of chapter.moments) {
    const panel = panelOf(moment);
    if (!panel || looked.has(panel)) continue;
    looked.add(panel);
    await page.goto(pathOf(moment.startTime + 1));
    await expect.poll(() => textsOf(pressed)).toContain(PANELS[panel]);
    await expect.poll(() => page.$$(`${stage} >>> p.data`).then(({ length }) => length)).toBe(0);
    expect(await axeViolations(page), panel).toEqual([]);
  }
  expect(looked.size).toBe(Object.keys(PANELS).length);
  expect(pageErrors).toEqual([]);
});
