// Chapter 5's stage on a real model: the view of each moment, and its numbers against the engine's.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { chapter } from '../../../src/ui/course/05-transformers/chapter.ts';
import { distribution } from '../../../src/ui/course/05-transformers/distribution.ts';
import type { PANELS } from '../../../src/ui/course/05-transformers/panels.ts';
import type { PanelKey } from '../../../src/ui/course/chapter-stage/panel-groups.ts';
import { formatPercent } from '../../../src/ui/format/numbers.ts';
import type { TemperatureScene } from '../../../src/ui/scenes/temperature/temperature-scene.ts';
import type { ActivationName } from '../../../src/workers/rpc/api/lab-api.ts';
import { lensReader } from '../../support/browser/engine.ts';
import { isExploring, openDrawer } from '../../support/browser/explore.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { parseFirstNumber } from '../../support/browser/page-reader.ts';
import { openPanelAt } from '../../support/course/chapter-5.ts';
import { mapStage } from '../../support/course/map-stage.ts';

const stage = 'lab-app >>> lab-chapter-5-stage';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }));
  await page.goto(
    `${inject('pageUrl')}#view=chapter&chapter=5&at=898.3&preset=stories&explore=yes&show.panel=equation`,
  );
  await openDrawer(page);
  await seen(`${stage} >>> [aria-label="a − b + c"] tbody td`);
  await openShipped();
});

afterAll(() => browser?.close());

/** The trained model bundled with the page. */
const openShipped = () =>
  page.evaluate(async () => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    const file = await fetch('./models/stories.safetensors');
    await client.transformer.open(new Uint8Array(await file.arrayBuffer()));
  });

const seen = (selector: string) => page.waitForSelector(selector, { visible: true });

/** Seeks to a time, like the list of moments, and opens the panel of its moment. */
async function goTo(at: number, selector: string): Promise<void> {
  await openPanelAt(page, at);
  await seen(`${stage} >>> ${selector}`);
}

/** Opens a panel of another moment, while the stage stays at its own. */
async function showPanel(panel: PanelKey<typeof PANELS>, selector: string): Promise<void> {
  await page.$eval(stage, (element, name) => element.showPanel(name), panel);
  await seen(`${stage} >>> ${selector}`);
}

/** The text of each cell in a table's rows. */
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

const lens = lensReader(() => page);

const promptOnStage = () => page.$eval(`${stage} >>> lab-prompt-input`, (input) => input.prompt);

/** The last token's row of an activation for the current prompt, from the engine. */
const lastRow = async (name: ActivationName) =>
  page.evaluate(
    async (text, name) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      const { data, shape } =
        (await lab.client.transformer.inspect({ text, names: [name] })).activations[name] ?? {};
      return Array.from(data?.subarray(-(shape?.at(-1) ?? 0)) ?? []);
    },
    await promptOnStage(),
    name,
  );
const engineLogits = () => lastRow('logits');

/** The explanation in each panel, beside or in its figure. */
const EXPLAINED: Readonly<Record<PanelKey<typeof PANELS>, string>> = {
  predict: 'lab-generation-loop >>> .explained',
  loop: 'lab-generation-loop >>> .explained',
  auto: 'lab-generation-loop >>> .explained',
  scene: 'lab-generation-loop >>> .explained',
  name: '.stages + .explained',
  attention: '.stages + .explained',
  mlp: '.stages + .explained',
  all: '.stages + .explained',
  ends: '.stages + .explained',
  shapes: '.stages + .explained',
  line: 'lab-line-fit >>> .explained',
  product: 'lab-stage[data-scene=product]',
  colours: 'lab-stage[data-scene=colours]',
  counts: 'lab-stage[data-scene=counting] >>> .strip',
  tensors: '[aria-label="Every tensor"] table',
  tokens: 'lab-stage[data-scene=cuts]',
  embedding: 'lab-embedding-matrix >>> .explained',
  points: '[aria-label="Embedding space"] .explained',
  neighbours: '[aria-label="Embedding space"] .explained',
  analogy: 'lab-stage[data-scene=directions]',
  angle: 'lab-stage[data-scene=dot]',
  direction: '[aria-label="Direction"] .explained',
  stream: '[aria-label="Residual stream"] .explained',
  window: '[aria-label="Context window"] .explained',
  unembedding: '[aria-label="Every prefix"] .explained',
  softmax: 'lab-stage[data-scene=temperature]',
  temperature: 'lab-stage[data-scene=temperature]',
  stories: '[aria-label="Stories by temperature"] .explained',
  logits: 'lab-stage[data-scene=temperature]',
  merges: 'lab-byte-pairs >>> .explained',
  equation: '[aria-label="a − b + c"] .explained',
  pair: '[aria-label="Two words"] .explained',
  calculator: 'lab-softmax-calculator >>> .explained',
};

