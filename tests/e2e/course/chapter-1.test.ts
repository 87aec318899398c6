// Chapter 1 on the trained network: a drawn digit, the map's keys, and the panels' numbers against the engine's.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { axeViolationsIn } from '../../support/browser/accessibility.ts';
import { placeOf, readDigitMap, waitForDigitMap } from '../../support/browser/digit-map.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader, parseFirstNumber } from '../../support/browser/page-reader.ts';

const stage = 'lab-app >>> lab-chapter-view >>> lab-chapter-1-stage';
const map = `${stage} >>> lab-stage`;
const neuron = `${stage} >>> lab-digit-neuron`;
const dock = 'lab-app >>> lab-dock';

let browser: Browser;
let page: Page;
let pageErrors: string[];

const pathOf = (at: number) => `${inject('pageUrl')}#view=chapter&chapter=1&at=${at}`;
const goTo = (at: number) =>
  page.evaluate((seconds) => {
    location.hash = `view=chapter&chapter=1&at=${seconds}`;
  }, at);

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 1100 }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(pathOf(280));
  await waitForDigitMap(page);
  await page.evaluate(() => {
    (document.querySelector('lab-app') as LabApp).addEventListener('lab-digit-draw', ({ pixels }) => {
      (window as unknown as { drawn?: number[] }).drawn = pixels && Array.from(pixels);
    });
  });
});

afterAll(() => browser?.close());

const { click, textsOf, press } = pageReader(() => page);

/** Opens a panel, of a group that it may have to open before. */
async function openPanel(group: string, panel: string): Promise<void> {
  await press(`${stage} >>> .work > lab-panel-bar`, group);
  await press(`${stage} >>> #panel`, panel);
}

/** Waits until the stage shows this prediction. */
const reads = (digit: string) => expect.poll(() => textsOf(`${stage} >>> .answer`)).toEqual([digit]);

/** The engine's results for the image on the stage, drawn or from the gallery. */
function queryEngine(request: { image?: number; drawn?: number[]; layer?: number; neuron?: number }) {
  return page.evaluate(async ({ image = 30, drawn, layer = 1, neuron = 0 }) => {
    const { digits } = (document.querySelector('lab-app') as LabApp).lab.client;
    const input = drawn
      ? { pixels: Float32Array.from(drawn) }
      : ({ split: 'test', indices: [image] } as { split: 'test'; indices: number[] });
    const { a } = await digits.lens('activations', input);
    const sum = await digits.lens('weighted-sum', { input, layer, neuron });
    return { outputs: Array.from(a[a.length - 1].data), hidden: Array.from(a[0].data), ...sum, terms: null };
  }, request);
}

/** What was drawn last. The picture shows it a moment later. */
const drawnPixels = () => page.evaluate(() => (window as unknown as { drawn: number[] }).drawn);

/** A 7, as strokes on the unit square. */
const SEVEN = [
  [0.3, 0.2],
  [0.5, 0.19],
  [0.7, 0.2],
  [0.62, 0.4],
  [0.54, 0.62],
  [0.46, 0.84],
] as const;

async function draw(points: readonly (readonly [number, number])[]): Promise<void> {
  const box = await placeOf(page, 'pad');
  const to = ([x, y]: readonly [number, number], steps = 1) =>
    page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps });
  await to(points[0]);
  await page.mouse.down();
  for (const point of points.slice(1)) await to(point, 6);
  await page.mouse.up();
}

test('opens with the trained network and a test image of a 3, as in the video', async () => {
  const { outputs, hidden } = await queryEngine({});
  expect(outputs.indexOf(Math.max(...outputs))).toBe(3);
  const drawn = await readDigitMap(page);
  expect(drawn.activations.at(-1)).toEqual(outputs);
  expect(drawn.activations[0]).toEqual(hidden);
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.digits.value.evaluations.length > 0,
  );
  expect((await textsOf(`${dock} >>> span`)).join(' ')).toMatch(
    /9[5-9]\.\d.% accuracy on 10,000 test images/,
  );
});

