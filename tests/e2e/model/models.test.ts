// Switching models: bundled models, random weights, and files of the visitor.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { downloaded } from '../../support/browser/downloads.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { openFromMenu } from '../../support/browser/menu.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';
import { gpt2Files } from '../../support/model/gpt2-files.ts';
import { unzip } from '../../support/unzip.ts';

const dock = byRole('region', 'Model');
const menu = byRole('group', 'Current model');
const stage = byRole('region', 'Stage');
const notices = byRole('region', 'Notifications');

let browser: Browser;
let page: Page;
let pageErrors: string[];
let folder: string;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  folder = mkdtempSync(join(tmpdir(), 'mini-llm-lab-models-'));
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  pageErrors = collectPageErrors(page);
  await page.goto(`${inject('pageUrl')}#view=network&preset=facts`);
  await modelIs('facts', 1500);
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => expect(pageErrors).toEqual([]));

const modelIs = (preset: string, step: number) =>
  page.waitForFunction(
    (preset, step) => {
      const { run, step: now, pending } = (document.querySelector('lab-app') as LabApp).lab.value;
      return run?.preset === preset && now === step && !pending;
    },
    {},
    preset,
    step,
  );
const { click, find, press, textOf, textOfRole, textsOf } = pageReader(() => page);
const shownModel = () => textOfRole('button', undefined, menu);
const noticeText = () => textOfRole('alert', undefined, notices);
const hash = () => page.evaluate(() => location.hash);

async function choose(label: string): Promise<void> {
  await click('button', undefined, menu);
  await press(menu, label);
}

async function pick(...paths: string[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForFileChooser(), choose('Open files …')]);
  await chooser.accept(paths);
}

test('the page opens with a pretrained model, labelled as such, that recalls its facts', async () => {
  expect(await textOfRole('button', undefined, menu)).toMatch(/^facts · .* weights · pretrained$/);
  const next = await page.evaluate(async () => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    return (await client.transformer.inspect({ text: 'Michael Jordan plays the sport of', names: [] }))
      .next[0].text;
  });
  expect(next).toBe('basketball');
});

test('a chapter loads the course’s model, the menu another; the dock trains it from scratch, the menu brings it back', async () => {
  await page.locator('lab-app >>> lab-header >>> nav a:nth-child(5)').click();
  await modelIs('world', 2000);
  await expect.poll(hash).not.toContain('preset');
  await click('button', 'Explore');
  await expect.poll(shownModel).toMatch(/^world · .* weights · pretrained$/);
  await choose('stories king − man + woman, adjectives, pronouns');
  await modelIs('stories', 1500);
  await expect.poll(hash).toContain('preset=stories');
  await expect.poll(shownModel).toMatch(/^stories · .* weights · pretrained$/);
  await press(dock, 'Train');
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.step > 3);
  await expect.poll(hash).toContain('weights=fresh');
  await choose('Load pretrained');
  await modelIs('stories', 1500);
  await expect.poll(hash).not.toContain('weights');
});

test('reset initializes random weights; a trained model is saved to a file and restored from it', async () => {
  await choose('Re-initialize weights');
  await modelIs('stories', 0);
  await press(dock, 'Step');
  await modelIs('stories', 1);
  const file = await downloaded(page, folder, 'stories-step-1.safetensors', () => choose('Save as file'));

  await choose('Load pretrained');
  await modelIs('stories', 1500);
  await pick(file);
  await modelIs('stories', 1);
  expect(await textOfRole('button', undefined, menu)).toContain('from a file');
  expect(await textOf(notices)).toBe('');
});

test('rejects a file that is no model by name, dropped or picked, and keeps the model', async () => {
  const path = join(folder, 'cat.png');
  writeFileSync(path, 'not a network');
  await pick(path);
  expect(await noticeText()).toMatch(/^“cat\.png” cannot be opened: safetensors: /);
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['nor this'], 'dog.txt'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect.poll(noticeText).toMatch(/^“dog\.txt” cannot be opened/);
  await modelIs('stories', 1);
});

test('GPT-2’s files are previewed, opened, inspected in chapters 6 and 7, and replaced by the next model', async () => {
  const paths = await Promise.all(
    gpt2Files({ type: 'F16' }).map(async (file) => {
      const path = join(folder, file.name);
      writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
      return path;
    }),
  );
  await press(dock, 'Step');
  await modelIs('stories', 2);
  await pick(...paths);
  const dialog = byRole('dialog', 'Open GPT-2?');
  const preview = await textOfRole('dialog', 'Open GPT-2?', '');
  expect(preview).toContain('Open GPT-2?');
  expect(preview).toContain('2 layers, 4 heads, width 64');
  // The trained run is saved on the device: nothing is lost.
  expect(preview).not.toContain('Will be lost');
  await press(dialog, 'Cancel');
  await modelIs('stories', 2);

  await pick(...paths);
  await (await find('combobox', 'weights held as', dialog)).select('int8');
  await press(dialog, 'Open');
  await modelIs('GPT-2', 0);
  expect(
    await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.run?.weightType),
  ).toBe('int8');
  expect(await textOfRole('button', undefined, menu)).toMatch(/^GPT-2 · .* weights · from a file$/);
  // A read-only model has no buttons to train it.
  expect(await textsOf(`${dock}${byRole('button')}`)).toEqual([
    expect.stringMatching(/^CPU/),
    expect.stringMatching(/^GPT-2/),
  ]);

  await page.evaluate(() => {
    location.hash = '#view=chapter&chapter=6&preset=stories&explore=yes';
  });
  await find('heading', 'The purpose of attention');
  await find('textbox', 'Prompt', stage);
  const probabilities = await page.evaluate(async () => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    return (await client.transformer.inspect({ text: 'the cat sat on', names: [] })).next.map(
      ({ probability }) => probability,
    );
  });
  expect(probabilities).toHaveLength(20);
  await modelIs('GPT-2', 0); // the URL names stories, and the opened model stays
  expect(await textOf(notices)).toBe('');

  await pick(join(folder, 'stories-step-1.safetensors'));
  await modelIs('stories', 1);
});