/** The text of an element, shadow roots included. */
const textOf = (selector: string) =>
  page.$eval(`${stage} >>> ${selector}`, (element) => {
    const read = (root: ParentNode): string =>
      [...root.children]
        .filter(({ localName }) => localName !== 'lab-panel-bar')
        .map(
          (child) =>
            `${child.shadowRoot ? read(child.shadowRoot) : ''} ${child.children.length ? read(child) : ''} ${[
              ...child.childNodes,
            ]
              .filter((node) => node.nodeType === 3)
              .map((node) => node.textContent)
              .join(' ')}`,
        )
        .join(' ');
    return read(element.shadowRoot ?? element).replace(/\s+/g, ' ');
  });

test('every moment shows a distinct view with numbers', async () => {
  const texts = new Map<string, string>();
  for (const moment of chapter.moments) {
    const explained = EXPLAINED[moment.view as keyof typeof EXPLAINED];
    await goTo(moment.startTime, explained);
    // The previous view stays until the new data arrive; a scene has the same form for several moments.
    const isScene = explained.startsWith('lab-stage');
    const strip = () =>
      page.$eval(`${stage} >>> lab-stage >>> .strip`, ({ textContent }) => textContent ?? '');
    const shown = isScene ? strip : () => textOf('#drawer');
    if (!isScene) await expect.poll(shown).not.toBe(texts.get(explained));
    await expect.poll(shown, { message: moment.title }).toMatch(/\d/);
    const text = await shown();
    expect(text, moment.title).not.toMatch(/NaN|undefined|not a number/);
    texts.set(explained, text);
  }
});

test('the bundled model: king − man + woman is queen, and relations are solved, on screen as in the engine', async () => {
  await showPanel('equation', '.rank b');
  expect(await textOf('.rank')).toContain('rank 1');
  const { relations } = await lens('relations', {});
  const rows = await rowsOf('[aria-label="Relations of this data set"] tbody');
  expect(rows).toHaveLength(3);
  for (const [i, { name, consistency, solved }] of relations.entries()) {
    expect(rows[i][0]).toContain(name);
    expect(parseFirstNumber(rows[i][1])).toBeCloseTo(consistency, 2);
    expect(parseFirstNumber(rows[i][2])).toBeCloseTo(100 * solved, 1);
    expect(solved, name).toBeGreaterThanOrEqual(name === 'capital' ? 0.7 : 0.9);
  }
});

test('the model’s tensors add up to all its weights', async () => {
  await showPanel('tensors', '[aria-label="Every tensor"] tbody');
  const rows = await rowsOf('[aria-label="Every tensor"] tbody');
  const sum = rows.reduce((total, [, , numbers]) => total + parseFirstNumber(numbers), 0);
  expect(sum).toBe((await run())?.parameterCount);
});

test('nearest neighbours match the engine', async () => {
  await goTo(861.3, '[aria-label^="Nearest neighbours"] td');
  const { nearest } = await lens('nearest-tokens', { id: await idOf('king'), by: 'cosine', count: 8 });
  const rows = await rowsOf('[aria-label^="Nearest neighbours"] tbody');
  expect(rows.map(([word]) => word)).toEqual(nearest.map(({ text }) => text));
  expect(parseFirstNumber(rows[0][2])).toBeCloseTo(nearest[0].score, 2);
});