test('the bar at the bottom says whose figures it has while the moment shows another network', async () => {
  const named = async () => (await textsOf(`${dock} >>> .figures`))[0];
  expect(await named()).toMatch(/^digit network 784-16-16-10 · 13,002 weights and biases, pretrained/);
  await goTo(760);
  const status = `${stage} >>> .model-status`;
  await expect
    .poll(async () => (await textsOf(status))[0])
    .toMatch(/^A network (with random weights|that started)/);
  expect(await named()).toMatch(/^your own digit network 784-16-16-10 · not on the stage now/);
  await goTo(280);
  await expect.poll(named).toMatch(/^digit network 784-16-16-10 ·/);
  await goTo(760);
  await expect.poll(named).toMatch(/^your own/);
  await page.evaluate(() => {
    location.hash = 'view=chapter&chapter=2&at=962.1';
  });
  await expect.poll(named).toMatch(/^digit network 784-16-16-10 ·/);
  await goTo(280);
  await waitForDigitMap(page);
});

test('a drawn digit shows the engine’s activations, and stays in the next chapter', async () => {
  await draw(SEVEN);
  await reads('7');
  const { outputs } = await queryEngine({ drawn: await drawnPixels() });
  expect(outputs.indexOf(Math.max(...outputs))).toBe(7);
  await expect.poll(async () => (await readDigitMap(page)).activations.at(-1)).toEqual(outputs);
  await press(map, 'Undo');
  await reads('3');
});

test('a question shows its image in place of a drawing, which comes back after it', async () => {
  const hiddenLayer = async () => (await readDigitMap(page)).activations[0];
  await draw(SEVEN);
  await reads('7');
  const { hidden: ofDrawing } = await queryEngine({ drawn: await drawnPixels() });
  const { hidden } = await queryEngine({ image: 8 });
  await click('button', 'Questions 0 / 8');
  await click('button', '3:54 What does it read?', `lab-app${byRole('region', 'Questions')}`);
  await expect.poll(hiddenLayer).toEqual(hidden);
  await click('button', 'Close', `lab-app${byRole('region', 'Questions')}`);
  await expect.poll(hiddenLayer).toEqual(ofDrawing);
  await press(map, 'Undo');
  await goTo(280);
  await reads('3');
});

test('touch input draws, and Clear removes the drawing', async () => {
  const box = await placeOf(page, 'pad');
  const at = (share: number): [number, number] => [box.x + box.width * 0.5, box.y + box.height * share];
  await page.touchscreen.touchStart(...at(0.2));
  for (let share = 0.25; share <= 0.8; share += 0.05) await page.touchscreen.touchMove(...at(share));
  await page.touchscreen.touchEnd();
  await reads('1');
  await press(map, 'Clear');
  await reads('3');
});

test('at rest nothing is drawn; keys go from neuron to neuron and pick an image', async () => {
  const isAtRest = async () => {
    const { drawnFrames } = await readDigitMap(page);
    await new Promise((resolve) => setTimeout(resolve, 400));
    return (await readDigitMap(page)).drawnFrames === drawnFrames;
  };
  await expect.poll(isAtRest).toBe(true);
  await page.$eval(`${map} >>> canvas`, (canvas) => canvas.focus());
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect
    .poll(() => textsOf(`${map} >>> [role=status]`))
    .toEqual([expect.stringMatching(/layer 1, neuron 1: activation \d\.\d\d/)]);
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await readDigitMap(page)).shot)
    .toMatchObject({ at: 'neuron', neuron: { layer: 1, neuron: 1 } });
  await page.keyboard.press('Escape');
  await page.keyboard.press('7');
  await reads('7');
  await goTo(70);
  await reads('3');
});

