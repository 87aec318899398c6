// The network map through a whole chapter, untouched: each moment moves the camera, and what the map says is what the engine computes.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import { formatPercent } from '../../../src/ui/format/numbers.ts';
import { OVERLAYS } from '../../../src/ui/network-map/overlays/overlays.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const PROMPT = 'the happy king smiles because';
const stage = `lab-app${byRole('region', 'Stage')}`;
const picture = `${stage}${byRole('application')}`;
const here = `${stage}${byRole('navigation', 'Position in the network')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=6&preset=stories&at=0`);
  await page.waitForSelector(`${stage}${byRole('navigation', 'Depth')}`, { visible: true });
});

afterAll(() => browser?.close());

const { click, find, textOf, textOfRole } = pageReader(() => page);

/** The sentence that stands for the picture. */
const sentence = () => page.$eval(picture, (canvas) => canvas.ariaLabel ?? '');
const said = (pattern: RegExp) => expect.poll(sentence).toMatch(pattern);
const place = () => page.$eval(here, (nav) => nav.querySelector('[aria-current]')?.textContent?.trim());

const focus = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.value.focus);
const seek = (at: number) =>
  page.evaluate((at) => (document.querySelector('lab-app') as LabApp).page.update({ at }), at);

/** Weights of the selected head at the selected token, and the prediction, from the engine. */
async function fromEngine(prompt: string) {
  const { layer, head, token = 0 } = await focus();
  return page.evaluate(
    async (prompt, layer, head, token) => {
      const { client } = (document.querySelector('lab-app') as LabApp).lab;
      const name = `blocks.${layer}.attn.hook_pattern` as const;
      const { activations, next, tokens } = await client.transformer.query({ prompt, activations: [name] });
      const T = tokens.length;
      const from = (head * T + token) * T;
      const weights = [...(activations[name]?.data.subarray(from, from + token + 1) ?? [])];
      return { weights, next: next[0], tokens: tokens.map(({ text }) => text) };
    },
    prompt,
    layer,
    head,
    token,
  );
}

test('each moment of chapter 6 shows its place, its head and its prediction', async () => {
  const { moments } = COURSE[5];
  await expect.poll(async () => (await focus()).token).toBeDefined();
  const { layer, head, token = 0 } = await focus();
  const { weights, next, tokens } = await fromEngine(PROMPT);
  const strongest = weights.indexOf(Math.max(...weights));
  const [block, name] = [`Block ${layer + 1}`, `Head ${layer + 1}.${head + 1}`];
  const prediction = `“${next.text}”, ${formatPercent(next.probability)}.`;
  const attends = `${name}: “${tokens[token]}” attends most to “${tokens[strongest]}”, ${formatPercent(weights[strongest])}.`;
  const EXPECTED = {
    network: ['Network', prediction],
    embedding: ['Embedding', 'numbers of its embedding'],
    block: [block, `${block}, attention from “${tokens[token]}”`],
    head: [name, attends],
  } as const;
  for (const { startTime, title, shot, isPanelOpen = false } of moments) {
    await seek(startTime);
    const [at, words] = EXPECTED[(shot?.at ?? 'network') as keyof typeof EXPECTED];
    await expect.poll(place, { message: title }).toBe(at);
    await expect.poll(sentence, { message: title }).toContain(words);
    const overlay = OVERLAYS[shot?.overlay ?? 'values'].label;
    const radio = await find('radio', overlay, stage);
    expect(await radio.evaluate((input) => (input as HTMLInputElement).checked), title).toBe(true);
    await find('button', isPanelOpen ? 'Hide panel' : 'Show panel', stage);
    expect(await textOf('lab-app >>> lab-chapter-view >>> .following')).toBe('Following the video');
  }
});

test('the map stands above the fold, and the same picture stays from chapter to chapter', async () => {
  await seek(523.3);
  for (const [width, height] of [
    [1440, 900],
    [1920, 1080],
    [1024, 768],
  ]) {
    await page.setViewport({ width, height });
    const { top = 0, bottom = 0 } =
      (await page.$eval(picture, (canvas) => canvas.getBoundingClientRect().toJSON())) ?? {};
    expect(top).toBeLessThan(height / 2);
    expect(bottom).toBeLessThan(height);
  }
  await page.setViewport({ width: 1440, height: 900 });
  const map = await page.$('lab-app >>> lab-network-map');
  await click('button', `Chapter 5: ${COURSE[4].title}`);
  await find('heading', COURSE[4].moments[0].title);
  await said(/the network predicts/);
  expect(await map?.evaluate((element) => element.isConnected)).toBe(true);
});

test('a key on the map selects another token, and the stage no longer follows the video', async () => {
  await page.evaluate(() => {
    location.hash = 'view=chapter&chapter=6&preset=stories&at=523.3&layer=1&head=1&token=3';
  });
  await said(/^Head 1\.1: “king”/);
  await page.focus(picture);
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await focus()).token).toBe(3);
  await said(/^Head 1\.1: “smiles”/);
  expect(await textOfRole('status', undefined, 'lab-app >>> lab-chapter-view >>> section')).toContain(
    'You’re exploring',
  );
  await click('button', 'Show panel', stage);
  await expect.poll(async () => (await page.$$(picture)).length).toBe(2); // with the grid of the panel
  expect(page.url()).toContain('show.view=attends');
  expect(await axeViolations(page)).toEqual([]);
  await click('button', 'Hide panel', stage);
  await expect.poll(() => page.url()).not.toContain('show.view');
});

test('no errors on the page', () => {
  expect(pageErrors).toEqual([]);
});