test('an analogy’s rank matches the engine, and an unknown word is rejected with a message', async () => {
  await showPanel('equation', '.rank b');
  const [a, b, c, expected] = await Promise.all(['king', 'man', 'woman', 'queen'].map(idOf));
  const { expectedRank } = await lens('analogy', { a, b, c, expected, count: 8 });
  const shown = await page.$eval(`${stage} >>> .rank b`, (element) => element.textContent ?? '');
  expect(parseFirstNumber(shown.replace('number', ''))).toBe(expectedRank);

  const message = await page.$eval(`${stage} >>> input[name="a"]`, (element) => {
    const field = element as HTMLInputElement;
    field.value = 'Hogwarts';
    field.dispatchEvent(new Event('change'));
    const said = field.validationMessage;
    field.value = 'king';
    field.dispatchEvent(new Event('change'));
    return said;
  });
  expect(message).toContain('“Hogwarts” is not in the vocabulary');
});

/** The scene of the temperature: the share of its first bar, and its T. */
const scene = {
  async share() {
    const bars = (await mapStage(page).marks('temperature')).filter(({ key }) => key.startsWith('bar-'));
    return bars[0]?.value;
  },
  set: (T: number) =>
    page.$eval(
      `${stage} >>> lab-stage[data-scene=temperature]`,
      (map, T) => {
        const { temperatureEvent } = (map.scene as TemperatureScene).input;
        if (temperatureEvent) map.dispatchEvent(temperatureEvent(T));
      },
      T,
    ),
};

test('the temperature recomputes probabilities without a request to the model', async () => {
  await goTo(1342.5, 'lab-stage[data-scene=temperature]');
  // Until the model has answered, the scene is as it was at a moment before.
  const panel = () => page.$eval(stage, (element) => Reflect.get(element, 'reading')?.request.panel);
  await expect.poll(panel).toBe('softmax');
  const logits = await engineLogits();
  await expect.poll(scene.share).toBeCloseTo(Math.max(...distribution(logits, 1)), 5);
  await page.evaluate(() => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    Object.assign(client.transformer, { query: () => Promise.reject(new Error('the model was queried')) });
  });
  await scene.set(0.5);
  await expect.poll(scene.share).toBeCloseTo(Math.max(...distribution(logits, 0.5)), 5);
  await scene.set(0);
  await expect.poll(scene.share).toBe(1);
  await page.evaluate(() => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    Reflect.deleteProperty(client.transformer, 'query'); // restores the method
  });
  expect(await page.$(`${stage} >>> [role="alert"]`)).toBeNull();
});

test('one temperature on the stage: the map’s prediction follows the scene’s, and says so', async () => {
  await goTo(1435.1, 'lab-stage[data-scene=temperature]');
  const logits = await engineLogits();
  await scene.set(5);
  const p = Math.max(...distribution(logits, 5));
  await expect.poll(scene.share).toBeCloseTo(p, 5);
  await page.$eval(stage, (element) => element.showPanel(undefined));
  await seen(`${stage} >>> lab-stage[data-scene=network]`);
  await mapStage(page).says(new RegExp(`${formatPercent(p)} at T = 5\\.`));
  // Another panel, the same temperature.
  await showPanel('logits', 'lab-stage[data-scene=temperature]');
  await expect.poll(scene.share).toBeCloseTo(p, 5);
  // A panel that reads predictions as they are says so.
  await showPanel('stream', '[aria-label="Residual stream"] table');
  await seen(`${stage} >>> #drawer > .explained::-p-text(are at T = 1)`);
  // The next moment has T = 1 again.
  await goTo(1533.1, 'lab-stage[data-scene=temperature]');
  await expect.poll(scene.share).toBeCloseTo(Math.max(...distribution(logits, 1)), 5);
});