test('exports the view, its tables and the model as files', async () => {
  const saved = async (label: string, ending: string) => {
    const file = await downloaded(page, folder, ending, async () => {
      await openFromMenu(page, 'Export');
      await page.locator(`${byRole('group', 'Export menu')}::-p-text(${label})`).click();
    });
    return readFileSync(file);
  };
  await page.evaluate(() => {
    location.hash = '#view=train&preset=stories';
  });
  await find('heading', 'Train a model');
  await find('image', undefined, byRole('main'));
  await press(dock, 'Step');
  await modelIs('stories', 2);
  // The view evaluates a new model in the background.
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.value.evaluations.length > 0,
  );
  const { series, evaluations } = await page.evaluate(
    () => (document.querySelector('lab-app') as LabApp).lab.value,
  );

  const csv = (await saved('Loss in nats by training step', '.csv')).toString();
  const [columns, ...rows] = csv
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  expect(columns).toEqual(['step', 'uniform guessing', 'pretrained', 'batch', 'training', 'validation']);
  const cell = (step: number, column: string) =>
    rows.find(([at]) => at === String(step))?.[columns.indexOf(column)];
  // Full precision, not the rounded values of the screen.
  expect(series.points.length).toBeGreaterThan(1);
  for (const { step, loss } of series.points) expect(cell(step, 'batch')).toBe(String(loss));
  for (const { step, validationLoss } of evaluations)
    expect(cell(step, 'validation')).toBe(String(validationLoss));

  // Its height changes when a checkpoint slider appears below it.
  const width = await (await find('main')).evaluate((main) => (main as HTMLElement).offsetWidth);
  const png = await saved('Image', '.png');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(width);
  expect(png.readUInt32BE(20)).toBeGreaterThan(width / 3);
  expect(await coloursOf(png)).toBeGreaterThan(50); // a curve, text in several greys, buttons
  const svg = (await saved('Vector image', '.svg')).toString();
  expect(svg).toMatch(/^<svg[\s\S]*Train a model/);
  expect(svg.match(/^<svg[^>]* width="(\d+)"/)?.[1]).toBe(String(width));

  const files = unzip(await saved('For Python', 'stories-step-2-transformers.zip'));
  const json = (name: string) => JSON.parse(new TextDecoder().decode(files.get(name)));
  const sizes = { model_type: 'gpt2', n_layer: 2, n_embd: 64, tie_word_embeddings: false };
  expect(json('config.json')).toMatchObject(sizes);
  const vocabulary = Object.keys(json('tokenizer.json').model.vocab);
  expect(readCheckpoint(files.get('model.safetensors') as Uint8Array)).toMatchObject({
    origin: { step: 2 },
    tokenizer: { vocabulary },
  });
  const whole = await saved('With optimizer state', 'step-2.safetensors');
  rmSync(join(folder, 'stories-step-2.safetensors'));
  const weights = await saved('Weights, with settings', 'step-2.safetensors');
  expect(whole.length).toBeGreaterThan(2.5 * weights.length);
});

/** Number of colours of an image, counted in the page. */
const coloursOf = (png: Buffer) =>
  page.evaluate(
    async (address) => {
      const picture = Object.assign(new Image(), { src: address });
      await picture.decode();
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext('2d');
      context?.drawImage(picture, 0, 0);
      return new Set(
        new Uint32Array(context?.getImageData(0, 0, canvas.width, canvas.height).data.buffer ?? []),
      ).size;
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );

test('without storage, a dialog lists what would be lost', async () => {
  await page.workers()[0].evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await press(dock, 'Step');
  await modelIs('stories', 3);
  await page.waitForSelector(`${notices}::-p-text(There is no room left on this device)`, { visible: true });
  // A file of the lab itself, which otherwise opens without a dialog.
  await pick(join(folder, 'stories-step-1.safetensors'));
  const dialog = byRole('dialog');
  expect(await textOfRole('note', undefined, dialog)).toBe(
    'Will be lost: the current model, stories, trained for 3 steps. Save it first if you want to keep it.',
  );
  await press(dialog, 'Cancel');
  await page.waitForSelector(dialog, { hidden: true });
  await modelIs('stories', 3);
});

test('if no pretrained model can be fetched, random weights are used, with a message', async () => {
  await page.evaluateOnNewDocument(() => {
    const { fetch } = window;
    window.fetch = (what, options) =>
      String(what).includes('.safetensors') ? Promise.reject(new TypeError('gone')) : fetch(what, options);
  });
  await openLink(page, `${inject('pageUrl')}#preset=league`);
  await modelIs('league', 0);
  expect(await noticeText()).toMatch(
    /^The trained model could not be fetched \(no network\)\. A model with random weights/,
  );
});
