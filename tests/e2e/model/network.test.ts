// The network page: the map's words and tables are the engine's numbers, everything is reached by keyboard, and nothing is drawn
// at rest.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { NetworkScene } from '../../../src/ui/scenes/network/network-scene.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const map = byRole('application');
const place = `${byRole('navigation', 'Position in the network')}${byRole('button')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1280, height: 860 }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(`${inject('pageUrl')}#view=network&preset=facts`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  await page.waitForSelector(`lab-app ${map}`, { visible: true });
});

afterAll(() => browser?.close());

const { click, tableOf, textsOf, find } = pageReader(() => page);

/** The name of the map, which sums the picture up, once it matches. */
async function summary(pattern: RegExp): Promise<string> {
  const names = async () =>
    (await find('application')).evaluate((canvas) => canvas.getAttribute('aria-label') ?? '');
  await expect.poll(names).toMatch(pattern);
  return names();
}

/** The engine's activation of the shown prompt, and its prediction. */
const inspect = (name: string, interventions: object[] = []) =>
  page.evaluate(
    async (name, interventions) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      const text = lab.value.run?.prompts[0] ?? '';
      const { activations, next, tokens } = await lab.client.transformer.inspect({
        text,
        names: [name as 'logits'],
        interventions: interventions as [],
      });
      const data = Array.from(activations[name as 'logits']?.data ?? []);
      return { data, next, tokens: tokens.map((token) => token.text) };
    },
    name,
    interventions,
  );

const percent = (fraction: number) => `${(100 * fraction).toFixed(1)}\u202f%`;

const drawnFrames = () =>
  (page.$('lab-app >>> lab-stage') as Promise<unknown>).then((element) =>
    (element as { evaluate: <T>(read: (map: Stage<NetworkScene>) => T) => Promise<T> }).evaluate(
      ({ drawnFrames }) => drawnFrames,
    ),
  );

test('the summary has the engine’s prediction', async () => {
  const { next, tokens } = await inspect('logits');
  expect(await summary(/predicts/)).toContain(
    `After “${tokens.at(-1)}” the network predicts “${next[0].text}”, ${percent(next[0].probability)}`,
  );
});

test('a block’s table has the engine’s attention weights', async () => {
  await click('button', 'Block 2');
  await summary(/Block 2, attention from/);
  expect(await textsOf(`lab-app ${place}`)).toEqual(['Network', 'Block 2']);
  const { data, tokens } = await inspect('blocks.1.attn.hook_pattern');
  await (await page.waitForSelector('lab-app >>> lab-stage >>> summary'))?.click();
  const T = tokens.length;
  const rows = await tableOf(`Attention weights of block 2 from “${tokens[T - 1]}”`);
  expect(rows.map(({ head }) => head)).toEqual(['2.1', '2.2', '2.3', '2.4']);
  rows.forEach((row, head) => {
    const weight = data[(head * T + T - 1) * T + T - 1];
    expect(Number.parseFloat(Object.values(row).at(-1)?.replace('<', '') ?? '')).toBeCloseTo(100 * weight, 0);
  });
});

test('keys move through the network, and each move is announced', async () => {
  await page.focus(`lab-app ${map}`);
  await page.keyboard.press('Enter');
  await summary(/^Head 2\.1/);
  await page.keyboard.press('ArrowLeft');
  const { tokens } = await inspect('logits');
  await summary(new RegExp(`“${tokens.at(-2)}” attends most`));
  const announced = async () => textsOf(`lab-app >>> lab-stage >>> [role=status]`);
  await expect
    .poll(announced)
    .toEqual([expect.stringContaining(`“${tokens.at(-2)}” attends to ${tokens[0]}`)]);
  await page.keyboard.press('Enter');
  await summary(/^MLP 2 at .* neurons are active\./);
  await page.keyboard.press('Enter');
  await summary(/^Stream after block 1, at .* numbers\.$/);
  for (const pattern of [/blocks of/]) {
    await page.keyboard.press('Escape');
    await summary(pattern);
  }
});

test('a vector’s table has the engine’s numbers', async () => {
  await page.focus(`lab-app ${map}`);
  for (const key of ['Enter', 'Enter', 'Enter', 'Enter'] as const) await page.keyboard.press(key);
  await summary(/^Stream/);
  const { data, tokens } = await inspect('blocks.0.hook_resid_pre');
  const rows = await tableOf(`The stream embedding: token + position at “${tokens.at(-2)}”`);
  const shown = rows.flatMap((row) =>
    Object.values(row)
      .slice(1)
      .map((text) => Number(text.replace('−', '-'))),
  );
  const C = data.length / tokens.length;
  expect(shown).toHaveLength(C);
  shown.forEach((value, i) => {
    expect(value).toBeCloseTo(data[(tokens.length - 2) * C + i], 1);
  });
  await page.keyboard.press('0');
  await summary(/blocks of/);
});

test('an ablation gives the engine’s prediction without the head', async () => {
  await (await find('combobox', 'Overlay')).select('ablation');
  await page.$eval('lab-app >>> lab-stage', (element) => {
    const map = element as Stage<NetworkScene>;
    const shot = { ...map.scene.input.shot, ablated: { heads: [{ layer: 1, head: 2 }] } };
    map.dispatchEvent(Object.assign(new Event('lab-map-shot', { bubbles: true, composed: true }), { shot }));
  });
  const { next } = await inspect('logits', [{ name: 'blocks.1.attn.hook_z', kind: 'zero', head: 2 }]);
  expect(await summary(/Without head 2\.3/)).toContain(
    `Without head 2.3: “${next[0].text}”, ${percent(next[0].probability)}`,
  );
});

test('an ablation stays named under every overlay, where the rail predicts what the bars do, until it is reset', async () => {
  const [usual] = (await inspect('logits')).next;
  const {
    next: [ablated],
  } = await inspect('logits', [{ name: 'blocks.1.attn.hook_z', kind: 'zero', head: 2 }]);
  const rail = () => textsOf('lab-app >>> lab-stage >>> .rail .says');
  await (await find('combobox', 'Overlay')).select('values');
  await summary(/Without head 2\.3/);
  await expect
    .poll(rail)
    .toEqual([`without head 2.3${ablated.text}${percent(ablated.probability).replace(/\s/, ' ')}`]);
  await click('button', 'Without head 2.3: reset');
  await summary(/^(?!.*Without)/);
  await expect
    .poll(rail)
    .toEqual([`next token${usual.text}${percent(usual.probability).replace(/\s/, ' ')}`]);
});

test('the predicted token becomes the last column', async () => {
  const { next, tokens } = await inspect('logits');
  await click('button', 'Next token');
  await summary(new RegExp(`read ${tokens.length + 1} tokens. After “${next[0].text}”`));
});

test('draws while it moves, and not at rest', async () => {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
  const before = await drawnFrames();
  await click('button', 'Forward pass');
  await find('button', 'Stop');
  await find('button', 'Forward pass');
  const after = await drawnFrames();
  expect(after - before).toBeGreaterThan(3); // a busy machine draws few frames a second
  const rest = async () => {
    const count = await drawnFrames();
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
    return (await drawnFrames()) - count;
  };
  await expect.poll(rest).toBe(0);
  expect(pageErrors).toEqual([]);
});