test('the first components of the last vector match the engine to two decimals', async () => {
  await goTo(1223.5, '[aria-label=Unembedding] .data.numbers');
  const vector = await lastRow('ln_final.hook_normalized');
  const written = vector.slice(0, 6).map((value) => value.toFixed(2).replace('-', '−'));
  const shown = await page.$eval(
    `${stage} >>> [aria-label=Unembedding] .data.numbers`,
    (element) => element.textContent ?? '',
  );
  expect(shown.replaceAll('+', '').split(', ')).toEqual([...written, '…']);
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
}

test('at temperature 0 the loop appends the most probable token, while the video waits', async () => {
  // At this moment the model writes by itself, until the visitor goes back to the prompt.
  await goTo(105, 'lab-generation-loop >>> li.new');
  await page.click(`${stage} >>> lab-generation-loop >>> ::-p-text(Back to the prompt)`);
  await expect.poll(() => page.$(`${stage} >>> li.new`)).toBeNull();
  const logits = await engineLogits();
  expect(await page.$(`${stage} >>> li.new`)).toBeNull();
  await setTemperature(0);
  const best = (await run())?.vocabulary[logits.indexOf(Math.max(...logits))];
  await page.click(`${stage} >>> lab-generation-loop >>> button.primary`);
  await seen(`${stage} >>> lab-generation-loop >>> li.new`);
  expect(await page.$eval(`${stage} >>> li.new`, (element) => element.textContent)).toBe(best);
  expect(await isExploring(page)).toBe(true);
  await page.click(`${stage} >>> lab-generation-loop >>> ::-p-text(Back to the prompt)`);
  await expect.poll(() => page.$(`${stage} >>> li.new`)).toBeNull();
});

test('the stories match the engine’s samples at these temperatures and this seed', async () => {
  await goTo(1473.5, '[aria-label="Stories by temperature"] li.new');
  const cold = await page.evaluate(
    async (prompt) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      return (await lab.client.transformer.generate({ prompt, tokens: 30, temperature: 0, seed: 1 })).tokens;
    },
    await promptOnStage(),
  );

  const first = await page.$$eval(`${stage} >>> [aria-label="Stories by temperature"] ol`, (lists) =>
    [...lists[0].children].map((item) => item.textContent),
  );
  expect(first).toEqual(cold.map(({ text }) => text));
});

test('byte pairs: each merge adds the most frequent pair as a token, and the URL stores the number of merges', async () => {
  await goTo(199.1, 'lab-stage[data-scene=cuts]');
  await showPanel('merges', 'lab-byte-pairs >>> .learnt li');
  await page.click(`${stage} >>> lab-byte-pairs >>> ::-p-text(Reset)`);
  await seen(`${stage} >>> lab-byte-pairs >>> tr.marked`);
  await expect.poll(() => page.$(`${stage} >>> lab-byte-pairs >>> .learnt`)).toBeNull();
  const text = (await run())?.prompts[0] ?? '';
  const {
    candidates: [best],
  } = await lens('byte-pairs', { text, size: 1500, merges: 0 });
  const [[pair, , count]] = await rowsOf('lab-byte-pairs >>> tbody');
  expect(pair).toContain(`${best.first} + ${best.second}`);
  expect(parseFirstNumber(count)).toBe(best.count);
  await page.click(`${stage} >>> lab-byte-pairs >>> button.primary`);
  await seen(`${stage} >>> lab-byte-pairs >>> li.new`);
  expect(await page.$eval(`${stage} >>> lab-byte-pairs >>> li.new`, (item) => item.textContent)).toBe(
    best.first + best.second,
  );
  expect(new URL(page.url()).hash).toContain('with.merges=1');
});

test('keys rotate the point cloud, and UMAP runs on request', async () => {
  await goTo(803.6, 'lab-point-cloud >>> text');
  const places = () =>
    page.$$eval(`${stage} >>> lab-point-cloud >>> text`, (labels) =>
      labels.map((label) => [label.textContent, Number(label.getAttribute('x'))] as const),
    );
  const before = new Map(await places());
  await page.focus(`${stage} >>> lab-point-cloud >>> .frame`);
  await page.keyboard.press('ArrowRight');
  // The set of labelled words changes; words that keep their label have moved.
  const moved = async () => (await places()).filter(([word, x]) => Math.abs(x - (before.get(word) ?? x)) > 0);
  await expect.poll(async () => (await moved()).length).toBeGreaterThan(0);

  await page.select(`${stage} >>> select[name="dimensions"]`, '2');
  await page.select(`${stage} >>> select[name="layout"]`, 'umap');
  await seen(`${stage} >>> .making button`);
  // Where it stands still moves as the picture goes: it is pressed, not clicked at.
  await page.$eval(`${stage} >>> .making button`, (button) => (button as HTMLButtonElement).click());
  const rounds = () =>
    page.$eval(`${stage} >>> progress`, (bar) => (bar as HTMLProgressElement).position).catch(() => 0); // it stands there from the first stretch on
  await expect.poll(rounds).toBe(1);
  expect(await page.$$(`${stage} >>> lab-point-cloud >>> circle`)).toHaveLength(213);
  await page.select(`${stage} >>> select[name="layout"]`, 'pca');
  await page.select(`${stage} >>> select[name="dimensions"]`, '3');
});

