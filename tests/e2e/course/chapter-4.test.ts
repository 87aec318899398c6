// Chapter 4's stage: the product of the displayed factors against the engine's gradient and the finite difference.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { ChainScene } from '../../../src/ui/scenes/chain/chain-scene.ts';
import { CHAIN } from '../../../src/ui/scenes/chain/networks.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import { axeViolationsIn } from '../../support/browser/accessibility.ts';
import { openFigure } from '../../support/browser/explore.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { pageReader, parseFirstNumber } from '../../support/browser/page-reader.ts';
import { chainStage } from '../../support/course/chain-stage.ts';

const stage = 'lab-app >>> lab-chapter-view >>> lab-chapter-4-stage';
const factors = `${stage} >>> section[aria-label="The chain rule"]`;
const map = `${stage} >>> lab-stage`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=4&at=210&explore=yes&show.panel=factors`);
  await page.waitForSelector(`${factors} .gradient`, { visible: true });
});

afterAll(() => browser?.close());

const { numbersOf, press } = pageReader(() => page);
const chain = () => chainStage(page);

/** With the tools of the picture. */
async function go(address: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, `${address}&explore=yes`);
  await page.waitForSelector(stage, { visible: true });
  await settled();
}

/** Waits for the result of the last request. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
  await page.waitForSelector(`${stage}[aria-busy=false]`, { visible: true }); // seen in shadow roots too
}

/** The displayed paths: the factors of each, and the three numbers below them. */
async function shown() {
  const paths = await page.$$eval(`${factors} .path`, (lists) =>
    lists.map((list) => Array.from(list.querySelectorAll('.value'), (value) => value.textContent ?? '')),
  );
  const [sum] = await numbersOf(`${factors} .sum`);
  const [difference] = await numbersOf(`${factors} .difference`);
  const [gradient] = await numbersOf(`${factors} .gradient`);
  const products = paths.map((path) => path.map(parseFirstNumber).reduce((all, factor) => all * factor, 1));
  return { paths, sum, difference, gradient, added: products.reduce((all, each) => all + each, 0) };
}

test('the product of the three displayed factors is the engine’s gradient and the finite difference', async () => {
  const { paths, sum, difference, gradient, added } = await shown();
  expect(paths.map((path) => path.length)).toEqual([3]);
  const engine = await page.evaluate(async (network) => {
    const { digits } = (document.querySelector('lab-app') as LabApp).lab.client;
    const { layers } = await digits.lens('small-network', network);
    return layers[2].weights.data[0];
  }, CHAIN);
  expect(gradient).toBeCloseTo(engine, 4);
  expect(Math.abs(added - engine)).toBeLessThan(2e-3 * Math.abs(engine));
  expect(sum).toBe(gradient);
  expect(difference).toBeCloseTo(engine, 3);
});

test.each([
  { of: 'w1', paths: 1, factors: 7 },
  { of: 'b2', paths: 1, factors: 5 },
  { of: 'a1j2', paths: 2, factors: 3 },
  { of: 'w1j0k1', paths: 2, factors: 5 },
])('$of: $paths paths of $factors factors add up to the gradient', async ({ of, paths, factors }) => {
  await go(`view=chapter&chapter=4&at=210&show.panel=factors&show.of=${of}`);
  const read = await shown();
  expect(read.paths.map((path) => path.length)).toEqual(Array(paths).fill(factors));
  // Factors have four significant figures.
  expect(Math.abs(read.added - read.gradient)).toBeLessThan(2e-3 * Math.abs(read.gradient));
  expect(read.sum).toBeCloseTo(read.gradient, 6);
  expect(read.difference).toBeCloseTo(read.gradient, 3);
});

test('an edited weight changes all dependent quantities, is in the URL, and can be reset', async () => {
  await go('view=chapter&chapter=4&at=158');
  await openFigure(page, 'Dependencies');
  const lines = `${stage} >>> [aria-label="Number lines"]`;
  const read = () =>
    page.$$eval(`${lines} .number`, (numbers) =>
      Object.fromEntries(
        numbers.map((number) => [(number as HTMLElement).dataset.key, number.textContent?.trim()]),
      ),
    );
  const before = await read();
  await page.$eval(`${lines} input[aria-label="weight w(L)"]`, (input) => {
    (input as HTMLInputElement).value = '-2';
    input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  });
  await settled();
  const after = await read();
  expect(after.w3).toBe('−2.00');
  expect(Object.keys(before).filter((key) => before[key] !== after[key])).toEqual(['w3', 'z3', 'a3', 'C']);
  expect(new URL(page.url()).hash).toMatch(/with\.w3=-2/);
  for (const button of await page.$$(`${stage} >>> button`))
    if ((await button.evaluate((one) => one.textContent)) === 'Reset values') await button.click();
  await settled();
  expect(await read()).toEqual(before);
  await press(stage, 'Figures');
  await page.waitForSelector(`${stage} >>> #drawer`, { hidden: true });
});

test('a symbol in a formula highlights its place in the picture, and vice versa', async () => {
  await go('view=chapter&chapter=4&at=210');
  const formulas = `${map} >>> .formulas >>> lab-math`;
  await (await page.waitForSelector(`${formulas} >>> .of-a2`))?.hover();
  await expect.poll(async () => (await chain().drawn()).lit).toBe('a2');
  const canvas = await page.waitForSelector(`${map} >>> canvas`);
  await page.mouse.move(0, 0); // formulas change under the pointer
  await canvas?.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight'); // a0, w1, b1, z1, a1
  await expect.poll(async () => (await chain().drawn()).lit).toBe('a1');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await chain().drawn()).of).toBe('a1');
  await page.waitForSelector(`${formulas} >>> .symbol.of-a1.lit`);
});

