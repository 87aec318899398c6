// Chapter 3's panels: desired changes as negative gradients, their sums and means, and two training paths on one plane.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { PANELS } from '../../../src/ui/course/03-backpropagation/panels.ts';
import { GLOSSARY } from '../../../src/ui/views/text/term/glossary.ts';
import { axeViolationsIn } from '../../support/browser/accessibility.ts';
import { waitForDigitMap } from '../../support/browser/digit-map.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { pageReader } from '../../support/browser/page-reader.ts';
import { panelOpener } from '../../support/course/digit-panels.ts';

const stage = 'lab-app >>> lab-chapter-view >>> lab-chapter-3-stage';

/** A 2 that the pretrained network may take for an 8: it desires large changes. */
const UNSURE = 588;

let browser: Browser;
let page: Page;
let pageErrors: string[];

const pathOf = (at: number) => `${inject('pageUrl')}#view=chapter&chapter=3&at=${at}&explore=yes`;

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 1400 }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(`${pathOf(30)}&with.image=${UNSURE}`);
  await waitForDigitMap(page);
});

afterAll(() => browser?.close());

const { textsOf, numbersOf, press } = pageReader(() => page);

const { groups, openGroup, show } = panelOpener(() => page, stage, PANELS);

/** A table has at most four decimals; the product of two of its numbers has a larger rounding error. */
const expectShown = (shown: readonly number[], wanted: readonly number[], error = 0.5e-4) => {
  expect(shown).toHaveLength(wanted.length);
  shown.forEach((value, i) => {
    expect(Math.abs(value - wanted[i])).toBeLessThanOrEqual(error + 1e-9);
  });
};

const goTo = (at: number) =>
  page.evaluate((seconds) => {
    location.hash = `view=chapter&chapter=3&at=${seconds}&explore=yes`;
  }, at);

test('the desired changes of the outputs are the negative gradient: the 2 increases, all others decrease', async () => {
  await show('outputs', '[aria-label="Desired changes of the outputs"] td.desired-change');
  const gradient = await page.evaluate(async (index) => {
    const { digits } = (document.querySelector('lab-app') as LabApp).lab.client;
    const { d_a } = await digits.lens('gradient', { split: 'train', indices: [index] });
    return Array.from(d_a.at(-1)?.data ?? []);
  }, UNSURE);
  const changes = await numbersOf(
    `${stage} >>> [aria-label="Desired changes of the outputs"] td.desired-change`,
  );
  expectShown(
    changes,
    gradient.map((d) => -d),
    0.5e-3,
  );
  expect(Math.max(...changes.map(Math.abs))).toBeGreaterThan(0.5);
  expect(changes.map((change) => change > 0).indexOf(true)).toBe(2);
  expect(changes.filter((change) => change > 0)).toHaveLength(1);
});

test('desired changes of weights are proportional to activations, those of activations to weights', async () => {
  await goTo(30);
  await press(stage, 'Re-initialize');
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.digits.value.step === 0);
  await show('ways', '[aria-label="Three ways"] td.nudge');
  await press(`${stage} >>> [aria-label="Three ways"]`, 'the weights');
  const methods = `${stage} >>> [aria-label="Three ways"]`;
  const read = async () => {
    const [bias] = await numbersOf(`${methods} .bias`);
    const [activations, weights, nudges, changes] = await Promise.all(
      ['activation', 'weight', 'nudge', 'desired-change'].map((name) => numbersOf(`${methods} td.${name}`)),
    );
    return { bias, activations, weights, nudges, changes };
  };
  await expect.poll(async () => Math.abs((await read()).bias)).toBeGreaterThan(0.01);
  const { bias, activations, weights, nudges, changes } = await read();
  expect(nudges).toHaveLength(16);
  expectShown(
    nudges,
    activations.map((a) => bias * a),
    2e-4,
  );
  expectShown(
    changes,
    weights.map((w) => bias * w),
    Math.abs(bias) * 0.006 + 1e-4,
  );
  const sizes = nudges.map(Math.abs);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

test('the desired changes of all outputs add up to the sum column', async () => {
  await show('sum', '[aria-label="Sums of desired changes"] td.sum');
  const cells = await numbersOf(`${stage} >>> [aria-label="Sums of desired changes"] td.cell`);
  const sums = await numbersOf(`${stage} >>> [aria-label="Sums of desired changes"] td.sum`);
  expect(sums).toHaveLength(16);
  const most = Math.max(...cells.map(Math.abs));
  sums.forEach((sum, k) => {
    const own = cells.slice(10 * k, 10 * k + 10).reduce((total, change) => total + change, 0);
    expect(Math.abs(own - sum)).toBeLessThan(0.05 * most);
  });
});

test('the mean of the table is the negative gradient of the batch, to 10⁻⁵', async () => {
  await show('table', '[aria-label="Table of nudges"] td.batch');
  const mean = await numbersOf(`${stage} >>> [aria-label="Table of nudges"] td.mean`);
  const batch = await numbersOf(`${stage} >>> [aria-label="Table of nudges"] td.batch`);
  expect(mean).toHaveLength(12);
  mean.forEach((value, i) => {
    expect(Math.abs(value - batch[i])).toBeLessThanOrEqual(1e-5);
  });
  const [off] = await numbersOf(`${stage} >>> [aria-label="Table of nudges"] .off`);
  expect(Math.max(...batch.map(Math.abs))).toBeGreaterThan(1e-3);
  expect(off).toBeLessThanOrEqual(1e-5);
});

test('mini-batches reach a lower cost with the same number of images', async () => {
  await show('paths', '[aria-label="Mini-batches"]');
  await page.waitForSelector(`${stage} >>> [aria-label="Mini-batches"] lab-cost-contours >>> canvas`, {
    visible: true,
    timeout: 90_000,
  });
  expect(await page.$$(`${stage} >>> progress`)).toEqual([]);
  const [words] = await textsOf(`${stage} >>> [aria-label="Mini-batches"] [role="status"]`);
  const [full, mini] = [...words.matchAll(/(\d\.\d+) with/g)].map(([, cost]) => Number(cost));
  expect(mini).toBeLessThan(full);
  await press(stage, 'Load pretrained');
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.digits.value.isBundled);
});

test('a key press opens the definition of a term, and Escape closes it', async () => {
  const term = `${stage} >>> .model-status >>> lab-term`;
  const definition = () =>
    page.$eval(`${term} >>> p`, (meaning) => meaning.matches(':popover-open') && meaning.textContent);
  expect(await definition()).toBe(false);
  await page.focus(`${term} >>> button`);
  await page.keyboard.press('Enter');
  await expect.poll(definition).toBe(`weight: ${GLOSSARY.weight}`);
  await page.keyboard.press('Escape');
  expect(await definition()).toBe(false);
});

test('every group of panels renders without axe violations', async () => {
  for (const { label } of groups) {
    await openGroup(label);
    await expect.poll(() => page.$$(`${stage} >>> p.data`).then(({ length }) => length)).toBe(0);
    expect(await axeViolationsIn(page, stage), label).toEqual([]);
  }
  expect(pageErrors).toEqual([]);
});