test('one neuron: terms and bias add up to z, and its activation is σ(z)', async () => {
  await openPanel('A neuron', 'One neuron');
  await page.waitForSelector(`${neuron} >>> .equation`, { visible: true });
  const { bias, z, a } = await queryEngine({});
  const [total, shownBias, shownZ, shownA] = (await textsOf(`${neuron} >>> .equation b`)).map(
    parseFirstNumber,
  );
  expect([shownBias, shownZ, shownA]).toEqual([
    Number(Math.abs(bias).toFixed(2)),
    Number(z.toFixed(2)),
    Number(a.toFixed(3)),
  ]);
  expect(total + bias).toBeCloseTo(z, 1);
  expect(1 / (1 + Math.exp(-z))).toBeCloseTo(a, 4);
  const rows = await page.$$eval(`${neuron} >>> tbody tr`, (all) =>
    all.map((row) => Array.from(row.querySelectorAll('td'), (cell) => cell.textContent ?? '')),
  );
  expect(rows).toHaveLength(8);
  for (const [activation, weight, term] of rows.map((row) => row.map(parseFirstNumber)))
    expect(activation * weight).toBeCloseTo(term, 1);
});

test('the image of the weights shows each weight at its pixel in the colour of its sign', async () => {
  const engine = await page.evaluate(async () => {
    const { digits } = (document.querySelector('lab-app') as LabApp).lab.client;
    const input = { split: 'test' as const, indices: [30] };
    return Array.from((await digits.lens('weighted-sum', { input, layer: 1, neuron: 0 })).weights.data);
  });
  const blueMinusRed = await page.$eval(`${neuron} >>> .weights lab-pixel-image >>> canvas`, (canvas) => {
    const { data = [] } = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, 28, 28) ?? {};
    return Array.from({ length: 28 * 28 }, (_, i) => data[4 * i + 2] - data[4 * i]);
  });
  const [most, least] = [Math.max(...engine), Math.min(...engine)].map((weight) => engine.indexOf(weight));
  expect(blueMinusRed[most]).toBe(Math.max(...blueMinusRed));
  expect(blueMinusRed[least]).toBe(Math.min(...blueMinusRed));
});

test('arrow keys select a pixel and show its weight, activation and term', async () => {
  const [weights] = await page.$$(`${neuron} >>> .weights lab-pixel-image >>> .frame`);
  await weights.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const pixel = 13 * 28 + 14;
  const engine = await page.evaluate(async (i) => {
    const { digits } = (document.querySelector('lab-app') as LabApp).lab.client;
    const input = { split: 'test' as const, indices: [30] };
    const { weights, activations, terms } = await digits.lens('weighted-sum', { input, layer: 1, neuron: 0 });
    return [activations.data[i], weights.data[i], terms.data[i]];
  }, pixel);
  await expect
    .poll(() => textsOf(`${neuron} >>> .term`))
    .toEqual([expect.stringMatching(/row 14, column 15/)]);
  const [words] = await textsOf(`${neuron} >>> .term`);
  const [activation, weight, term] =
    words
      .split(':')[1]
      .match(/[+−]?\d+\.\d+/g)
      ?.map(parseFirstNumber) ?? [];
  expect(activation).toBeCloseTo(engine[0], 3);
  expect(weight).toBeCloseTo(engine[1], 2);
  expect(term).toBeCloseTo(engine[2], 2);
});

test('a bar that is moved by keys stops following the video and is in the URL', async () => {
  await goTo(660);
  const chip = 'lab-app >>> lab-chapter-view >>> .following';
  await expect.poll(() => textsOf(chip)).toEqual(['Following the video']);
  await page.$eval(`${map} >>> canvas`, (canvas) => canvas.focus());
  const told = () => textsOf(`${map} >>> [role=status]`);
  for (let i = 0; i < 12 && !(await told())[0]?.startsWith('the bar'); i++)
    await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => page.url()).toContain('show.right=7');
  expect((await textsOf(chip))[0]).toMatch(/You’re exploring/);
  await expect.poll(() => textsOf(`${map} >>> .strip`)).toEqual([expect.stringMatching(/^Sum 3, bias −10/)]);
});