test('the displayed mean over examples is the engine’s gradient of the mean cost', async () => {
  await go('view=chapter&chapter=4&at=315&show.panel=average');
  const average = `${stage} >>> [aria-label="Average over examples"]`;
  const each = await numbersOf(`${average} .each`);
  const [gradient] = await numbersOf(`${average} .gradient`);
  const [difference] = await numbersOf(`${average} .difference`);
  expect(each).toHaveLength(5);
  expect(each.reduce((all, one) => all + one, 0) / 5).toBeCloseTo(gradient, 4);
  expect(difference).toBeCloseTo(gradient, 3);
});

test('every component of the gradient matches its finite difference', async () => {
  await go('view=chapter&chapter=4&at=560&show.panel=gradient');
  const list = `${stage} >>> section[aria-label="The gradient"]`;
  await page.waitForSelector(`${list} td.gradient`, { visible: true });
  const [gradients, differences] = [
    await numbersOf(`${list} td.gradient`),
    await numbersOf(`${list} td.difference`),
  ];
  expect(gradients).toHaveLength(17);
  gradients.forEach((gradient, i) => {
    expect(differences[i]).toBeCloseTo(gradient, 3);
  });
});

test.each([
  { at: 156, view: 'last' },
  { at: 210, view: 'last' },
  { at: 315, view: 'examples' },
  { at: 510, view: 'layers' },
  { at: 545, view: 'layers' },
])('at $at s, with and without its panel, no axe violations', async ({ at, view }) => {
  await go(`view=chapter&chapter=4&at=${at}`);
  expect((await chain().drawn()).shot.at).toBe(view);
  expect(await axeViolationsIn(page, stage)).toEqual([]);
  const panel = { last: 'factors', examples: 'average', layers: 'layers' }[view];
  await go(`view=chapter&chapter=4&at=${at}&show.panel=${panel}`);
  expect(await axeViolationsIn(page, stage)).toEqual([]);
});

test('a drag along a number line sets the value', async () => {
  await go('view=chapter&chapter=4&at=158');
  const canvas = await page.waitForSelector(`${map} >>> canvas`);
  const box = await canvas?.boundingBox();
  const line = await page.$eval(map, (element) => ((element as Stage).scene as ChainScene).lineOf('w3'));
  if (!box || !line) throw new Error('no number line of w3');
  const y = box.y + line.y + line.height / 2;
  await page.mouse.move(box.x + line.x + line.width * 0.8, y);
  await page.mouse.down();
  await page.mouse.move(box.x + line.x + line.width * 0.25, y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => new URL(page.url()).hash).toMatch(/with\.w3=-2/);
  await settled();
});

test('a drag of a number sets its value and leaves the picture in its place; a click selects it', async () => {
  await go('view=chapter&chapter=4&at=132');
  const place = () =>
    page.$eval(map, (element) => {
      const { nodes, scene } = element as Stage & { readonly scene: ChainScene };
      const {
        x = 0,
        y = 0,
        width = 0,
        height = 0,
      } = nodes.find(({ subject }) => subject === 'b3')?.rect ?? {};
      return { x: x + width / 2, y: y + height / 2, pose: scene.motion.pose };
    });
  const box = await (await page.waitForSelector(`${map} >>> canvas`))?.boundingBox();
  const { x, y, pose } = await place();
  const [left, top] = [(box?.x ?? 0) + x, (box?.y ?? 0) + y];
  await page.mouse.move(left, top);
  await page.mouse.down();
  await page.mouse.move(left + 30, top, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => new URL(page.url()).hash).toMatch(/with\.b3=/);
  await settled();
  const { network } = await chain().drawn();
  expect(network.biases[2][0]).toBeGreaterThan(CHAIN.biases[2][0] + 0.5);
  expect((await place()).pose).toEqual(pose);
  await page.mouse.click(left, top);
  await expect.poll(async () => (await chain().drawn()).of).toBe('b3');
});

test('while the tangent slides, the product of its end is not shown yet', async () => {
  const productIsShown = () =>
    page.$$eval(`${map} >>> .formulas lab-math`, (formulas) =>
      formulas[formulas.length - 1].checkVisibility({ visibilityProperty: true }),
    );
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
  await go('view=chapter&chapter=4&at=240');
  await expect.poll(async () => (await chain().drawn()).isMoving).toBe(true);
  await expect.poll(productIsShown).toBe(false);
  await expect.poll(async () => (await chain().drawn()).isMoving, { timeout: 60_000 }).toBe(false);
  await expect.poll(productIsShown).toBe(true);
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
});

test('a nudge runs along the arrows, and stops at the cost', async () => {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
  await go('view=chapter&chapter=4&at=195');
  await expect.poll(async () => (await chain().drawn()).isMoving).toBe(true);
  const first = await chain().digest();
  await expect.poll(chain().digest).not.toBe(first);
  await expect.poll(async () => (await chain().drawn()).isMoving, { timeout: 60_000 }).toBe(false);
  expect(pageErrors).toEqual([]);
});