test('software rendering of the cloud matches WebGL and shows a notice', async () => {
  const cloud = `${stage} >>> lab-point-cloud`;
  await goTo(861.3, 'lab-point-cloud >>> text.chosen');
  expect(await textOf('lab-point-cloud')).toContain('no graphics acceleration');
  const frameShot = async () => {
    const frame = await page.waitForSelector(`${cloud} >>> .frame`, { visible: true });
    return `data:image/png;base64,${await frame?.screenshot({ encoding: 'base64' })}`;
  };
  /** The frame once some in a row are equal: words arrive before labels have their places. */
  const settledShot = async () => {
    let last = await frameShot();
    let equal = 0;
    await expect
      .poll(async () => {
        const before = last;
        last = await frameShot();
        equal = last === before ? equal + 1 : 0;
        return equal;
      })
      .toBeGreaterThan(2);
    return last;
  };
  const pictureOf = async () => {
    await page.reload(); // and the shipped model is opened again
    await goTo(861.3, 'lab-point-cloud >>> text.chosen');
    return settledShot();
  };
  const byPage = await pictureOf();
  await page.evaluateOnNewDocument(() => {
    const { getParameter } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.getParameter = function (name) {
      return name === this.RENDERER ? 'A card' : Reflect.apply(getParameter, this, [name]);
    };
  });
  const byCard = await pictureOf();
  expect(await textOf('lab-point-cloud')).not.toContain('no graphics acceleration');
  expect(await differenceOf(byPage, byCard)).toBeLessThan(0.01);
  await page.focus(`${cloud} >>> .frame`);
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => differenceOf(await frameShot(), byCard)).toBeGreaterThan(0.02);
});

/** The share of pixels that differ by more than a quarter of the range in any channel. */
const differenceOf = (one: string, other: string) =>
  page.evaluate(
    async (addresses) => {
      const [a, b] = await Promise.all(
        addresses.map(async (address) => {
          const picture = Object.assign(new Image(), { src: address });
          await picture.decode();
          const canvas = new OffscreenCanvas(picture.width, picture.height);
          const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
          context.drawImage(picture, 0, 0);
          return context.getImageData(0, 0, picture.width, picture.height);
        }),
      );
      if (a.width !== b.width || a.height !== b.height) return 1;
      let pixels = 0;
      for (let i = 0; i < a.data.length; i += 4)
        pixels += Number([0, 1, 2].some((c) => Math.abs(a.data[i + c] - b.data[i + c]) > 64));
      return pixels / (a.width * a.height);
    },
    [one, other],
  );

test('the plot follows training without flipping axes', async () => {
  await page.evaluate(() => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    return client.transformer.create({ preset: 'stories', model: { L: 1 }, training: { steps: 12 } });
  });
  const points = async () => (await lens('embedding', {})).points.data;
  let before = Object.values(await points());
  for (let step = 0; step < 4; step++) {
    await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.client.transformer.step());
    const after = Object.values(await points());
    for (const axis of [0, 1, 2]) {
      const along = (values: number[]) => values.filter((_, i) => i % 3 === axis);
      const agreement = along(before).reduce((sum, x, i) => sum + x * along(after)[i], 0);
      expect(agreement).toBeGreaterThan(0);
    }
    before = after;
  }
  await openShipped();
});

test('no errors on the page', () => {
  expect(pageErrors).toEqual([]);
});