test('the row of a matrix that is pressed is the neuron of the other panels', async () => {
  await goTo(810);
  await page.waitForSelector(`${stage} >>> lab-stage[data-scene=matrix]`);
  await page.$eval(`${map} >>> canvas`, (canvas) => canvas.focus());
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => textsOf(`${map} >>> .strip`))
    .toEqual([expect.stringMatching(/^Row 2 times the column/)]);
  await openPanel('A neuron', 'One neuron');
  await expect.poll(async () => (await textsOf(`${neuron} >>> h2`)).map(parseFirstNumber)).toEqual([2]);
  await goTo(70);
  await openPanel('A neuron', 'One neuron');
});

test('an edited bias changes the neuron and can be undone', async () => {
  const before = await queryEngine({});
  await page.$eval(`${neuron} >>> .edit-controls input`, (input) => {
    (input as HTMLInputElement).value = '-10';
    input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  });
  await expect.poll(async () => (await queryEngine({})).bias).toBe(-10);
  await expect
    .poll(async () => (await textsOf(`${neuron} >>> .equation b`)).map(parseFirstNumber).at(-1))
    .toBe(Number((await queryEngine({})).a.toFixed(3)));
  await press(neuron, 'Undo my changes');
  await expect.poll(async () => (await queryEngine({})).bias).toBe(before.bias);
});

test('the URL stores gallery image, neuron and panel', async () => {
  await press(`${stage} >>> .work > lab-panel-bar`, 'Images');
  await page.waitForSelector(`${stage} >>> .gallery button`, { visible: true });
  await (await page.$$(`${stage} >>> .gallery button`))[3].click();
  await reads('0'); // test image 3 is a 0
  await page.$eval(`${map} >>> canvas`, (canvas) => canvas.focus());
  // To a neuron, then to the next layer.
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
  await openPanel('A neuron', 'One neuron');
  await expect
    .poll(() => new URL(page.url()).hash)
    .toMatch(/show\.panel=neuron.*with\.image=3.*with\.layer=2/);
  const { a } = await queryEngine({ image: 3, layer: 2, neuron: 0 });
  await expect
    .poll(async () => (await textsOf(`${neuron} >>> .equation b`)).map(parseFirstNumber).at(-1))
    .toBe(Number(a.toFixed(3)));
});

test('every group of panels renders without axe violations', async () => {
  for (const group of ['A neuron', 'All weights', 'Images']) {
    await press(`${stage} >>> .work > lab-panel-bar`, group);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await axeViolationsIn(page, stage), group).toEqual([]);
  }
  expect(pageErrors).toEqual([]);
});

test('the panel shows the neuron of the map, also that of a question', async () => {
  const shown = async () => [
    (await readDigitMap(page)).shot.neuron,
    (await textsOf(`${neuron} >>> h2`)).map((text) => parseFirstNumber(text)),
  ];
  await goTo(684);
  await openPanel('A neuron', 'One neuron');
  await expect.poll(shown).toEqual([{ layer: 1, neuron: 6 }, [6]]);
  const sidebar = 'lab-app >>> lab-chapter-view >>> lab-chapter-sidebar';
  await press(sidebar, 'Questions 0 / 8');
  await page.$eval(`${map} >>> canvas`, (canvas) => canvas.focus());
  await page.keyboard.press('ArrowDown');
  await expect.poll(shown).toEqual([{ layer: 1, neuron: 7 }, [7]]);
  await press(sidebar, '11:08 Set the threshold');
  await expect.poll(shown).toEqual([{ layer: 1, neuron: 8 }, [8]]);
});

test('on a phone the controls of the picture are one line, with the choice of lines as a menu in sight', async () => {
  await page.setViewport({ width: 360, height: 740 });
  const menu = `${map} >>> .transport select`;
  const [line, choice] = await Promise.all(
    [`${map} >>> .transport`, menu].map((selector) =>
      page.$eval(selector, (element) => element.getBoundingClientRect().toJSON()),
    ),
  );
  expect(line.height).toBeLessThan(60);
  expect(choice.right).toBeLessThanOrEqual(360);
  await page.select(menu, 'weights');
  await expect.poll(async () => (await readDigitMap(page)).shot.overlay).toBe('weights');
});
